import type { Benchmark } from '../../model/benchmark.ts'

/** How those of a kind are started that are programs. */
export function specsOf<Kind extends 'command' | 'cold' | 'service'>(
  benchmarks: readonly Benchmark[],
  kind: Kind,
) {
  return new Map(benchmarks.flatMap(({ id, [kind]: spec }) => (spec ? [[id, spec]] : [])))
}
