import { policy } from '../../../model/config.ts'
import type { MetricName } from '../../../model/metric.ts'
import type { Memory } from '../../../model/outcome.ts'

/** Forks whose figure of an exact metric is to the byte: one compilation may be in bytes that were read too seldom. */
export function countable(memories: readonly Memory[], name: MetricName): readonly Memory[] {
  return name === 'allocated' ? memories.filter(({ repeats }) => repeats >= policy.exactRepeats) : memories
}

/**
 * Whether one more fork is to measure memory: at first as many as decide, then more in place of those that were read too
 * seldom. Where none was read often enough the operation is slow, and more would be no better.
 */
export function wantsMemoryFork(memories: readonly Memory[]): boolean {
  if (memories.length < policy.memoryForks) return true
  const counted = countable(memories, 'allocated').length
  return counted > 0 && counted < policy.memoryForks && memories.length < policy.mostMemoryForks
}

/**
 * Whether the next memory fork is to tell, should it see a leak, of which classes it is. One explanation is enough, and it takes
 * seconds of heap snapshots. How much stays behind is measured in every fork.
 */
export function wantsGrowth(memories: readonly Memory[]): boolean {
  return memories.every(({ growth }) => growth === undefined)
}
