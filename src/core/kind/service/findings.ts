import { policy } from '../../../model/config.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import type { ServiceDetail } from '../../../model/service.ts'
import type { Ledger, MeasuredTrial } from '../../../model/trial.ts'
import { formatPercent, formatQuantity } from '../../../model/unit.ts'
import { median } from '../../../stats/quantile.ts'
import { sum } from '../../../stats/sample.ts'
import { measured } from '../../ledger/ledger.ts'
import { failuresOf } from '../../objective/requests.ts'
import { count } from '../../wording/count.ts'
import { serviceDetailsOf } from './answers.ts'

/** What the trials of a service tell beside its numbers. */
export function serviceFindings(id: string, trials: Ledger): Finding[] {
  const head = measured(trials, { side: 'head', task: 'load' })
  const details = serviceDetailsOf(head)
  if (details.length === 0) return []
  return [
    ...failureFindings(id, details),
    ...earlyFindings(id, head),
    ...lagFindings(
      id,
      details,
      head.flatMap(({ end }) => end.values['latency.p50'] ?? []),
    ),
  ]
}

function earlyFindings(id: string, trials: readonly MeasuredTrial[]): Finding[] {
  const ended = trials.filter(({ end }) => (end.detail as ServiceDetail).endedBy !== undefined)
  const [first] = ended
  if (!first) return []
  const { endedBy, duration } = first.end.detail as ServiceDetail
  const lasted = formatQuantity(median(ended.map(({ end }) => end.quality.spent)), 'ns')
  const message = `${count(ended.length, 'trial')} of ${trials.length} ended after ${lasted} of ${formatQuantity(duration, 'ns')}, since '${endedBy}' was not kept`
  const advice = 'What is told is about that time. Leave out abortOnFail to see the whole load.'
  return [finding('ended-early', id, message, advice)]
}

function failureFindings(id: string, details: readonly ServiceDetail[]): Finding[] {
  const due = sum(details.map(({ counts }) => counts.due))
  const lost = sum(details.map(({ counts }) => failuresOf(counts)))
  if (lost === 0) return []
  const troubles = new Map<string, number>()
  for (const { what, count: times } of details.flatMap((one) => one.troubles))
    troubles.set(what, (troubles.get(what) ?? 0) + times)
  const dropped = sum(details.map(({ counts }) => counts.dropped))
  if (dropped > 0) troubles.set('not sent, because too many waited for answers', dropped)
  const worst = [...troubles].toSorted(([, a], [, b]) => b - a).slice(0, 3)
  const why = worst.map(([what, times]) => `${times} × ${what}`).join('; ')
  const message = `${count(lost, 'request')} of ${due} (${formatPercent(lost / due)}) came to nothing: ${why}`
  const advice = 'Read what the service writes on stderr, or ask for less: rate, inFlight, timeout.'
  return [finding('requests-failed', id, message, advice)]
}

/** The process that sends is the limit: what it tells of far quantiles is its own, and not the service's. */
function lagFindings(id: string, details: readonly ServiceDetail[], medians: readonly number[]): Finding[] {
  const lag = median(details.map(({ generator }) => generator.lag.p99))
  const usual = medians.length === 0 ? 0 : median(medians)
  const { least, share } = policy.load.lag
  if (lag <= Math.max(least, share * usual)) return []
  const busy = median(details.map(({ generator }) => generator.utilization))
  const why =
    busy >= policy.load.busy
      ? `the process that sends was busy for ${formatPercent(busy)} of its time: that is the limit, not the service`
      : 'other processes had the CPUs'
  const message = `One request in a hundred was sent ${formatQuantity(lag, 'ns')} late or more, since ${why}`
  const advice = 'Ask for a lower rate, stop what else is running, or use a machine with more CPUs.'
  return [finding('sent-late', id, message, advice)]
}
