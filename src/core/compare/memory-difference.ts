import { policy } from '../../model/config.ts'
import { metric } from '../../model/metric.ts'
import type { BenchmarkResult } from '../../model/run.ts'
import { median } from '../../stats/quantile.ts'

type Needs = Pick<BenchmarkResult, 'trials'>

/**
 * Bytes that two commands need at their peak, of all processes where there are several; nothing unless every trial of one needs
 * more than any of the other, by more than the tolerance of peak memory. By chance one of two sets of five is above the other
 * in one of 126 comparisons.
 */
export function memoryDifference(mine: Needs, theirs: Needs): { from: number; to: number } | undefined {
  const [own, other] = [peaksOf(mine), peaksOf(theirs)]
  if (Math.min(own.length, other.length) < policy.commands.memoryTrials) return undefined
  const isApart = Math.min(...own) > Math.max(...other) || Math.max(...own) < Math.min(...other)
  const [from, to] = [median(other), median(own)]
  return isApart && Math.abs(to / from - 1) > metric('peakMemory').tolerance.relative
    ? { from, to }
    : undefined
}

function peaksOf({ trials }: Needs): number[] {
  return trials.flatMap(({ values }) => values.treeMemory ?? values.peakMemory ?? [])
}
