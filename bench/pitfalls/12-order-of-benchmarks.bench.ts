import { bench, group } from 'assay'
import { alone } from './alone.ts'

/**
 * Order of benchmarks. Who comes later finds the process that the earlier ones left: compiled code and what it has
 * seen, the heap.
 *
 * Naive: the same function on the same list is several times slower as the last of four than as the first.
 * Assay: a fresh process for every benchmark and fork, in rounds whose order is drawn from the seed.
 */

const length = 1_000
const lists: Readonly<Record<string, () => readonly unknown[]>> = {
  'whole numbers': () => Array.from({ length }, (_, index) => index),
  fractions: () => Array.from({ length }, (_, index) => index / 2),
  texts: () => Array.from({ length }, (_, index) => String(index % 10)),
}

/** The sum of numbers, or the texts in one. */
function total(list: readonly unknown[]): unknown {
  let sum = list[0] as number
  for (let index = 1; index < list.length; index++) sum += list[index] as number
  return sum
}

export function naive() {
  const [first, , , last] = ['whole numbers', 'fractions', 'texts', 'whole numbers'].map((name) =>
    time(lists[name]!()),
  )
  return { 'whole numbers, first': first!, 'whole numbers, last': last! }
}

function time(list: readonly unknown[]): number {
  const calls = 20_000
  let last: unknown
  const start = performance.now()
  for (let call = 0; call < calls; call++) last = total(list)
  const time = performance.now() - start
  if (last === undefined) throw new Error('the result is used')
  return (time * 1e6) / calls
}

group('order of benchmarks', () => {
  for (const [name, list] of Object.entries(lists)) bench(name, { ...alone(name, list), run: total })
})
