import { bench, group } from 'assay'

/**
 * Constant folding. The input is a constant, so the compiler computes the result while it compiles, once.
 *
 * Naive: the time of an empty loop, although the result is used.
 * Assay: `optimized-away`, with the advice to let the input come from setup: what setup returns is no constant.
 */

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

export function naive() {
  const calls = 20_000_000
  let last = 0
  const start = performance.now()
  for (let call = 0; call < calls; call++) last = mix(42)
  const time = performance.now() - start
  if (last === 0) throw new Error('the result is used')
  return { 'constant input': (time * 1e6) / calls }
}

group('constant folding', () => {
  bench('trap', () => mix(42))
  bench('repaired', { setup: () => ({ seed: 42 }), run: ({ seed }) => mix(seed) })
})
