import type { Benchmark } from '../../model/benchmark.ts'
import { globProblem } from '../../model/glob.ts'
import { compileGlob } from './glob.ts'

type Named = Pick<Benchmark, 'id' | 'file' | 'group' | 'name'>

/**
 * Whether a filter chooses a benchmark. As text it is looked for anywhere in the id, or in the same written as a
 * path, whatever its case; as a glob it must fit the whole of `file`, `file/group/name` or `group/name`, with or
 * without parameters.
 */
export function matches(filter: string, benchmark: Named): boolean {
  return matcher(filter)(benchmark)
}

/** The same for a filter that many benchmarks are held against. */
export function matcher(filter: string): (benchmark: Named) => boolean {
  const part = filter.toLowerCase()
  // Without negation: it would choose by any of the ways to write the same benchmark, and so all of them.
  // What could match without end as a glob is looked for as text only.
  const isGlob = /[*?[\]{}!()]/u.test(filter) && globProblem(filter) === undefined
  const test = isGlob ? compileGlob(filter) : () => false
  return ({ id, file, group, name }) => {
    const params = id.slice([file, ...group, name].join(' › ').length)
    const written = [id, [file, ...group, name].join('/') + params]
    if (written.some((text) => text.toLowerCase().includes(part))) return true
    const path = [...group, name].map(flat).join('/')
    return [file, path, `${file}/${path}`].some((one) => test(one) || test(one + params))
  }
}

/** The benchmarks that at least one filter chooses; all of them when there is no filter. */
export function select<B extends Named>(benchmarks: readonly B[], filters: readonly string[]): B[] {
  if (filters.length === 0) return [...benchmarks]
  const tests = filters.map((filter) => matcher(filter))
  return benchmarks.filter((benchmark) => tests.some((test) => test(benchmark)))
}

/** A slash in a name is no path separator. */
function flat(name: string): string {
  return name.replaceAll('/', '∕')
}
