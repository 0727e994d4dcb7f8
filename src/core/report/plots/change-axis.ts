import type { Axis } from './axis.ts'

/**
 * A symmetric-log axis of changes: linear in the logarithm of the ratio up to `linear` on either side, logarithmic in it
 * beyond, without a kink. One per cent can be read on it beside ten times. Its values are what `bend` makes of logarithms
 * of ratios.
 */
export function changeAxis(low: number, high: number, linear: number, left: number, right: number): Axis {
  const [from, to] = [bend(low, linear), bend(high, linear)]
  const room = (to - from) * 0.03
  const axis = { low: from - room, high: to + room, left, right, label: labelOf(linear), origin: 0 }
  return { ...axis, ticks: ticksOf(axis, linear) }
}

/** Where the logarithm of a ratio lies: between −1 and 1 what is within ±`linear`. Infinite ones stay so. */
export function bend(log: number, linear: number): number {
  const size = Math.abs(log) / linear
  return size <= 1 ? log / linear : Math.sign(log) * (1 + Math.log(size))
}

function unbend(place: number, linear: number): number {
  const size = Math.abs(place)
  return Math.sign(place) * linear * (size <= 1 ? size : Math.exp(size - 1))
}

/** Ratios that are labelled where there is room, the first of them first. */
const ratios = [
  ...[1, 1.1, 0.9, 2, 0.5, 1.03, 0.97, 10, 0.1, 1.3, 0.7, 4, 0.25, 1.01, 0.99, 100, 0.01, 1e3, 1e-3],
  ...[1.003, 0.997, 1.02, 0.98, 1.05, 0.95, 1.001, 0.999, 1e4, 1e-4, 1e6, 1e-6, 1e9, 1e-9],
]
/** Pixels that a label needs, with a gap. */
const labelWidth = 50

/** Zero, those next to both ends, and others between them. */
function ticksOf({ low, high, left, right }: Omit<Axis, 'ticks'>, linear: number): number[] {
  const least = (labelWidth * (high - low)) / (right - left)
  const inside = ratios
    .map((ratio) => bend(Math.log(ratio), linear))
    .filter((place) => place >= low && place <= high)
  const taken: number[] = []
  for (const place of [0, Math.min(...inside), Math.max(...inside), ...inside]) {
    if (taken.every((other) => Math.abs(other - place) >= least)) taken.push(place)
  }
  return taken.sort((a, b) => a - b)
}

/** `−50 %`, `+100 %`; from ten times on `×10`, `÷10`. */
function labelOf(linear: number): (place: number) => string {
  return (place) => {
    const log = unbend(place, linear)
    if (place === 0) return '0'
    const factor = Math.exp(Math.abs(log))
    if (factor > 9.9) return `${log > 0 ? '×' : '÷'}${powerOf(Math.round(factor))}`
    const percent = Number((Math.abs(Math.expm1(log)) * 100).toPrecision(3))
    return `${log > 0 ? '+' : '−'}${percent} %`
  }
}

/** 1000, and 1 M. */
function powerOf(factor: number): string {
  if (factor >= 1e9) return `${factor / 1e9} G`
  return factor >= 1e6 ? `${factor / 1e6} M` : String(factor)
}
