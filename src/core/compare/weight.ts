import type { Comparison } from '../../model/comparison.ts'

/**
 * How much a change weighs beside others, positive for the worse: its ratio, but that of a few bytes against `small` of
 * them at least. From 8 B to 24 B is no +200 %.
 */
export function weighChange({ change, difference }: Comparison): number {
  const estimate = change?.estimate ?? 0
  if (difference === undefined) return estimate
  if (change === undefined) return difference / small
  return estimate === 0 ? 0 : difference / Math.max(difference / estimate, small)
}

/** Bytes whose allocation is about what a call costs. */
const small = 1_000
