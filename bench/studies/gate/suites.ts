import { sourceWithCauses } from './causes.ts'
import { longLoop, repeatedWork } from './workloads.ts'

/**
 * What a head does to its base: so many times the same pieces of work (1: another text of the same code), what really
 * happens to people, nothing but a word in its documentation, or nine times the work of one operation that takes 1 ms.
 */
export type Planted = number | 'causes' | 'documentation' | 'ninefold'

/** The module under test. */
export function sourceOf(planted: Planted, side: 'base' | 'head'): string {
  if (planted === 'causes') return sourceWithCauses(side === 'head')
  if (planted === 'ninefold') return longLoop(side === 'head' ? 9 : 1)
  return repeatedWork(side === 'head' && planted !== 'documentation' ? planted : 1)
}

/** Measures every function of the module beside it. */
export function benchmarkFile(isolate: boolean): string {
  return `import { bench } from 'assay'
import { workloads } from '../src/workloads.js'
for (const [name, run] of Object.entries(workloads)) bench(name, { run, mayDiffer: true, isolate: ${isolate} })
`
}
