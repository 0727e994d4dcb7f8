import { bench, group } from 'assay'
import { alone } from './alone.ts'

/**
 * Megamorphism. Reading a property is cheap where all objects have one shape, and a look-up where they have many.
 * What a place in the code has seen is remembered for the life of the process.
 *
 * Naive: the same list is several times slower after a list of many shapes has been through the function.
 * Assay: a process per benchmark, so each reads what its own shapes cost. Give it the shapes that production has.
 */

const length = 64
const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

type Item = { readonly value: number }

/** Objects with another key each before the value, so with as many shapes as keys. */
function items(shapes: number): Item[] {
  return Array.from({ length }, (_, index) => ({ [keys[index % shapes]!]: 0, value: index }))
}

function total(list: readonly Item[]): number {
  let sum = 0
  for (const { value } of list) sum += value
  return sum
}

export function naive() {
  const [one, eight] = [items(1), items(8)]
  return {
    'one shape': time(one),
    'eight shapes': time(eight),
    'one shape, again': time(one),
  }
}

function time(list: readonly Item[]): number {
  const calls = 200_000
  let sum = 0
  const start = performance.now()
  for (let call = 0; call < calls; call++) sum += total(list)
  const time = performance.now() - start
  if (sum === 0) throw new Error('the result is used')
  return (time * 1e6) / calls
}

const verify = (sum: number) => sum === (length * (length - 1)) / 2

group('megamorphism', () => {
  bench('one shape', { ...alone('one shape', () => items(1)), run: total, verify })
  bench('eight shapes', { ...alone('eight shapes', () => items(8)), run: total, verify })
})
