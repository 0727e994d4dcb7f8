import { formatNumber } from '../../model/unit.ts'

/** How often something happens: `3`, and `2.417` of what differs from one operation to the next. */
export function countWords(count: number): string {
  return Number.isInteger(count) ? String(count) : formatNumber(count)
}
