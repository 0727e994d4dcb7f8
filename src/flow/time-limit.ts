import { needsNumber } from '../core/assess/budget.ts'
import { looksOf } from '../core/compare/paired/paired.ts'
import { nanosecondsBetween } from '../core/identity/elapsed.ts'
import { count } from '../core/wording/count.ts'
import { AssayError } from '../model/assay-error.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { BenchmarkResult, Run } from '../model/run.ts'
import { formatQuantity } from '../model/unit.ts'
import type { Host } from './host.ts'
import type { ProgressEvent } from './ports/measurer.ts'
import type { Selection } from './select.ts'

/**
 * Shares of the time that is left when pairs begin at which the stages end, in their order: what comes before them, such as
 * finding out what has changed, takes from all. Without a control no pair counts, so the first has all that is left.
 */
const stageEnds = { pairs: 0.45, firstControl: 1, controls: 0.6, explanations: 0.8, numbers: 1 } as const
type LimitedStage = keyof typeof stageEnds
/**
 * Where nothing but pairs is asked for, they go on for as long as a control will have time for its second look, by what a pair
 * usually takes and so much more; but for no more than so much of the time.
 */
const pairsAlone = { share: 0.7, spare: 1.25 }

export type TimeLimit = {
  /** When the command began, ISO 8601. */
  readonly begun: string
  /** ns, absent: as long as it takes. */
  readonly within: number | undefined
  /** Pairs of a stage at the most, which say when a control is looked at. */
  readonly most: number
  /** Whether nothing is wanted but what pairs say. */
  readonly isPairsOnly: boolean
}

/**
 * The host as a stage sees it: when its time is over, it is asked to stop, and what was measured before is kept. A step that
 * runs then is cut.
 */
export type StageHost = (stage: LimitedStage) => Host

export function limitStages(host: Host, { begun, within, most, isPairsOnly }: TimeLimit): StageHost {
  if (within === undefined) return () => host
  const elapsed = () => nanosecondsBetween(begun, host.now())
  const [first = most, second = first] = looksOf(most)
  const pairs = { count: 0, time: 0, isOver: false }
  let pairsBegan: number | undefined
  const endOf = (stage: LimitedStage) => {
    const before = pairsBegan ?? 0
    const endAt = (share: number) => before + share * (within - before)
    if (stage !== 'pairs' || pairs.count === 0) return endAt(stageEnds[stage])
    const control = pairsAlone.spare * second * (pairs.time / pairs.count)
    return Math.max(endAt(stageEnds.pairs), Math.min(endAt(pairsAlone.share), within - control))
  }
  const leftOf = (stage: LimitedStage) => (stage === 'pairs' && pairs.isOver ? 0 : endOf(stage) - elapsed())
  return (stage) => {
    if (stage === 'pairs') pairsBegan ??= elapsed()
    return {
      ...host,
      interrupted: () => host.interrupted() || leftOf(stage) <= 0,
      run: async (step, config, base) => {
        const limited = { ...step, left: Math.max(0, leftOf(stage)) + resolution }
        if (stage !== 'pairs' || !isPairsOnly) return host.run(limited, config, base)
        const from = elapsed()
        const trials = await host.run(limited, config, base)
        // One that was cut tells no time, and what it tells counts for nothing: their end is not moved after it.
        if (elapsed() - from >= limited.left - resolution) pairs.isOver = true
        else {
          pairs.count++
          pairs.time += elapsed() - from
        }
        return trials
      },
      show: (moment) => host.show(boundForecast(moment, leftOf(stage))),
    }
  }
}

/** Nothing takes longer than there is time. */
function boundForecast(moment: ProgressEvent, time: number): ProgressEvent {
  if (moment.type !== 'fork' || moment.forecast?.left === undefined) return moment
  const left = Math.min(moment.forecast.left, Math.max(0, time))
  return { ...moment, forecast: { ...moment.forecast, left } }
}

/** Of the times that the host tells, ns: what was cut is cut when the time is over by them. */
const resolution = 1e6

/**
 * That the time was over before everything was measured.
 *
 * @throws AssayError `nothing-measured` when it was over before anything was known
 */
export function timeFindings(
  host: Host,
  stage: StageHost,
  within: number | undefined,
  { benchmarks: chosen, config }: Pick<Selection, 'benchmarks' | 'config'>,
  { benchmarks, comparisons, request: { command } }: Pick<Run, 'benchmarks' | 'comparisons' | 'request'>,
): Finding[] {
  // Pairs end first, and where nothing else is measured their end was the end.
  if (within === undefined || host.interrupted() || !stage('pairs').interrupted()) return []
  const given = formatQuantity(within, 'ns')
  const needed = new Set(chosen.flatMap((one) => (needsNumber(one, command, config) ? one.id : [])))
  const isIdentical = ({ id }: BenchmarkResult) =>
    comparisons.some((one) => one.id === id && one.verdict === 'identical')
  const skipped = benchmarks.filter(({ state }) => state === 'skipped')
  const isOver = stage('numbers').interrupted()
  if (isOver && skipped.filter((one) => !isIdentical(one)).length === benchmarks.length)
    throw new AssayError(
      'nothing-measured',
      `measured nothing: the time that it was given (--within '${given}') was over before the first number.`,
      'Give it more time, or fewer benchmarks: assay run <filter> --within …',
    )
  const unknown = skipped.filter((one) => needed.has(one.id) || !isIdentical(one))
  if (unknown.length === 0) return []
  const message = `The time that it was given (${given}) was over before ${count(unknown.length, 'benchmark')} had a number`
  return [finding('time-over', 'run', message, 'Give it more time, or fewer benchmarks.')]
}
