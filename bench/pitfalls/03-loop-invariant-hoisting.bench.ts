import { bench, group } from 'assay'

/**
 * Loop-invariant hoisting. The compiler does not know the input, but sees that it is always the same, so the work
 * is done once before the loop.
 *
 * Naive: the time of an empty loop, although the input is no constant and the result is used.
 * Assay: state from setup reaches the function through variables that change places, so nothing that depends on it
 * is the same in every iteration. Work on a variable around the function is done once for several calls, which is
 * `optimized-away`.
 */

const point = { seed: 0 }
point.seed = process.pid

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

export function naive() {
  const calls = 20_000_000
  let last = 0
  const start = performance.now()
  for (let call = 0; call < calls; call++) last = mix(point.seed)
  const time = performance.now() - start
  if (last === 0) throw new Error('the result is used')
  return { 'input that does not change': (time * 1e6) / calls }
}

group('loop-invariant hoisting', () => {
  bench('trap', () => mix(point.seed))
  bench('repaired', { setup: () => point, run: ({ seed }) => mix(seed) })
})
