import { policy } from '../../../model/config.ts'
import type { GenerateAnswer, Tally } from '../../../model/generate.ts'
import type { Sides } from '../../../model/message.ts'
import type { ServiceMetricName } from '../../../model/metric.ts'
import type { RequestCounts, ServiceDetail } from '../../../model/service.ts'
import type { Measured } from '../../../model/trial.ts'
import { decode, histogramQuantile } from '../../../stats/histogram.ts'
import { failuresOf } from '../../objective/requests.ts'
import { differenceOf } from './answers.ts'

export type Generated = GenerateAnswer & { readonly type: 'generated' }
/**
 * What was asked for, per second and for how long, ns; whether what sends was kept on other CPUs; what was seen inside; and what
 * ended it before its time.
 */
export type AskedLoad = Pick<ServiceDetail, 'rate' | 'duration' | 'timeout' | 'watched' | 'endedBy'> & {
  readonly apart: boolean
}

type Values = Partial<Record<ServiceMetricName, number>>

/** Share of requests that came to nothing. */
export function errorShare(counts: RequestCounts): number {
  return counts.due === 0 ? 0 : failuresOf(counts) / counts.due
}

/** What one target did, of its requests. */
export function endOfTarget(tally: Tally, generated: Generated, facts: AskedLoad): Measured {
  const { counts } = tally
  return {
    state: 'measured',
    values: valuesOf(tally, generated),
    quality: {
      ...{ samples: counts.answered, clean: counts.answered, cleanOnly: true, mayWait: true },
      ...{ spent: generated.elapsed, operations: counts.answered },
      ...(counts.answered > 0 && { singles: counts.answered }),
    },
    detail: detailOf(tally, generated, facts),
  }
}

function valuesOf(tally: Tally, { elapsed, lag }: Generated): Values {
  const { counts, latencies, sum, max, bytes, cpu, helperCpu } = tally
  const values: Values = {
    throughput: (counts.answered - counts.rejected) / (elapsed / 1e9),
    errors: errorShare(counts),
    'lag.p99': lag.p99,
  }
  if (counts.answered > 0) {
    values.receivedBytes = bytes / counts.answered
    if (cpu !== undefined) values.cpu = cpu / counts.answered
    if (helperCpu !== undefined) values.helperCpu = helperCpu / counts.answered
  }
  if (!latencies) return values
  const all = decode(latencies)
  const at = (p: number) => histogramQuantile(all, p)
  values['latency.p50'] = at(0.5)
  values['latency.p95'] = at(0.95)
  values['latency.p99'] = at(0.99)
  values['latency.p999'] = at(0.999)
  values['latency.max'] = max
  values['latency.mean'] = sum / all.total
  return values
}

/**
 * A pair: ln(head ÷ base) of what both sides tell, and of what is not nothing. The median latency is that of requests that were
 * alone, without what they waited for a CPU, where enough were: how that time falls on the two is a matter of chance.
 */
export function endOfTargets({ head, base }: Sides<Measured>, tallies: Sides<Tally>): Measured {
  const values: Record<string, number> = {}
  for (const [name, value = 0] of Object.entries(head.values)) {
    const log = Math.log(value / (base.values[name] ?? 0))
    if (Number.isFinite(log)) values[name] = log
  }
  const clean = Math.min(countIn(tallies.head.undisturbed), countIn(tallies.base.undisturbed))
  const cleanOnly = clean >= policy.minimumCleanShare * Math.min(head.quality.samples, base.quality.samples)
  if (cleanOnly && clean > 0) {
    const at = ({ undisturbed }: Tally) => Math.max(1, histogramQuantile(decode(undisturbed!), 0.5))
    values['latency.p50'] = Math.log(at(tallies.head) / at(tallies.base))
  }
  const singles = Math.min(head.quality.singles ?? 0, base.quality.singles ?? 0)
  const { singles: _, ...quality } = head.quality
  return {
    state: 'measured',
    values,
    quality: { ...quality, clean, cleanOnly, ...(singles > 0 && { singles }) },
    detail: head.detail,
  }
}

const countIn = (histogram: Tally['undisturbed']) => (histogram ? decode(histogram).total : 0)

function detailOf(
  tally: Tally,
  { lag, utilization, differs, unstable }: Generated,
  facts: AskedLoad,
): ServiceDetail {
  const { counts, latencies, serviceTimes, troubles } = tally
  const { apart, ...asked } = facts
  return {
    ...asked,
    counts,
    ...(latencies && { latencies }),
    ...(serviceTimes && { serviceTimes }),
    troubles,
    generator: { lag, utilization, apart },
    ...(differs && { differs: differenceOf(differs) }),
    ...(unstable !== undefined && { unknownAnswers: `${unstable} is answered otherwise each time` }),
  }
}
