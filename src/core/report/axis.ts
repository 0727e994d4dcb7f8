import { formatPercent } from '../../model/unit.ts'

/** A horizontal axis: values in [low, high] to pixels in [left, right]. */
export type Axis = {
  readonly low: number
  readonly high: number
  readonly left: number
  readonly right: number
  readonly ticks: readonly number[]
}

export function axis(low: number, high: number, left: number, right: number): Axis {
  return { low, high, left, right, ticks: niceTicks(low, high, 5) }
}

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
