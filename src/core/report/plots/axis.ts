import { formatPercent, formatQuantity } from '../../../model/unit.ts'

/** A horizontal axis: values in [low, high] to pixels in [left, right]. */
export type Axis = {
  readonly low: number
  readonly high: number
  readonly left: number
  readonly right: number
  readonly ticks: readonly number[]
  readonly label: (tick: number) => string
  /** The value that the others are seen against. */
  readonly origin?: number
}

/** An axis of changes around zero. */
export function axis(low: number, high: number, left: number, right: number): Axis {
  return { low, high, left, right, ticks: niceTicks(low, high, 5), label: tickLabel, origin: 0 }
}

/** Pixels that the label of a duration needs, with a gap. */
const labelWidth = 50

/**
 * A logarithmic axis of durations in ns. Its values are common logarithms; it begins and ends at 1, 2 or 5 times a
 * power of ten. What is below 1 ns lies at its end.
 */
export function durationAxis(shortest: number, longest: number, left: number, right: number): Axis {
  const last = steps.at(-1)!
  const low = steps.findLast((step) => step < last && step <= decades(shortest) + rounding)!
  const high = steps.find((step) => step > low && step >= decades(longest) - rounding) ?? last
  const perDecade = (right - left) / (high - low)
  const inside = steps.filter((step) => step >= low && step <= high)
  const every = perDecade >= labelWidth ? 1 : 3
  return {
    low,
    high,
    left,
    right,
    ticks: perDecade * Math.log10(2) >= labelWidth ? inside : inside.filter((step) => step % every === 0),
    label: (tick) => formatQuantity(Math.round(10 ** tick), 'ns').replace(/\.0+(?= )/u, ''),
  }
}

/** Where a duration in ns lies on a logarithmic axis. */
export function decades(duration: number): number {
  return Math.log10(Math.max(1, duration))
}

const rounding = 1e-9
/** 1, 2 and 5 times the powers of ten, as logarithms: from 1 ns to over 15 years. */
const steps = Array.from({ length: 18 }, (_, power) =>
  [1, 2, 5].map((factor) => power + Math.log10(factor)),
).flat()

/** Where a value lies, held at the ends of the axis. */
export function position({ low, high, left, right }: Axis, value: number): number {
  const share = (value - low) / (high - low)
  return left + Math.min(1, Math.max(0, share)) * (right - left)
}

export function tickLabel(value: number): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : ''
  return `${sign}${formatPercent(Math.abs(value))}`
}

/** Multiples of 1, 2 or 5 times a power of ten inside [low, high], about as many as asked for. */
export function niceTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  // The factor that is nearest on a logarithmic scale.
  const factor = [1, 2, 5].find((candidate) => rough / power < candidate * Math.SQRT2) ?? 10
  const step = power * factor
  const ticks: number[] = []
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(i * step + 0)
  return ticks
}
