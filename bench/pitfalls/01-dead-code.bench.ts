import { bench, group } from 'assay'

/**
 * Dead code. Nobody uses what the function computes, so the compiler leaves it out.
 *
 * Naive: the time of an empty loop, a fraction of a nanosecond.
 * Assay: `optimized-away`, with the advice to return the result. What is returned is carried through the loop.
 */

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

export function naive() {
  const calls = 20_000_000
  const start = performance.now()
  for (let call = 0; call < calls; call++) mix(call)
  return { 'result unused': ((performance.now() - start) * 1e6) / calls }
}

const seed = 42

group('dead code', () => {
  bench('trap', () => {
    mix(seed)
  })
  bench('repaired', { setup: () => ({ seed }), run: (state) => mix(state.seed) })
})
