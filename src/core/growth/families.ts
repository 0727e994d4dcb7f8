import type { BenchmarkResult } from '../../model/run.ts'

/** Benchmarks that differ in one parameter only, and declare how they grow with it. */
export type Family = {
  /** Their common id: without that parameter. */
  readonly id: string
  readonly declared: NonNullable<BenchmarkResult['grows']>
  /** By size, ascending. */
  readonly members: readonly SizedBenchmark[]
}
export type SizedBenchmark = { readonly size: number; readonly benchmark: BenchmarkResult }

/** The families of these benchmarks, in their order. */
export function familiesOf(benchmarks: readonly BenchmarkResult[]): Family[] {
  const all = benchmarks.flatMap((benchmark) => {
    const { grows, params } = benchmark
    const size = grows && params[grows.by]
    return grows && typeof size === 'number' && grows.sizes.includes(size)
      ? [{ size, benchmark, declared: grows }]
      : []
  })
  const groups = Map.groupBy(all, ({ benchmark, declared: { by, power, log } }) =>
    JSON.stringify([benchmark.kind, familyId(benchmark, by), by, power, log]),
  )
  return [...groups.values()].map((group) => {
    const { benchmark, declared } = group[0]!
    // The same name may be registered more than once, with other sizes.
    const sizes = [...new Set(group.flatMap((one) => one.declared.sizes))].sort((a, b) => a - b)
    return {
      id: familyId(benchmark, declared.by),
      declared: { ...declared, sizes },
      members: group
        .map(({ size, benchmark: member }) => ({ size, benchmark: member }))
        .toSorted((a, b) => a.size - b.size),
    }
  })
}

/** `file › group › name {order: up} [bun]` of `file › group › name {n: 100, order: up} [bun]`: each runtime has its own. */
function familyId({ id, file, group, name, params }: BenchmarkResult, by: string): string {
  const bare = [file, ...group, name].join(' › ')
  const all = Object.entries(params)
  const whole = bare + paramWords(all)
  const rest = id.startsWith(whole) ? id.slice(whole.length) : ''
  return bare + paramWords(all.filter(([param]) => param !== by)) + rest
}

function paramWords(params: readonly (readonly [string, unknown])[]): string {
  return params.length === 0 ? '' : ` {${params.map(([param, value]) => `${param}: ${value}`).join(', ')}}`
}
