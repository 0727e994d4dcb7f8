import { formatNumber } from '../../model/unit.ts'

/** "1 benchmark", "3 benchmarks". */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

/** How often something happens: `3`, and `2.417` of what differs from one operation to the next. */
export function countWords(count: number): string {
  return Number.isInteger(count) ? String(count) : formatNumber(count)
}
