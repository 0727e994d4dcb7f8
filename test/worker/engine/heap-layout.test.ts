import { describe, expect, it } from 'vitest'
import { seeded } from '../../../src/stats/random.ts'
import { drawObjects } from '../../../src/worker/engine/heap-layout.ts'

describe('the layout of a heap', () => {
  it('is filled with what is drawn, and with nothing else', () => {
    const draws = [0.01, 0.5, 0.25, 0.1, 0.75, 0, 0.999]
    let at = 0
    const objects = drawObjects(() => draws[at++ % draws.length]!)
    const [bytes, numbers, letters] = objects[0] as [Uint8Array, number[], string]
    expect(objects).toHaveLength(2)
    expect([bytes.length, numbers.length, letters]).toEqual([2_048, 150, `${'x'.repeat(50)}0`])
  })

  it('may be left as it is, and gets 2 MB at most', () => {
    expect(drawObjects(() => 0)).toEqual([])
    const all = drawObjects(() => 1 - Number.EPSILON) as [Uint8Array, number[], string, object][]
    const size = all.reduce(
      (sum, [bytes, { length }, text]) => sum + bytes.length + 8 * length + text.length,
      0,
    )
    expect(all).toHaveLength(255)
    expect(size).toBeLessThan(2.5e6)
  })

  it('is another one for each seed', () => {
    const sizes = Array.from({ length: 8 }, (_, seed) => JSON.stringify(drawObjects(seeded(seed))).length)
    expect(new Set(sizes).size).toBeGreaterThan(1)
  })
})
