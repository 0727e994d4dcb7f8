import { sourceWithCauses } from './causes.ts'
import { longLoop, nameAt, repeatedWork } from './workloads.ts'

/**
 * What a head does to its base: so many times the same pieces of work in every function (1: another text of the same
 * code), 5 % more of it in three functions and another text of all others, what really happens to people, nothing but a
 * word in its documentation, or nine times the work of one operation that takes 1 ms.
 */
export type Planted = number | 'three' | 'causes' | 'documentation' | 'ninefold'

/** Of a suite, unless a trial asks for another number. */
export const usualFunctions = 20

/** The places of the three: an integer chain, JSON.parse and trees, which do little but their work. */
const slowed = [22, 100, 175]

/** Their names. */
export const slowedNames = slowed.map(nameAt)

/** The module under test. */
export function sourceOf(
  planted: Planted,
  side: 'base' | 'head',
  functions: number = usualFunctions,
): string {
  const isHead = side === 'head'
  if (planted === 'causes') return sourceWithCauses(isHead)
  if (planted === 'ninefold') return longLoop(isHead ? 9 : 1)
  if (!isHead || planted === 'documentation') return repeatedWork({ functions, factor: 1, constant: 1001 })
  if (planted === 'three') return repeatedWork({ functions, factor: 1.05, only: slowed, constant: 2001 })
  return repeatedWork({ functions, factor: planted, constant: 2001 })
}

/** Measures every function of the module beside it. */
export function benchmarkFile(isolate: boolean): string {
  return `import { bench } from 'assay'
import { workloads } from '../src/workloads.js'
for (const [name, run] of Object.entries(workloads)) bench(name, { run, mayDiffer: true, isolate: ${isolate} })
`
}
