import { expect, it } from 'vitest'
import type { ErasedSpec } from '../../../src/api/registry.ts'
import { now } from '../../../src/worker/engine/clock.ts'
import { engine } from '../../../src/worker/engine/engine.ts'
import { warmUp } from '../../../src/worker/measure/warm-up.ts'
import { subjectOf } from '../subject-of.ts'

/** So long that no machine is so busy that it never sees twenty batches that are level; ns. */
const cap = 20e9

it.each<[string, ErasedSpec]>([
  ['short', { run: () => 1 }],
  // Longer than what goes on inside the loop: it is called as a function of its own.
  [
    'longer',
    { run: () => Array.from({ length: 200 }, (_, index) => index).reduce((sum, one) => sum + one, 0) },
  ],
])(
  'code that is %s is warmed up until it is optimised and level, not for as long as it may take',
  async (_, spec) => {
    const subject = subjectOf(spec, { asynchronous: false })
    const warm = await warmUp(subject, 5e5, cap, { last: now() + BigInt(cap) })
    expect(warm.steady).toBe(true)
    // To wait for the loop to be compiled takes at most a quarter of it, and all of that where nobody enters the loop.
    expect(warm.own).toBeLessThan(cap / 4)
    expect(engine.isOptimized(warm.batch.hot)).not.toBe(false)
  },
)
