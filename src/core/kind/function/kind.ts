import { type Config, policy } from '../../../model/config.ts'
import { functionDetailSchema } from '../../../model/kind.ts'
import type { Revision } from '../../../model/message.ts'
import { functionMetricNames, type MetricName, metric } from '../../../model/metric.ts'
import type { Ledger, MeasuredTrial } from '../../../model/trial.ts'
import { refusalOf } from '../../ledger/ledger.ts'
import { collectorShare } from './collector-share.ts'
import { compareReturned } from './compare-results.ts'
import { adjustEstimate } from './elimination.ts'
import { functionFindings } from './findings.ts'
import { wantsGrowth, wantsMemoryFork } from './memory-forks.ts'
import { keepDetail, memoriesOf, timingsOf } from './trials.ts'

/** A JavaScript function, measured in forked processes of Node. */
export const functionKind = {
  name: 'function',
  metrics: functionMetricNames,
  primary: 'time',
  task: 'time',
  detail: functionDetailSchema,
  keepDetail,
  otherTasks,
  isTraced: true,
  isProfiled: true,
  findings: functionFindings,
  collects: (name: MetricName, { collect }: Config) => collect.memory || metric(name).from !== 'memory',
  latencies: (trials: readonly MeasuredTrial[]) => timingsOf(trials).flatMap(({ latency }) => latency ?? []),
  adjustEstimate,
  sharesCosts: (trials: readonly MeasuredTrial[]) => collectorShare(memoriesOf(trials)) >= policy.gcHeavy,
  compareResults: compareReturned,
} as const

/** Forks that count bytes, while any side needs one more. Only the working tree's leaks are explained. */
function otherTasks(trials: Ledger, sides: readonly Revision[], { collect }: Config) {
  if (!collect.memory || refusalOf(trials) !== undefined) return []
  const memories = (side: Revision) => memoriesOf(trials.filter((trial) => trial.side === side))
  if (!sides.some((side) => wantsMemoryFork(memories(side)))) return []
  return [{ task: 'memory', detail: { growth: wantsGrowth(memories('head')) } }]
}
