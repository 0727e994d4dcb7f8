import type { Benchmark } from '../../model/benchmark.ts'
import type { ShardNumber } from '../../model/shard.ts'
import { alternativesKey } from '../plan/plan.ts'

/**
 * The part of the benchmarks that a shard measures. Each falls to the shard that has the fewest so far, in the order of the
 * listing: those of a file are spread, because a change touches benchmarks of the same file. Alternatives stay together,
 * since their results are compared; so do benchmarks of the same id.
 */
export function takeShard<B extends Benchmark>(benchmarks: readonly B[], { index, of }: ShardNumber): B[] {
  const sizes = Array.from({ length: of }, () => 0)
  const taken = new Set<B>()
  for (const members of Map.groupBy(benchmarks, (one) => alternativesKey(one) ?? one.id).values()) {
    const place = sizes.indexOf(Math.min(...sizes))
    sizes[place]! += members.length
    if (place === index - 1) for (const one of members) taken.add(one)
  }
  return benchmarks.filter((one) => taken.has(one))
}
