/**
 * Units: values are kept in base units (ns, bytes, count) everywhere; people write and read scaled ones.
 */

export type Unit = 'ns' | 'byte' | 'count'

/** Factors by symbol. */
type Scales = Readonly<Record<string, number>>

/** Scales of a unit, largest first. Decimal prefixes: 1 kB = 1000 B (SI); KiB and MiB are read, too. */
const written: Record<Unit, Scales> = {
  ns: { min: 60e9, s: 1e9, ms: 1e6, µs: 1e3, ns: 1 },
  byte: { GB: 1e9, MB: 1e6, kB: 1e3, B: 1 },
  count: { '': 1 },
}

const alsoRead: Record<Unit, Scales> = {
  ns: { us: 1e3, m: 60e9 },
  byte: { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 },
  count: {},
}

/** Prefixes of rates, largest first. */
const prefixes: Scales = { T: 1e12, G: 1e9, M: 1e6, k: 1e3 }

const quantityPattern = /^\s*([0-9][0-9_]*(?:\.[0-9]+)?|\.[0-9]+)\s*([A-Za-zµμ%]*)\s*$/u

/**
 * Reads a quantity as people write it: `'50 ms'`, `'100 kB'`, `'3'` for a count.
 * Returns base units, or `undefined` when the text is not a quantity of this unit.
 */
export function parseQuantity(text: string, unit: Unit): number | undefined {
  const [number, symbol] = split(text)
  if (number === undefined || symbol === undefined) return undefined
  const factor = factorsOf(unit).get(symbol.replace('μ', 'µ'))
  return factor === undefined ? undefined : number * factor
}

/** What a symbol stands for, such as `ms`, and how many base units that is; no symbol is a count. */
export function parseUnit(symbol: string): { readonly unit: Unit; readonly factor: number } | undefined {
  for (const unit of ['ns', 'byte', 'count'] as const) {
    const factor = factorsOf(unit).get(symbol.replace('μ', 'µ'))
    if (factor !== undefined) return { unit, factor }
  }
  return undefined
}

function factorsOf(unit: Unit): Map<string, number> {
  return new Map(Object.entries({ ...written[unit], ...alsoRead[unit] }))
}

/** Reads `'3 %'` as 0.03, or returns `undefined`. */
export function parsePercent(text: string): number | undefined {
  const [number, symbol] = split(text)
  return number !== undefined && symbol === '%' ? number / 100 : undefined
}

/** Significant digits: of numbers that are compared with others, in sentences, and of those that are read, in tables. */
export const digits = { exact: 4, brief: 3 } as const

/** Formats a value in base units for people, in the largest fitting scale. */
export function formatQuantity(value: number, unit: Unit, significant: number = digits.exact): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : '?'
  // What was counted is a whole number, all of whose digits count.
  if (unit === 'count' && Number.isInteger(value) && Math.abs(value) < 1e9) return formatWhole(value)
  const [symbol, factor] = scaleOf(value, unit, significant)
  return `${writeNumber(value / factor, significant)} ${symbol}`.trimEnd()
}

/** The same of a difference, with its sign: `+1.1 kB`. */
export function signedQuantity(value: number, unit: Unit, significant: number = digits.exact): string {
  return `${value === 0 ? '±' : value < 0 ? '−' : '+'}${formatQuantity(Math.abs(value), unit, significant)}`
}

/** Formats an interval in the scale of its estimate: `[1.201, 1.260]` beside `1.234 ms`. */
export function formatInterval(
  estimate: number,
  low: number,
  high: number,
  unit: Unit,
  significant: number = digits.exact,
): string {
  const [, factor] = scaleOf(estimate, unit, significant)
  return `[${writeNumber(low / factor, significant)}, ${writeNumber(high / factor, significant)}]`
}

/** Formats half the width of an interval as a share: two digits are all that it is good for. 0.1234 → `12 %`. */
export function formatSpread(share: number): string {
  if (!Number.isFinite(share)) return '∞ %'
  const percent = Math.abs(share * 100)
  return `${percent.toFixed(Math.min(1, decimals(percent, 2)))} %`
}

/** Formats values in the scale of their estimate, four significant digits each: `1.201 1.260 ms`. */
export function formatValues(estimate: number, values: readonly number[], unit: Unit): string {
  const [symbol, factor] = scaleOf(estimate, unit, digits.exact)
  return `${values.map((value) => formatNumber(value / factor)).join(' ')} ${symbol}`.trimEnd()
}

/** A duration in ns as people would write it on a command line, without losing any of it: 3e8 → `300 ms`. */
export function writeDuration(time: number): string {
  const scales = [
    ['s', 1e9],
    ['ms', 1e6],
    ['µs', 1e3],
  ] as const
  const [symbol, factor] = scales.find((scale) => time % scale[1] === 0) ?? ['ns', 1]
  return `${time / factor} ${symbol}`
}

/** Formats a plain number, without an exponent where people can avoid one. */
export function formatNumber(value: number): string {
  return writeNumber(value, digits.exact)
}

function formatWhole(value: number): string {
  return String(value).replace('-', '−')
}

function writeNumber(value: number, significant: number): string {
  if (value === 0) return '0'
  const magnitude = Math.abs(value)
  if (magnitude >= 1e9 || magnitude < 1e-4) return value.toExponential(2).replaceAll('-', '−')
  return value.toFixed(Math.min(6, decimals(magnitude, significant))).replace('-', '−')
}

/** Formats a ratio minus one as a signed percentage: 0.0312 → `+3.12 %`. */
export function formatChange(change: number): string {
  const text = formatMagnitude(change)
  return `${Number.parseFloat(text) === 0 ? '±' : change > 0 ? '+' : '−'}${text}`
}

/** Formats the size of a change, for sentences that say the direction in words: −0.0312 → `3.12 %`. */
export function formatMagnitude(change: number): string {
  if (!Number.isFinite(change)) return '∞ %'
  const percent = Math.abs(change * 100)
  return `${percent.toFixed(Math.min(2, decimals(percent, 3)))} %`
}

/**
 * Formats the interval of a change: `[−0.50 %, +2.10 %]`. A bound that is `null` is not known to exist: where one is,
 * the other is told in words, and where both are, there is no interval to tell, ''.
 */
export function formatChangeInterval(low: number | null, high: number | null): string {
  if (low !== null && high !== null) return `[${formatChange(low)}, ${formatChange(high)}]`
  if (low !== null) return `(at least ${formatChange(low)})`
  return high === null ? '' : `(at most ${formatChange(high)})`
}

/** Formats how many times as much: 2.345 → `×2.35`, three significant digits. */
export function formatRatio(ratio: number): string {
  if (!Number.isFinite(ratio)) return '×∞'
  return `×${ratio.toFixed(Math.min(4, decimals(ratio, 3)))}`
}

/** Formats a fraction as a percentage without a sign: 0.01 → `1 %`. */
export function formatPercent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(3))} %`
}

/** Formats work per second: items → `1.2 M items/s`, bytes → `1.2 GB/s`, flops → `1.2 GFLOP/s`. */
export function formatRate(perSecond: number, work: 'items' | 'bytes' | 'flops'): string {
  if (!Number.isFinite(perSecond)) return '?'
  const [symbol, factor] = Object.entries(prefixes).find((prefix) => perSecond >= prefix[1]) ?? ['', 1]
  const number = formatNumber(perSecond / factor)
  if (work === 'flops') return `${number} ${symbol}FLOP/s`
  if (work === 'bytes') return `${number} ${symbol}B/s`
  return `${number} ${symbol}${symbol ? ' ' : ''}items/s`
}

/** Decimals that give so many significant digits, counted after rounding: 9.9996 has three, as 10.00 has two. */
function decimals(magnitude: number, significant: number): number {
  const rounded = Number(magnitude.toPrecision(significant))
  return rounded === 0 ? significant : Math.max(0, significant - 1 - Math.floor(Math.log10(rounded)))
}

function scaleOf(value: number, unit: Unit, significant: number): [symbol: string, factor: number] {
  const magnitude = Math.abs(value)
  const scales = Object.entries(written[unit]).filter(([symbol]) => symbol !== 'min')
  // 999.96 B would round to "1000 B", so the scale is chosen by the rounded value.
  return (
    scales.find(([, factor]) => Number((magnitude / factor).toPrecision(significant)) >= 1) ?? scales.at(-1)!
  )
}

function split(text: string): [number | undefined, string | undefined] {
  const match = quantityPattern.exec(text)
  if (!match) return [undefined, undefined]
  return [Number(match[1]?.replaceAll('_', '')), match[2] ?? '']
}
