import { bench, group } from 'assay'
import { mix } from './mix.ts'

/**
 * Asynchronous overhead. A harness that awaits whatever it is given measures a promise and a turn of the microtask
 * queue, and the function beside them.
 *
 * Naive: tens of nanoseconds for a function of a few.
 * Assay: what returns a plain value is never awaited. What returns a promise is, and says so.
 */

export async function naive() {
  const calls = 1_000_000
  let last = 1
  const start = performance.now()
  for (let call = 0; call < calls; call++) last = await mix(last)
  const time = performance.now() - start
  if (last === 1) throw new Error('the result is used')
  return { 'awaited for nothing': (time * 1e6) / calls }
}

const setup = () => ({ seed: 42 })

group('asynchronous overhead', () => {
  bench('plain value', { setup, run: ({ seed }) => mix(seed) })
  bench('promise of the same', { setup, run: async ({ seed }) => mix(seed) })
})
