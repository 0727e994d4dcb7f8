import { sourceWithCauses } from './causes.ts'
import { repeatedWork } from './workloads.ts'

/**
 * What a head does to its base: so many times the same pieces of work (1: another text of the same code), what really
 * happens to people, or nothing but a word in its documentation.
 */
export type Planted = number | 'causes' | 'documentation'

/** The module under test. */
export function sourceOf(planted: Planted, side: 'base' | 'head'): string {
  if (planted === 'causes') return sourceWithCauses(side === 'head')
  return repeatedWork(side === 'head' && planted !== 'documentation' ? planted : 1)
}

/** Measures every function of the module beside it. */
export function benchmarkFile(isolate: boolean): string {
  return `import { bench } from 'assay'
import { workloads } from '../src/workloads.js'
for (const [name, run] of Object.entries(workloads)) bench(name, { run, mayDiffer: true, isolate: ${isolate} })
`
}
