import type { Benchmark } from '../../../model/benchmark.ts'
import { policy } from '../../../model/config.ts'
import type { Revision, Sides } from '../../../model/message.ts'
import type { Failure, Memory, Outcome, Paired, Timing, Turn } from '../../../model/outcome.ts'
import { stratifiedShift } from '../../../stats/hodges-lehmann-shift.ts'
import type { Randomization } from '../../plan/randomization.ts'

/** Two revisions of one benchmark, and what their forks have reported so far. */
export type Contest = {
  readonly benchmark: Benchmark
  /**
   * Fresh pairs of the second stage alone decide about a suspect. `apart`: for the size of a change that was found in a
   * shared heap; they decide nothing.
   */
  readonly pairs: { readonly screen: Paired[]; readonly confirm: Paired[]; readonly apart: Paired[] }
  readonly memories: Sides<Memory[]>
  /** Whether memory is to be measured, too. */
  readonly memory: boolean
  /** Why it was given up, if so. */
  noMemory?: string
  /** Why the two are measured in processes of their own, adjacent in time; absent while they share one. */
  apart: string | undefined
  /** Why one follows the other where they cannot even live at the same time. */
  inSequence: string | undefined
  /** Whether the base has no such benchmark: that it does not run there says nothing against it. */
  readonly isNew: boolean
  /** A file of the working tree that the base's side would run in place of its own. */
  readonly mixed: string | undefined
  /** Pairs that the machine kept from measuring, since the last one that it did not. */
  disturbed: number
  failure: { readonly revision: Revision; readonly failure: Failure } | undefined
  /** Wall time of its pairs so far, starting their processes included, ns. */
  wall: number
}

export type PairStage = keyof Contest['pairs']

/** One pair to measure, or one memory fork of each revision. */
export type ContestStep = {
  readonly kind: 'pair' | 'memory'
  readonly benchmark: Benchmark
  readonly apart: boolean
  /** Apart, and one after the other. */
  readonly inSequence: boolean
  readonly stage: PairStage
  readonly chance: Randomization
  /** Of memory forks: whether the head's explains a leak. Of the base's nothing is told. */
  readonly growth?: boolean
}

/** What is known before anything is measured. */
export type ContestFacts = Partial<Pick<Contest, 'apart' | 'inSequence' | 'isNew' | 'mixed'>>

export function contestOf(
  benchmark: Benchmark,
  memory: boolean,
  { apart, inSequence, isNew = false, mixed }: ContestFacts = {},
): Contest {
  return {
    benchmark,
    memory,
    pairs: { screen: [], confirm: [], apart: [] },
    memories: { base: [], head: [] },
    apart: benchmark.isolate ? 'it asks for that (isolate)' : apart,
    inSequence,
    isNew,
    mixed,
    disturbed: 0,
    failure: undefined,
    wall: 0,
  }
}

/** How the forks of a step ended: one for both revisions, or one of each. */
export type ContestOutcomes = { readonly together: Outcome } | Sides<Outcome>

function isDisturbed(outcome: Outcome): boolean {
  return outcome.state === 'failed' && outcome.failure.reason === 'disturbed'
}

function lacksTime(kind: ContestStep['kind'], { reason, phase }: Failure): boolean {
  return kind === 'memory' && reason === 'timed-out' && (phase === 'warming' || phase === 'sampling')
}

/** Files what a step's forks reported. */
export function addOutcomes(contest: Contest, step: ContestStep, outcomes: ContestOutcomes): void {
  if (step.kind === 'pair') for (const { wall } of Object.values<Outcome>(outcomes)) contest.wall += wall
  // It says nothing of the code, and another pair is measured.
  if (Object.values<Outcome>(outcomes).some(isDisturbed)) {
    contest.disturbed++
    return
  }
  if ('together' in outcomes) {
    const { together } = outcomes
    if (together.state === 'measured' && together.kind === 'pair') keep(contest, step, together.pair)
    // Whatever keeps the two from sharing a process, each has a chance in one of its own: from the beginning, since
    // pairs of both kinds are not one sample.
    if (together.state === 'failed') {
      contest.apart = together.failure.message
      contest.pairs.screen.length = 0
      contest.pairs.confirm.length = 0
    }
    return
  }
  const { base, head } = outcomes
  // Both may want the same port, lock or database: each has a chance without the other one beside it.
  const failed = base.state === 'failed' ? base : head.state === 'failed' ? head : undefined
  if (failed && step.kind === 'pair' && !step.inSequence) {
    contest.inSequence = failed.failure.message
    contest.pairs.screen.length = 0
    contest.pairs.confirm.length = 0
    return
  }
  for (const revision of ['head', 'base'] as const) {
    const outcome = outcomes[revision]
    if (outcome.state !== 'failed') continue
    if (lacksTime(step.kind, outcome.failure)) contest.noMemory ??= outcome.failure.message
    else contest.failure ??= { revision, failure: outcome.failure }
  }
  if (base.state !== 'measured' || head.state !== 'measured') return
  if (base.kind === 'turns' && head.kind === 'turns') {
    keep(contest, step, pairOf(base, head))
  } else if (base.kind === 'time' && head.kind === 'time') {
    keep(contest, step, pairInSequence(base.timing, head.timing))
  } else if (base.kind === 'memory' && head.kind === 'memory') {
    contest.memories.base.push(base.memory)
    contest.memories.head.push(head.memory)
  }
}

/** One pair more; nothing where no batch was left of one side that took any time. */
function keep(contest: Contest, { stage }: ContestStep, pair: Paired | undefined): void {
  if (pair) contest.pairs[stage].push(pair)
  contest.disturbed = pair ? 0 : contest.disturbed + 1
}

/** Two forks, one after the other, as a pair: all that they have in common is the minute. */
function pairInSequence(base: Timing, head: Timing): Paired | undefined {
  const shift = (mine: number | undefined, other: number | undefined) => {
    const log = Math.log((mine ?? 0) / (other ?? 0))
    return Number.isFinite(log) ? log : undefined
  }
  const [time, cpu] = [shift(head.value, base.value), shift(head.cpu, base.cpu)]
  if (time === undefined) return undefined
  const [pairs, clean] = [Math.min(base.samples, head.samples), Math.min(base.clean, head.clean)]
  const cleanOnly = base.cleanOnly && head.cleanOnly
  return { base, head, time, ...(cpu === undefined ? {} : { cpu }), pairs, clean, cleanOnly }
}

type InTurns = Extract<Outcome, { kind: 'turns' }>

/**
 * Two forks that measured in turns, as a pair: batches are compared with those of the same turn, so that what the
 * machine did in these milliseconds falls out. Medians of turns would lose twice: where the collector stops in half of
 * the batches of a turn, its median jumps.
 */
function pairOf(base: InTurns, head: InTurns): Paired | undefined {
  const all = base.turns
    .slice(0, head.turns.length)
    .map((turn, index) => ({ base: turn, head: head.turns[index]! }))
  const clean = all.filter((turn) => turn.base.clean && turn.head.clean)
  const cleanOnly = clean.length >= Math.max(1, all.length * policy.minimumCleanShare)
  const counted = cleanOnly ? clean : all
  const shift = (of: (turn: Turn) => readonly number[] | undefined) => {
    const logs = (turn: Turn) => (of(turn) ?? []).map(Math.log).filter(Number.isFinite)
    const told = counted
      .map((turn) => ({ base: logs(turn.base), head: logs(turn.head) }))
      .filter((turn) => turn.base.length > 0 && turn.head.length > 0)
    return told.length * 2 > counted.length ? stratifiedShift(told) : undefined
  }
  const [time, cpu] = [shift((turn) => turn.time), shift((turn) => turn.cpu)]
  if (time === undefined) return undefined
  return {
    base: base.timing,
    head: head.timing,
    time,
    ...(cpu === undefined ? {} : { cpu }),
    pairs: all.length,
    clean: clean.length,
    cleanOnly,
  }
}
