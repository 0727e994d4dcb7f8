import { type Config, policy } from '../../../model/config.ts'
import type { Finding } from '../../../model/finding.ts'
import { functionDetailSchema } from '../../../model/kind.ts'
import { functionMetricNames, type MetricName, metric } from '../../../model/metric.ts'
import type { Memory } from '../../../model/outcome.ts'
import type { Ledger, MeasuredTrial } from '../../../model/trial.ts'
import { type Demand, saySame } from '../../ledger/demand.ts'
import { measured, refusalOf } from '../../ledger/ledger.ts'
import { readingFindings } from '../../ledger/own-readings.ts'
import { notAgreed, notCounted } from '../../ledger/unmeasured.ts'
import { codeFindings } from './code-findings.ts'
import { compareReturned } from './compare-results.ts'
import { adjustEstimate } from './elimination.ts'
import { worksElsewhere } from './elsewhere.ts'
import { collectorShare, memoryFindings } from './memory-findings.ts'
import { detailOf, type FunctionStepDetail, keepDetail, memoriesOf, timingsOf } from './trials.ts'

/** A JavaScript function, measured in forked processes of Node. */
export const functionKind = {
  name: 'function',
  metrics: functionMetricNames,
  primary: 'time',
  task: 'time',
  trial: {
    one: 'timed fork',
    many: 'timed forks',
    is: 'A fork is a fresh process and counts as one value, the median of its clean batches',
  },
  detail: functionDetailSchema,
  keepDetail,
  besideSample,
  otherTasks,
  isTraced: true,
  isProfiled: true,
  findings,
  collects: (name: MetricName, { collect }: Config) => collect.memory || metric(name).from !== 'memory',
  latencies: (trials: readonly MeasuredTrial[]) => timingsOf(trials).flatMap(({ latency }) => latency ?? []),
  adjustEstimate,
  keepsToOneCpu: (trials: readonly MeasuredTrial[]) => !worksElsewhere(timingsOf(trials)),
  sharesCosts: (trials: readonly MeasuredTrial[]) => collectorShare(memoriesOf(trials)) >= policy.gcHeavy,
  compareResults: compareReturned,
} as const

/** Timed forks count bytes when their timing is over, while any side needs more of them and no fork was unable to. */
function besideSample(wanted: Demand): FunctionStepDetail | undefined {
  const isUnable = wanted.trials.some((trial) => detailOf(trial).uncounted)
  return isUnable || !wantsMemory(wanted) ? undefined : { memory: true }
}

/** Forks that do nothing else: where timed ones cannot count, or are over before enough of them have. */
function otherTasks(wanted: Demand): { readonly task: string; readonly detail: FunctionStepDetail }[] {
  if (!wantsMemory(wanted)) return []
  const growth = wantsGrowth(memoriesOf(wanted.trials.filter(({ side }) => side === 'head')))
  return [{ task: 'memory', detail: { growth } }]
}

function wantsMemory({ trials, sides, config, isShown = false }: Demand): boolean {
  if (!config.collect.memory || refusalOf(trials) !== undefined) return false
  const each = sides.map((side) => measured(trials, { side, task: 'memory' }))
  return !areAlike(each, config) && each.some((own) => wantsMore(memoriesOf(own), isShown))
}

/** Whether two sides are known to be the same in all that the gate asks for: every fork of either says the same. */
function areAlike(sides: readonly (readonly MeasuredTrial[])[], { gate }: Config): boolean {
  const isTold = memoriesOf(sides.flat()).every(
    ({ repeats, retained = 0 }) => repeats >= policy.exactRepeats && retained === 0,
  )
  const asked = gate.metrics.filter((name) => metric(name).from === 'memory')
  return sides.length > 1 && isTold && saySame(sides, asked)
}

/**
 * Whether the next memory fork is to tell, should it see a leak, of which classes it is. One explanation is enough, and it takes
 * seconds of heap snapshots. How much stays behind is measured in every fork.
 */
export function wantsGrowth(memories: readonly Memory[]): boolean {
  return memories.every(({ growth }) => growth === undefined)
}

/**
 * Whether one more fork is to measure memory: at first as many as decide, then more in place of those that were read too
 * seldom, because one compilation may be in their bytes. Where none was read often enough the operation is slow, and more
 * would be no better. One shows bytes that decide nothing.
 */
function wantsMore(memories: readonly Memory[], isShown: boolean): boolean {
  // A leak that one fork sees is told where others see it, too.
  if (isShown && memories.length > 0 && memories.every(({ retained = 0 }) => retained === 0)) return false
  if (memories.length < policy.memoryForks) return true
  const counted = memories.filter(({ repeats }) => repeats >= policy.exactRepeats).length
  return counted > 0 && counted < policy.memoryForks && memories.length < policy.mostMemoryForks
}

/** What the trials of a function tell beside its numbers. */
function findings(id: string, trials: Ledger): Finding[] {
  const head = measured(trials, { side: 'head' })
  const [unknown] = measured(trials, { stage: 'check' }).flatMap((trial) => detailOf(trial).unknown ?? [])
  const memories = memoriesOf(head)
  const refusal = refusalOf(trials)
  const printed = trials.reduce((bytes, trial) => bytes + trial.printed, 0)
  return [
    ...(unknown === undefined ? [] : [notAgreed(id, unknown)]),
    ...codeFindings(id, timingsOf(head.filter(({ stage }) => stage !== 'size')), printed),
    ...readingFindings(
      id,
      timingsOf(head).flatMap(({ own }) => (own === undefined ? [] : [own])),
    ),
    ...memoryFindings(id, memories),
    ...(refusal === undefined ? [] : [notCounted(id, refusal, memories.length)]),
  ]
}
