import { policy } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import type { Timing } from '../model/outcome.ts'
import { formatPercent, formatQuantity } from '../model/unit.ts'
import { median } from '../stats/quantile.ts'
import type { Evidence } from './evidence.ts'

/** What the forks of one benchmark tell about the code under test, beside its numbers. */
export function codeFindings(evidence: Evidence): Finding[] {
  const { timings, benchmark } = evidence
  if (timings.length === 0) return []
  const about = { subject: benchmark.id, severity: 'warning' } as const
  const findings: Finding[] = []

  const value = median(timings.map((timing) => timing.value))
  if (value < policy.shortestOperation) {
    findings.push({
      ...about,
      code: 'optimized-away',
      message: `${formatQuantity(value, 'ns')} per operation is less than one cycle of the processor: the compiler removed the work`,
      advice: 'Return the result, and let the input come from setup or prepare instead of a constant.',
    })
  }
  const unsteady = timings.filter((timing) => !timing.steady).length
  if (unsteady * 2 > timings.length) {
    findings.push({
      ...about,
      code: 'never-steady',
      message: `${unsteady} of ${timings.length} forks did not reach a steady state during warm-up`,
      advice: 'Give it more time (--time), or make the work of an operation smaller and equal each time.',
    })
  }
  const kept = timings.filter((timing) => !timing.cleanOnly).length
  if (kept * 2 > timings.length) {
    findings.push({
      ...about,
      code: 'contaminated',
      message: `In ${kept} of ${timings.length} forks fewer than ${formatPercent(policy.minimumCleanShare)} of the batches ran without waiting for a CPU, so all were kept`,
      advice: 'Stop what else is running, or measure on a machine with a free core.',
    })
  }
  const changed = [...new Set(timings.flatMap((timing) => timing.changedBuiltins))]
  if (changed.length > 0) {
    findings.push({
      ...about,
      code: 'changed-builtins',
      message: `Loading or running it changes ${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ` and ${changed.length - 3} more` : ''}; its numbers are those of the changed built-ins`,
      advice: 'Restore what it changes, or measure the change as a benchmark of its own.',
    })
  }
  if (evidence.printed > printedLimit) {
    findings.push({
      ...about,
      code: 'prints',
      message: `It printed ${formatQuantity(evidence.printed, 'byte')} while it was measured; printing is part of its time`,
      advice: 'Remove the output from the measured function.',
    })
  }
  if (unequalForks(timings)) {
    findings.push({
      ...about,
      code: 'mixed-kinds',
      message: 'It was asynchronous in some forks and synchronous in others',
      advice: 'Return a promise always or never.',
    })
  }
  return findings
}

/** A line of a log is no finding; a stream of output is. */
const printedLimit = 10_000

function unequalForks(timings: readonly Timing[]): boolean {
  return timings.some((timing) => timing.asynchronous !== timings[0]?.asynchronous)
}
