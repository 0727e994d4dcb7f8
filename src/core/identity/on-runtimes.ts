import type { Benchmark } from '../../model/benchmark.ts'
import type { ChosenRuntime } from '../../model/runtime.ts'

/**
 * Benchmarks as they run on these. On one, they are called as ever: the class of machines says which it is. On several, each is
 * there once for every runtime, and its id ends with the name of that: ` [bun]`.
 */
export function onRuntimes(
  benchmarks: readonly Benchmark[],
  runtimes: readonly ChosenRuntime[],
): readonly Benchmark[] {
  if (runtimes.length === 0) return benchmarks
  const isOne = runtimes.length === 1
  return benchmarks.flatMap((one) => {
    if (one.kind !== 'function') return [one]
    return runtimes.map(({ label, lacks }) => ({
      ...one,
      id: isOne ? one.id : idOn(one.id, label),
      runsOn: { label, lacks },
    }))
  })
}

/** How a benchmark is called on one of several runtimes. */
export function idOn(id: string, label: string): string {
  return `${id} [${label}]`
}
