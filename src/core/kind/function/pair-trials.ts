import { policy } from '../../../model/config.ts'
import type { Failure } from '../../../model/failure.ts'
import type { Revision, Sides } from '../../../model/message.ts'
import { isSampled, type MetricName, metric } from '../../../model/metric.ts'
import type { Memory, Outcome, Paired, Timing, Turn } from '../../../model/outcome.ts'
import type { Step } from '../../../model/step.ts'
import type { Measured, MeasuredTrial, Trial } from '../../../model/trial.ts'
import { stratifiedShift } from '../../../stats/hodges-lehmann-shift.ts'
import { sum } from '../../../stats/sample.ts'
import {
  type About,
  failedTrial,
  latencyFigures,
  memoryTrial,
  stepDetailOf,
  timedTrial,
  trialOf,
} from './trials.ts'

/** How the forks of a step of both revisions ended: one for both, or one of each. */
export type PairOutcomes = { readonly together: Outcome } | Sides<Outcome>

/**
 * What a step of both revisions says: the pair, and each side beside it. Where one side does not run there is no pair, and
 * where the machine disturbed either nothing is said of any code.
 */
export function trialsOfPair(step: Step, outcomes: PairOutcomes): Trial[] {
  const { ids, task, stage, way } = step
  const all = Object.values<Outcome>(outcomes)
  const about = (side: Trial['side']) => ({ id: ids[0]!, side, stage, task, way })
  const pair = {
    ...about('pair'),
    wall: sum(all.map(({ wall }) => wall)),
    printed: sum(all.map(({ printed }) => printed)),
  }
  const disturbed = all.flatMap((one) => failureIn(one) ?? []).find(({ reason }) => reason === 'disturbed')
  if (disturbed) return [failedTrial(pair, disturbed)]
  if ('together' in outcomes) {
    const { together } = outcomes
    if (together.state === 'failed') return [failedTrial(pair, together.failure)]
    return isPair(together) ? both(pair, together.pair, step) : []
  }
  const failed = (['head', 'base'] as const).flatMap((side) => {
    const failure = failureIn(outcomes[side])
    return failure ? [failedTrial(about(side), failure)] : []
  })
  if (failed.length > 0) return failed
  const { base, head } = outcomes
  if (base.state !== 'measured' || head.state !== 'measured') return []
  if (base.kind === 'memory' && head.kind === 'memory')
    return countedTrials(pair, { wall: pair.wall, memory: { head: head.memory, base: base.memory } })
  if (base.kind === 'turns' && head.kind === 'turns')
    return both(pair, pairOf(base, head), step, countedOf(base, head))
  if (base.kind === 'time' && head.kind === 'time')
    return both(pair, pairInSequence(base.timing, head.timing), step, countedOf(base, head))
  return []
}

/** Bytes of both sides, and ns of the process's, or the processes', wall time. */
type CountedSides = { readonly memory: Sides<Memory>; readonly wall: number }

function countedOf(...[base, head]: [Timed, Timed]): CountedSides | undefined {
  if (!base.counted || !head.counted) return undefined
  const memory = { base: base.counted.memory, head: head.counted.memory }
  return { memory, wall: base.counted.wall + head.counted.wall }
}

type Timed = Extract<Outcome, { kind: 'time' | 'turns' }>

function countedTrials(about: About, { memory, wall }: CountedSides): Trial[] {
  const half = { ...about, task: 'memory', wall: wall / 2, printed: 0 }
  return [
    memoryTrial({ ...half, side: 'head' }, memory.head),
    memoryTrial({ ...half, side: 'base' }, memory.base),
  ]
}

function failureIn(outcome: Outcome): Failure | undefined {
  return outcome.state === 'failed' ? outcome.failure : undefined
}

function isPair(outcome: Outcome): outcome is Extract<Outcome, { kind: 'pair' }> {
  return outcome.state === 'measured' && outcome.kind === 'pair'
}

/** Nothing is left where no batch of one side took any time. */
const tooShort: Failure = { reason: 'disturbed', message: 'no batch of one side took any time' }

function both(about: About, pair: Paired | undefined, step: Step, counted?: CountedSides): Trial[] {
  if (!pair) return [failedTrial(about, tooShort)]
  const { wall = 0, printed: _, ...each } = about
  const uncounted = stepDetailOf(step).memory === true && !counted
  const base = timedTrial({ ...each, side: 'base' }, pair.base, uncounted) as MeasuredTrial
  const head = timedTrial({ ...each, side: 'head' }, pair.head, uncounted) as MeasuredTrial
  const timed = { ...about, wall: wall - (counted?.wall ?? 0) }
  return [
    trialOf(timed, measuredPair(pair, base.end, head.end)),
    ...[head, base],
    ...(counted ? countedTrials(about, counted) : []),
  ]
}

/** Of quantiles, and of what the benchmark measures itself, the forks' own are compared: each is one number of a fork. */
function measuredPair(pair: Paired, base: Measured, head: Measured): Measured {
  const { time, cpu, pairs, clean, cleanOnly } = pair
  const values: Partial<Record<MetricName, number>> = { time, ...(cpu !== undefined && { cpu }) }
  const measures = Object.keys(head.values).filter((name) => metric(name).own && isSampled(name))
  for (const name of [...latencyFigures.map((figure) => `latency.${figure}`), ...measures]) {
    const log = logRatio(head.values[name], base.values[name])
    if (log !== undefined) values[name] = log
  }
  const [mine, theirs] = [head.quality, base.quality]
  const quality = {
    ...{ samples: pairs, clean, cleanOnly, mayWait: mine.mayWait || theirs.mayWait },
    ...{ spent: mine.spent + theirs.spent, operations: mine.operations + theirs.operations },
    ...(mine.singles && theirs.singles && { singles: Math.min(mine.singles, theirs.singles) }),
  }
  return { state: 'measured', values, quality, detail: {} }
}

function logRatio(mine: number | undefined, other: number | undefined): number | undefined {
  const log = Math.log((mine ?? 0) / (other ?? 0))
  return Number.isFinite(log) ? log : undefined
}

/** Two forks, one after the other, as a pair: all that they have in common is the minute. */
function pairInSequence(base: Timing, head: Timing): Paired | undefined {
  const [time, cpu] = [logRatio(head.value, base.value), logRatio(head.cpu, base.cpu)]
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
    .map((turn, index): Sides<Turn> => ({ base: turn, head: head.turns[index]! }))
  const clean = all.filter((turn) => turn.base.clean && turn.head.clean)
  const cleanOnly = clean.length >= Math.max(1, all.length * policy.minimumCleanShare)
  const counted = cleanOnly ? clean : all
  const shift = (of: (turn: Turn) => readonly number[] | undefined) => {
    const logs = (turn: Turn) => (of(turn) ?? []).map(Math.log).filter(Number.isFinite)
    const told = counted
      .map((turn): Record<Revision, number[]> => ({ base: logs(turn.base), head: logs(turn.head) }))
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
