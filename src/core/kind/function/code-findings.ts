import { policy } from '../../../model/config.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import type { Timing } from '../../../model/outcome.ts'
import { formatPercent, formatQuantity } from '../../../model/unit.ts'
import { isContended } from '../../ledger/waiting.ts'
import { courseFindings } from './course-findings.ts'
import { eliminationFindings } from './elimination.ts'
import { elsewhereFindings } from './elsewhere.ts'
import { timingFindings } from './timing-findings.ts'

/** What the forks of one benchmark tell about the code under test, beside its numbers. */
export function codeFindings(id: string, timings: readonly Timing[], printed: number): Finding[] {
  if (timings.length === 0) return []
  const findings: Finding[] = [...eliminationFindings(id, timings), ...courseFindings(id, timings)]

  if (isContended(timings)) {
    const kept = timings.filter((timing) => !timing.cleanOnly).length
    const message = `In ${kept} of ${timings.length} forks fewer than ${formatPercent(policy.minimumCleanShare)} of the batches ran without waiting for a CPU, so all were kept`
    const advice = 'Stop what else is running, or measure on a machine with a free core.'
    findings.push(finding('contaminated', id, message, advice))
  }
  const changed = [...new Set(timings.flatMap((timing) => timing.changedBuiltins))]
  if (changed.length > 0) {
    const message = `Loading or running it changes ${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ` and ${changed.length - 3} more` : ''}; its numbers are those of the changed built-ins`
    const advice = 'Restore what it changes, or measure the change as a benchmark of its own.'
    findings.push(finding('changed-builtins', id, message, advice))
  }
  if (printed > printedLimit) {
    const message = `It printed ${formatQuantity(printed, 'byte')} while it was measured; printing is part of its time`
    const advice = 'Remove the output from the measured function.'
    findings.push(finding('prints', id, message, advice))
  }
  if (timings.some((timing) => timing.mixed || timing.asynchronous !== timings[0]?.asynchronous)) {
    const message =
      'Some of its calls return a promise and others a plain value; only the promises were awaited'
    const advice = 'Return a promise always or never, or measure the two cases as benchmarks of their own.'
    findings.push(finding('mixed-kinds', id, message, advice))
  }
  const settled = timings.filter((timing) => timing.stateChange === 'first-call').length
  if (settled * 2 > timings.length) {
    const message =
      'The first call changes the state that setup made, later calls change nothing: what is timed is a call that finds the work done'
    const advice =
      'Give every call a fresh input with prepare; if a warm cache is what you want to time, fill it in setup.'
    findings.push(finding('first-call-only', id, message, advice))
  }
  const left = [...new Set(timings.flatMap((timing) => timing.leftRunning))]
  if (left.length > 0) {
    const message = `It leaves ${left.slice(0, 3).join(', ')} running, which takes time from what is measured meanwhile`
    const advice = 'Stop timers, servers, workers and processes in teardown, and await them.'
    findings.push(finding('left-running', id, message, advice))
  }
  return [...findings, ...elsewhereFindings(id, timings), ...timingFindings(id, timings)]
}

/** A line of a log is no finding; a stream of output is. */
const printedLimit = 10_000
