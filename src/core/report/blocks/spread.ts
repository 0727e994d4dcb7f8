import type { BenchmarkResult } from '../../../model/run.ts'
import { digits, formatQuantity, formatSpread } from '../../../model/unit.ts'
import { median } from '../../../stats/quantile.ts'
import type { Lead } from '../../compare/comparison-state.ts'
import { twoSpeeds } from '../../ledger/two-speeds.ts'

/**
 * How well a number is known, for whoever reads it beside it: `± 2.1 %`. Where forks settle on two speeds, no interval
 * around either tells that: the other speed is told, `or 110 µs`. '' where nothing took any time.
 */
export function spreadWords({ trials }: Pick<BenchmarkResult, 'trials'>, lead: Lead): string {
  const { name, estimate, low, high, unit } = lead
  const values = trials.flatMap(({ quality, values: one }) => (quality.cleanOnly ? (one[name] ?? []) : []))
  const speeds = twoSpeeds(values)
  if (speeds) {
    const isWithin = (group: readonly number[]) => group[0]! <= estimate && estimate <= group.at(-1)!
    const others = [speeds.fast, speeds.slow].filter((group) => !isWithin(group))
    return `${others.length > 1 ? '= ' : 'or '}${others.map((group) => formatQuantity(median(group), unit, digits.brief)).join(' or ')}`
  }
  const half = Math.max(high - estimate, estimate - low)
  return estimate > 0 ? `± ${formatSpread(half / estimate)}` : ''
}
