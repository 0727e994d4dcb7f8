import { nanosecondsBetween } from '../core/identity/elapsed.ts'
import { count } from '../core/wording/count.ts'
import { AssayError } from '../model/assay-error.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { BenchmarkResult, Run } from '../model/run.ts'
import { formatQuantity } from '../model/unit.ts'
import type { Host } from './host.ts'

/** Shares of the time of a whole run at which its stages end, in their order. Without controls no pair counts. */
const stageEnds = { pairs: 0.45, controls: 0.6, explanations: 0.8, numbers: 1 } as const
type LimitedStage = keyof typeof stageEnds

/** The host as a stage sees it: when its time is over, it is asked to stop, and what was measured before is kept. */
export type StageHost = (stage: LimitedStage) => Host

/** @param begun when the command began, ISO 8601; `within` in ns, none: as long as it takes */
export function limitStages(host: Host, begun: string, within: number | undefined): StageHost {
  if (within === undefined) return () => host
  const isOver = (share: number) => nanosecondsBetween(begun, host.now()) >= share * within
  return (stage) => ({ ...host, interrupted: () => host.interrupted() || isOver(stageEnds[stage]) })
}

/**
 * That the time was over before everything was measured.
 *
 * @throws AssayError `nothing-measured` when it was over before anything was known
 */
export function timeFindings(
  host: Host,
  stage: StageHost,
  within: number | undefined,
  { benchmarks, comparisons }: Pick<Run, 'benchmarks' | 'comparisons'>,
): Finding[] {
  if (within === undefined || host.interrupted() || !stage('numbers').interrupted()) return []
  const given = formatQuantity(within, 'ns')
  const isUnknown = ({ id, state }: BenchmarkResult) =>
    state === 'skipped' && !comparisons.some((one) => one.id === id && one.verdict === 'identical')
  const unknown = benchmarks.filter(isUnknown)
  if (unknown.length === benchmarks.length)
    throw new AssayError(
      'nothing-measured',
      `measured nothing: the time that it was given (--within '${given}') was over before the first number.`,
      'Give it more time, or fewer benchmarks: assay run <filter> --within …',
    )
  if (unknown.length === 0) return []
  const message = `The time that it was given (${given}) was over before ${count(unknown.length, 'benchmark')} had a number`
  return [finding('time-over', 'run', message, 'Give it more time, or fewer benchmarks.')]
}
