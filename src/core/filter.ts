import picomatch from 'picomatch'
import type { Benchmark } from '../model/benchmark.ts'

type Named = Pick<Benchmark, 'id' | 'file' | 'group' | 'name'>

/**
 * Whether a filter chooses a benchmark. Text without glob characters is looked for anywhere in the id, whatever
 * its case; a glob must fit the whole of `file`, `file/group/name` or `group/name`, with or without parameters.
 */
export function matches(filter: string, benchmark: Named): boolean {
  if (!/[*?[\]{}!()]/u.test(filter) || benchmark.id.includes(filter)) {
    return benchmark.id.toLowerCase().includes(filter.toLowerCase())
  }
  const test = picomatch(filter, { dot: true })
  const path = [...benchmark.group, benchmark.name].map(flat).join('/')
  const params = benchmark.id.slice(benchmark.id.lastIndexOf(benchmark.name) + benchmark.name.length)
  return [benchmark.file, path, `${benchmark.file}/${path}`].some((name) => test(name) || test(name + params))
}

/** The benchmarks that at least one filter chooses; all of them when there is no filter. */
export function select<B extends Named>(benchmarks: readonly B[], filters: readonly string[]): B[] {
  if (filters.length === 0) return [...benchmarks]
  return benchmarks.filter((benchmark) => filters.some((filter) => matches(filter, benchmark)))
}

/** A slash in a name is no path separator. */
function flat(name: string): string {
  return name.replaceAll('/', '∕')
}
