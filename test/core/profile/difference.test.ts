import { describe, expect, it } from 'vitest'
import type { OwnCost } from '../../../src/core/profile/call-tree.ts'
import { differences, type Replicate } from '../../../src/core/profile/difference.ts'
import type { Frame } from '../../../src/core/profile/frame.ts'
import { seeded } from '../../../src/stats/random.ts'

const limits = { least: 0.005, floor: 0.02, falseShare: 0.05, confidence: 0.95 }
const frame = (name: string): Frame => ({ name, file: 'src/a.ts', line: 1, owner: 'project' })

function costs(of: Readonly<Record<string, number>>): Map<string, OwnCost> {
  return new Map(
    Object.entries(of).map(([name, cost]) => [
      `${name}@src/a.ts`,
      { frame: frame(name), cost, lines: new Map() },
    ]),
  )
}

/** Replicates in which every function scatters by some percent, and the whole process by more. */
function replicates(
  base: Readonly<Record<string, number>>,
  head: Readonly<Record<string, number>>,
  { count = 10, seed = 'replicates' } = {},
): Replicate[] {
  const random = seeded(seed)
  const some = (spread: number) => 1 + spread * (random() + random() + random() - 1.5)
  const scattered = (of: Readonly<Record<string, number>>, process: number) =>
    costs(Object.fromEntries(Object.entries(of).map(([name, cost]) => [name, cost * process * some(0.02)])))
  return Array.from({ length: count }, () => {
    const process = some(0.1)
    return { base: scattered(base, process), head: scattered(head, process) }
  })
}

const base = { parse: 400, hash: 300, walk: 200, print: 90, rest: 10 }

describe('differences', () => {
  it('names the function that costs more, and no other', () => {
    const found = differences(replicates(base, { ...base, hash: 350 }), limits)
    expect(found.filter(({ significant }) => significant).map((one) => one.frame.name)).toEqual(['hash'])
    expect(found[0]!.change).toBeGreaterThan(40)
    expect(found[0]!.low).toBeGreaterThan(25)
    expect(found[0]!.high).toBeLessThan(75)
  })

  it('names what costs less, what is new and what is gone', () => {
    const { walk, ...without } = base
    const found = differences(replicates(base, { ...without, parse: 300, stride: 250 }), limits)
    const named = found.filter(({ significant }) => significant)
    expect(named.map((one) => [one.frame.name, Math.sign(one.change)])).toEqual([
      ['stride', 1],
      ['walk', -1],
      ['parse', -1],
    ])
    expect(walk).toBeGreaterThan(0)
    expect(named[0]!.base).toBe(0)
    expect(named[1]!.head).toBe(0)
  })

  it('does not name a change that is certain and too small to matter', () => {
    const found = differences(replicates(base, { ...base, print: 100 }), limits)
    const print = found.find((one) => one.frame.name === 'print')!
    expect(print.q).toBeLessThan(0.05)
    expect(print.significant).toBe(false)
  })

  it('does not ask about functions that cost next to nothing', () => {
    const found = differences(replicates({ ...base, tiny: 1 }, { ...base, tiny: 2 }), limits)
    expect(found.map((one) => one.frame.name)).not.toContain('tiny')
  })

  it('names nothing in 95 of 100 pairs of the same code', () => {
    let blamed = 0
    for (let run = 0; run < 200; run++) {
      const found = differences(replicates(base, base, { seed: `same ${run}` }), { ...limits, floor: 0 })
      if (found.some(({ significant }) => significant)) blamed++
    }
    // 200 of probability 0.05: 20 are 3.2 standard deviations too many.
    expect(blamed).toBeLessThan(20)
  })

  it('cannot name anything from so few replicates that chance could be it', () => {
    const few = replicates(base, { ...base, hash: 600 }, { count: 4 })
    expect(differences(few, limits).some(({ significant }) => significant)).toBe(false)
  })
})
