import type { CommandDetail, CommandRun, SlowCause } from '../../../model/command.ts'
import { policy } from '../../../model/config.ts'
import type { Failure } from '../../../model/failure.ts'
import type { Revision, Sides } from '../../../model/message.ts'
import { type CommandMetricName, isSampled, type MetricName } from '../../../model/metric.ts'
import type { Step } from '../../../model/step.ts'
import type { Measured, Quality, Trial } from '../../../model/trial.ts'
import { mean } from '../../../stats/moments.ts'
import { median } from '../../../stats/quantile.ts'
import { sum } from '../../../stats/sample.ts'
import { readingsAsValues } from '../../ledger/own-readings.ts'
import {
  asleepOf,
  countCauses,
  cpuOf,
  disturbanceOf,
  slowCauseOf,
  usesSeveral,
  usualOf,
  waitingOf,
} from './slow-runs.ts'

/** Runs that were made together: of each side, and of an empty shell where the command is for a shell. */
export type RunBlock = {
  readonly runs: Partial<Sides<readonly CommandRun[]>>
  readonly shell: readonly CommandRun[]
}

/** What a trial tells of each run of a command. */
export type RunValues = Partial<Record<CommandMetricName, number>>

/** What was seen beside the runs. */
export type CommandFacts = Pick<
  CommandDetail,
  | 'supervisor'
  | 'interleaved'
  | 'oneCpu'
  | 'output'
  | 'unknownOutput'
  | 'differs'
  | 'readings'
  | 'uncached'
  | 'calls'
  | 'unfollowed'
>

type About = Pick<Trial, 'id' | 'stage' | 'task' | 'way'>

export function commandTrial(
  { kind, ids, stage, task, way }: Step,
  side: Trial['side'],
  wall: number,
  end: Trial['end'],
): Trial {
  const about: About = { id: ids[0]!, stage, task, way }
  return { kind, ...about, side, wall, printed: 0, end }
}

export function failedCommand(step: Step, side: Revision, failure: Failure, wall = 0): Trial {
  return commandTrial(step, side, wall, { state: 'failed', failure })
}

/** A trial that times nothing, and only tells what the command prints. */
export function checkedEnd(facts: CommandFacts): Measured {
  const quality = { samples: 0, clean: 0, cleanOnly: true, mayWait: false, spent: 0, operations: 0 }
  return { state: 'measured', values: {}, quality, detail: facts satisfies CommandDetail }
}

/** What one side did: medians of its clean runs, or of all where too few are clean. */
export function endOfSide(blocks: readonly RunBlock[], side: Revision, facts: CommandFacts): Measured {
  const seen = look(blocks, [side])
  const kept = seen.kept.flatMap(({ runs, shell }) => {
    const floor = shellFloor(shell)
    return (runs[side] ?? []).map((run) => valuesOfRun(run, floor))
  })
  const names = new Set(kept.flatMap((values) => Object.keys(values) as CommandMetricName[]))
  const values: RunValues = {}
  for (const name of names) values[name] = median(kept.flatMap((one) => one[name] ?? []))
  if (facts.uncached) values.uncachedTime = median(facts.uncached.walls)
  if (facts.calls) {
    values.systemCalls = facts.calls.count
    values.writtenByCalls = facts.calls.written
  }
  const runs = blocks.flatMap((one) => one.runs[side] ?? [])
  const own = readingsAsValues(facts.readings)
  return {
    state: 'measured',
    values: { ...values, ...own.values },
    quality: { ...qualityOf([runs], seen), ...own.quality },
    detail: { ...detailOf(runs, seen, facts), ...shellOf(blocks), ...eachOf(runs) },
  }
}

function eachOf(runs: readonly CommandRun[]): Pick<CommandDetail, 'walls' | 'peaks' | 'exits'> {
  const peaks = runs.flatMap(({ peak }) => peak ?? [])
  return {
    walls: runs.map(({ wall }) => wall),
    ...(peaks.length === runs.length && { peaks }),
    ...(runs.some(({ exit }) => exit !== 0) && { exits: runs.map(({ exit }) => exit) }),
  }
}

function shellOf(blocks: readonly RunBlock[]): Pick<CommandDetail, 'shell'> {
  const all = blocks.flatMap(({ shell }) => shell)
  return all.length === 0 ? {} : { shell: shellFloor(all).wall }
}

/** A pair: ln(head ÷ base) of each block, and of these the median. */
export function endOfPair(
  blocks: readonly RunBlock[],
  { base, head }: Sides<Measured>,
  facts: CommandFacts,
): Measured {
  const seen = look(blocks, ['head', 'base'])
  const logs = seen.kept.flatMap(({ runs, shell }) => {
    const floor = shellFloor(shell)
    const of = (side: Revision, name: 'time' | 'cpu') => {
      const all = (runs[side] ?? []).map((run) => valuesOfRun(run, floor)[name])
      const told = all.flatMap((value) => (value !== undefined && value > 0 ? Math.log(value) : []))
      return told.length === all.length ? mean(told) : undefined
    }
    const ratio = (name: 'time' | 'cpu') => {
      const [mine, theirs] = [of('head', name), of('base', name)]
      return mine === undefined || theirs === undefined ? undefined : mine - theirs
    }
    return { time: ratio('time'), cpu: ratio('cpu') }
  })
  const times = logs.flatMap(({ time }) => time ?? [])
  const cpus = logs.flatMap(({ cpu }) => cpu ?? [])
  const values: Record<MetricName, number> = { time: median(times) }
  if (cpus.length === logs.length) values.cpu = median(cpus)
  for (const name of Object.keys(head.values).filter(isSampled)) {
    const log = Math.log((head.values[name] ?? 0) / (base.values[name] ?? 0))
    if (Number.isFinite(log)) values[name] ??= log
  }
  const sides = (['head', 'base'] as const).map((side) => blocks.flatMap((one) => one.runs[side] ?? []))
  const runs = sides.flat()
  return {
    state: 'measured',
    values,
    quality: {
      ...{ ...qualityOf(sides, seen), samples: blocks.length, clean: seen.clean },
      ...(cpus.length === logs.length && { sleepsMore: sleepsMore(seen.kept) }),
    },
    detail: detailOf(runs, seen, facts),
  }
}

type Seen = {
  readonly kept: readonly RunBlock[]
  readonly clean: number
  readonly cleanOnly: boolean
  readonly aside: readonly (SlowCause | undefined)[]
}

/** Blocks of which no run was disturbed; all, where these are too few. */
function look(blocks: readonly RunBlock[], sides: readonly Revision[]): Seen {
  const usual = usualOf(blocks.flatMap(({ runs }) => sides.flatMap((side) => runs[side] ?? [])))
  const causes = blocks.map(({ runs }) =>
    sides.flatMap((side) => (runs[side] ?? []).map((run) => disturbanceOf(run, usual))),
  )
  const clean = blocks.filter((_, place) => causes[place]!.every((cause) => cause === undefined))
  const cleanOnly = clean.length >= Math.max(1, blocks.length * policy.minimumCleanShare)
  return { kept: cleanOnly ? clean : blocks, clean: clean.length, cleanOnly, aside: causes.flat() }
}

function shellFloor(shell: readonly CommandRun[]): { wall: number; cpu: number } {
  if (shell.length === 0) return { wall: 0, cpu: 0 }
  return { wall: median(shell.map(({ wall }) => wall)), cpu: median(shell.map((run) => cpuOf(run) ?? 0)) }
}

/** What one run says, without the shell's own start. */
function valuesOfRun(run: CommandRun, shell: { wall: number; cpu: number }): RunValues {
  const cpu = cpuOf(run)
  // What is left of a command that does less than its shell is noise, and may be less than nothing.
  const without = (value: number, floor: number) =>
    Math.max(value - floor, floor * policy.commands.leastOfShell)
  const all: Partial<Record<CommandMetricName, number | undefined>> = {
    time: without(run.wall, shell.wall),
    cpu: cpu === undefined ? undefined : without(cpu, shell.cpu),
    userTime: run.user,
    systemTime: run.system,
    cpuWait: run.waiting === undefined ? undefined : waitingOf(run),
    peakMemory: run.peak,
    // Moments that were looked at may miss the largest one.
    treeMemory: run.tree === undefined ? undefined : Math.max(run.tree, run.peak ?? 0),
    instructions: run.instructions,
    minorFaults: run.minor,
    majorFaults: run.major,
    waits: run.voluntary,
    preemptions: run.involuntary,
    bytesRead: run.read,
    bytesWritten: run.written,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** Of the runs of each side: a pair sleeps as much as the one that sleeps more. */
function qualityOf(sides: readonly (readonly CommandRun[])[], { clean, cleanOnly }: Seen): Quality {
  const runs = sides.flat()
  const isTold = runs.every((run) => cpuOf(run) !== undefined)
  const asleep = sides.map((own) => median(own.map((run) => asleepOf(run) / Math.max(1, run.wall))))
  return {
    ...{ samples: runs.length, clean: Math.min(runs.length, clean), cleanOnly },
    mayWait: runs.some(usesSeveral),
    ...(isTold && { asleep: Math.max(...asleep) }),
    spent: sum(runs.map(({ wall }) => wall)),
    operations: runs.length,
  }
}

/** By how much of its time the head sleeps longer than the base: the median of blocks. */
function sleepsMore(blocks: readonly RunBlock[]): number {
  const of = (runs: readonly CommandRun[] = []) => ({
    asleep: mean(runs.map(asleepOf)),
    wall: mean(runs.map(({ wall }) => wall)),
  })
  return median(
    blocks.map(({ runs }) => {
      const [head, base] = [of(runs.head), of(runs.base)]
      return (head.asleep - base.asleep) / Math.max(1, base.wall)
    }),
  )
}

function detailOf(runs: readonly CommandRun[], seen: Seen, facts: CommandFacts): CommandDetail {
  const usual = usualOf(runs)
  const aside = seen.cleanOnly ? countCauses(seen.aside) : {}
  const slow = countCauses(runs.map((run) => slowCauseOf(run, usual)))
  return {
    ...facts,
    ...(Object.keys(aside).length > 0 && { aside }),
    ...(Object.keys(slow).length > 0 && { slow }),
    ...(runs.some(({ left }) => left) && { left: true }),
  }
}
