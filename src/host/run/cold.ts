import {
  type ColdRuns,
  endOfColdPair,
  endOfColdSide,
  endOfImports,
  endOfWatching,
  type MarkedRun,
} from '../../core/kind/cold/trials.ts'
import type { RunBlock } from '../../core/kind/command/trials.ts'
import { checkedEnd, commandTrial, failedCommand } from '../../core/kind/command/trials.ts'
import type { Base } from '../../flow/ports/revisions.ts'
import type { ColdSpec, ImportTree } from '../../model/cold.ts'
import type { CommandRun } from '../../model/command.ts'
import { type Config, policy } from '../../model/config.ts'
import type { Revision, Sides } from '../../model/message.ts'
import type { Step } from '../../model/step.ts'
import type { Trial } from '../../model/trial.ts'
import { openColdRuns } from './cold-runs.ts'
import { type ColdSubject, openCold } from './cold-subject.ts'
import { countBlocks, takeBlocks } from './command-blocks.ts'
import { bothSides, failureIn, openBoth, subjectPlaceOf } from './command-order.ts'
import { subjectKeyOf } from './command-subject.ts'
import type { Runner } from './runner.ts'
import { keepSupervisor, type SupervisedPlace } from './supervise.ts'

type ColdOrder = SupervisedPlace & {
  readonly step: Step
  readonly config: Config
  readonly base: Base | undefined
  readonly specs: ReadonlyMap<string, ColdSpec>
  /** The first run of each in a folder, once it has run there. */
  readonly known: Map<string, CommandRun>
  /** How often each was run with a compile cache in trials of pairs, once that was full. */
  readonly cached: Map<string, number>
}

/**
 * Carries out the steps of cold starts. What is timed runs as users run it. Processes that note where they are, that have a
 * compile cache, and that are watched for what they import, are others in between.
 */
export function coldRunner(root: string, specs: () => ReadonlyMap<string, ColdSpec>): Runner {
  const [known, cached] = [new Map<string, CommandRun>(), new Map<string, number>()]
  const { supervise, close } = keepSupervisor(root)
  return {
    // Each run has a time-out of its own.
    limit: () => Number.POSITIVE_INFINITY,
    run: (step, config, base) =>
      supervise(async (place) => {
        const order: ColdOrder = { ...place, step, config, base, specs: specs(), known, cached }
        if (step.task === 'agree') return startEach(order)
        if (step.task === 'imports') return watchImports(order)
        return step.side === 'pair' ? measureBoth(order) : measureOne(order)
      }),
    close,
  }
}

function openIn(order: ColdOrder, id: string, base: Base | undefined) {
  return openCold(id, order.specs.get(id)!, subjectPlaceOf(order, base))
}

/** The first run, which also warms what the system caches; and where it has a compile cache, that is full then. */
async function check(order: ColdOrder, subject: ColdSubject): Promise<CommandRun> {
  const { known } = order
  const { runMarked, runAs } = openColdRuns(order)
  const key = subjectKeyOf(subject.plain)
  const run = known.get(key) ?? (await runMarked(subject)).run
  known.set(key, run)
  if (subject.spec.cache === 'on') await runAs('plain', subject)
  return run
}

async function measureOne(order: ColdOrder): Promise<Trial[]> {
  const { step, config, supervisor, wall } = order
  const side = step.side as Revision
  try {
    const subject = await openIn(order, step.ids[0]!, side === 'base' ? order.base : undefined)
    const first = await check(order, subject)
    const { runMarked, runAs } = openColdRuns(order)
    const [plain, marked, cached]: [RunBlock[], MarkedRun[], CommandRun[]] = [[], [], []]
    const isToldCached = subject.spec.cache === 'off'
    if (isToldCached) await runAs('cached', subject)
    // Half of them as they are, whose times decide.
    const cycle = isToldCached
      ? (['plain', 'marked', 'plain', 'cached'] as const)
      : (['plain', 'marked'] as const)
    const runs = Math.max(cycle.length, countBlocks(config, first.wall, 1))
    for (let run = 0; run < runs; run++) {
      const how = cycle[run % cycle.length]!
      if (how === 'plain') plain.push({ runs: { [side]: [await runAs(how, subject)] }, shell: [] })
      else if (how === 'marked') marked.push(await runMarked(subject))
      else cached.push(await runAs(how, subject))
    }
    const all: ColdRuns = { plain, marked: [{ [side]: marked }], cached }
    return [commandTrial(step, side, wall(), endOfColdSide(all, side, { supervisor: supervisor.facts }))]
  } catch (error) {
    return [failedCommand(step, side, failureIn(error), wall())]
  }
}

async function measureBoth(order: ColdOrder): Promise<Trial[]> {
  const { step, config, supervisor, wall } = order
  let current: Revision = 'base'
  const turn = (side: Revision) => {
    current = side
  }
  try {
    const subjects = await openSides(order, turn)
    const checked = {} as Record<Revision, { readonly run: CommandRun }>
    for (current of bothSides) checked[current] = { run: await check(order, subjects[current]) }
    const plainOf = (side: Revision) => subjects[side].plain
    const plains = { base: plainOf('base'), head: plainOf('head') }
    const { blocks, facts: howTaken } = await takeBlocks(order, plains, checked, turn)
    // Where no gate asks for what is noted it is only told, and a run of each is enough.
    const isAsked = config.gate.metrics.some((name) => noted.has(name))
    const marked = await markBlocks(order, subjects, isAsked ? blocks.length : 0, turn)
    turn('head')
    const cached = await runCached(order, subjects.head)
    const runs: ColdRuns = { plain: blocks, marked, cached: [] }
    const facts = { supervisor: supervisor.facts, ...howTaken }
    const sides = {
      base: endOfColdSide(runs, 'base', facts),
      head: endOfColdSide({ ...runs, cached }, 'head', facts),
    }
    return [
      commandTrial(step, 'pair', wall(), endOfColdPair(runs, sides, facts)),
      commandTrial(step, 'head', 0, sides.head),
      commandTrial(step, 'base', 0, sides.base),
    ]
  } catch (error) {
    return [failedCommand(step, current, failureIn(error), wall())]
  }
}

/** What a compile cache would save is told of the first trials, and not compared. */
async function runCached(order: ColdOrder, subject: ColdSubject): Promise<CommandRun[]> {
  const key = subjectKeyOf(subject.plain)
  const before = order.cached.get(key)
  if (subject.spec.cache !== 'off' || before === policy.cold.cached) return []
  const { runAs } = openColdRuns(order)
  if (before === undefined) await runAs('cached', subject)
  order.cached.set(key, (before ?? 0) + 1)
  return [await runAs('cached', subject)]
}

const noted: ReadonlySet<string> = new Set(['firstLine', 'loaded', 'loading'])

function openSides(order: ColdOrder, turn: (side: Revision) => void): Promise<Sides<ColdSubject>> {
  return openBoth(order, (id, place) => openCold(id, order.specs.get(id)!, place), turn)
}

/** Blocks of processes that note where they are, each in the order A B B A; of none, one of each. */
async function markBlocks(
  order: ColdOrder,
  subjects: Sides<ColdSubject>,
  count: number,
  turn: (side: Revision) => void,
): Promise<ColdRuns['marked']> {
  const { step } = order
  const { runMarked } = openColdRuns(order)
  const { turns } = step.randomization!
  const blocks: Sides<MarkedRun[]>[] = []
  for (let block = 0; block < Math.max(1, count); block++) {
    const first = turns[block % turns.length]!
    const second = first === 'base' ? 'head' : 'base'
    const runs: Sides<MarkedRun[]> = { base: [], head: [] }
    const order: readonly Revision[] = count === 0 ? [first, second] : [first, second, second, first]
    for (const side of order) {
      turn(side)
      runs[side].push(await runMarked(subjects[side]))
    }
    blocks.push(runs)
  }
  return blocks
}

/** Processes of each revision that are watched for what they import, in turns. */
async function watchImports(order: ColdOrder): Promise<Trial[]> {
  const { step, supervisor, wall } = order
  const sides: readonly Revision[] = step.side === 'pair' ? bothSides : [step.side]
  let current: Revision = sides[0]!
  const turn = (side: Revision) => {
    current = side
  }
  try {
    const subjects: Partial<Sides<ColdSubject>> =
      step.side === 'pair'
        ? await openSides(order, turn)
        : { [current]: await openIn(order, step.ids[0]!, current === 'base' ? order.base : undefined) }
    for (current of sides) await check(order, subjects[current]!)
    const { watch } = openColdRuns(order)
    const trees: Record<Revision, ImportTree[]> = { head: [], base: [] }
    for (let process = 0; process < policy.cold.watched; process++)
      for (current of sides) trees[current].push(await watch(subjects[current]!))
    const facts = { supervisor: supervisor.facts }
    if (step.stage === 'observe') return [commandTrial(step, step.side, wall(), endOfWatching(trees, facts))]
    return sides.map((side, place) =>
      commandTrial(step, side, place === 0 ? wall() : 0, endOfImports(trees[side], facts)),
    )
  } catch (error) {
    const failed = failedCommand(step, current, failureIn(error), wall())
    // What cannot be watched can be timed all the same.
    return [failed.end.state === 'failed' ? { ...failed, end: { ...failed.end, isRefusal: true } } : failed]
  }
}

/** Of alternatives that must agree: what they do is not compared, so each has only to start. */
async function startEach(order: ColdOrder): Promise<Trial[]> {
  const { step, supervisor, wall } = order
  const trials: Trial[] = []
  for (const id of step.ids) {
    const own = { ...step, ids: [id] }
    try {
      await check(order, await openIn(order, id, undefined))
      trials.push(commandTrial(own, 'head', wall(), checkedEnd({ supervisor: supervisor.facts })))
    } catch (error) {
      trials.push(failedCommand(own, 'head', failureIn(error), wall()))
    }
  }
  return trials
}
