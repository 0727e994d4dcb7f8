import { bench, group } from 'assay'
import { randomIntegers } from '../kernels/sort.ts'

/**
 * Input changed in place. The first call sorts; every later one is given what is sorted already.
 *
 * Naive: the mean of many calls, nearly all of which found the work done.
 * Assay: `first-call-only` where only the first call changes the state. With prepare every call has its own input.
 */

const numbers = () => Array.from(randomIntegers(1_000, 8))
const sort = (list: number[]) => list.sort((a, b) => a - b)

export function naive() {
  const calls = 2_000
  const list = numbers()
  const start = performance.now()
  for (let call = 0; call < calls; call++) sort(list)
  return { 'sort the same list': ((performance.now() - start) * 1e6) / calls }
}

group('input in place', () => {
  bench('trap', { setup: numbers, run: sort })
  bench('repaired', { setup: numbers, prepare: (list) => list.slice(), run: sort })
})
