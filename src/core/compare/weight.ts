import type { Comparison } from '../../model/comparison.ts'
import { metric } from '../../model/metric.ts'

/**
 * How much a change weighs beside others, positive for the worse: its ratio, but that of a few bytes against `small` of
 * them at least. From 8 B to 24 B is no +200 %.
 */
export function weighChange({ metric: name, change, difference }: Comparison): number {
  const estimate = change?.estimate ?? 0
  if (difference === undefined) return estimate
  // One query more than one is one more: of what is no size, nothing is small.
  if (metric(name).unit !== 'byte') return change === undefined ? difference : estimate
  if (change === undefined) return difference / small
  return estimate === 0 ? 0 : difference / Math.max(difference / estimate, small)
}

/** Bytes whose allocation is about what a call costs. */
const small = 1_000
