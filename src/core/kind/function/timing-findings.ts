import { policy } from '../../../model/config.ts'
import { applyRules, type Finding, type FindingRules } from '../../../model/finding.ts'
import type { Timing } from '../../../model/outcome.ts'
import { formatPercent, formatQuantity } from '../../../model/unit.ts'
import { medianInterval } from '../../../stats/median-interval.ts'
import { median } from '../../../stats/quantile.ts'
import { asleepShare } from '../../ledger/waiting.ts'

/** What a benchmark's times are times of, and how well they can be read. */
export function timingFindings(subject: string, timings: readonly Timing[]): Finding[] {
  return applyRules(rules, subject, timings)
}

const rules: FindingRules<readonly Timing[]> = {
  waiting(timings) {
    const asleep = asleepShare(timings)
    if (asleep === undefined || asleep < policy.asleep.told) return undefined
    return [
      `It waits: its thread sleeps ${formatPercent(asleep)} of the time, and computes the rest; it is judged on wall time`,
      'To measure the code alone, let it find what it waits for (timers, files, the network) in memory.',
    ]
  },

  /** Only batches whose length is limited by their inputs end below what is aimed at. */
  'too-short-for-the-clock'(timings) {
    const short = timings.filter(
      ({ value, batch, clockStep }) => value * batch < policy.fewestClockSteps * clockStep,
    )
    if (short.length * 2 <= timings.length) return undefined
    const duration = median(short.map(({ value, batch }) => value * batch))
    const step = median(short.map(({ clockStep }) => clockStep))
    return [
      `A batch of ${median(short.map(({ batch }) => batch))} operations takes ${formatQuantity(duration, 'ns')}, ${Math.round(duration / step)} steps of the clock (${formatQuantity(step, 'ns')}); readings that short are coarse`,
      'Give it more time (--time), make the inputs of prepare smaller, or let one operation do more.',
    ]
  },

  'too-few-forks'(timings) {
    const { coverage } = medianInterval(
      timings.map(({ value }) => value),
      policy.confidence,
    )
    if (coverage >= policy.fewestCoverage) return undefined
    return [
      `${timings.length === 1 ? 'One fork gives' : `${timings.length} forks give`} an interval that covers the median with only ${formatPercent(coverage)}`,
      'Make at least five forks (--forks 5).',
    ]
  },
}
