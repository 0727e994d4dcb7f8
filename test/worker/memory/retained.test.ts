import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureLevels, retainedBytes, showsNoLeak } from '../../../src/worker/memory/retained.ts'

/** Levels that rise by so much each time. */
const rising = (...rises: number[]) => {
  const levels = [1e7]
  for (const rise of rises) levels.push(levels[levels.length - 1]! + rise)
  return levels
}
const quiet = rising(184, 0, 0, 0, 0)
const of = (subject: number[], empty = quiet, operations = 100) =>
  retainedBytes({ subject, empty, operations })

describe('the bytes that are never given back', () => {
  it.each([
    ['what every round leaves, per operation', 192, rising(19_200, 19_200, 19_200, 19_200, 19_200), quiet],
    ['the same with a list that doubles once', 192, rising(19_200, 19_200, 360_000, 19_200, 19_200), quiet],
    [
      'less what the empty function leaves',
      184,
      rising(19_200, 19_200, 19_200, 19_200, 19_200),
      rising(800, 800, 800, 800, 800),
    ],
    ['nothing, when a round leaves nothing', 0, rising(19_200, 0, 19_200, 19_200, 19_200), quiet],
    ['nothing, when a round gives back', 0, rising(19_200, -100, 19_200, 19_200, 19_200), quiet],
    [
      'nothing, when the empty function rises as much twice',
      0,
      rising(19_200, 19_200, 19_200, 19_200, 19_200),
      rising(0, 19_200, 0, 19_200, 0),
    ],
    // As seen: a page of 256 KiB or so that is there at one level only, on either side.
    [
      'seen in spite of a page',
      3506.32,
      rising(350_896, 342_696, 607_856, 95_104, 350_632),
      rising(0, 0, 0, 0, 0),
    ],
    [
      'seen in spite of a page of the empty function',
      3477.8,
      rising(342_952, 342_696, 347_780, 355_104, 350_632),
      rising(184, 0, 566_008, -563_240, 0),
    ],
    ['nothing, for a page', 0, rising(256, 0, 369_936, -361_776, 192), quiet],
    ['nothing, for a page at the end', 0, rising(256, 0, 1160, 496, 280_664), quiet],
    [
      'nothing, when both have pages',
      0,
      rising(-62_120, 0, 1160, 496, 192),
      rising(-249_768, 136, 255_560, -255_104, 2000),
    ],
    ['nothing, for a cache that gets full', 0, rising(36_000, 20_000, 0, 0, 0), quiet],
    ['nothing, for noise', 0, rising(152, -24, 1576, 0, 104), quiet],
    // Each as seen in one round of several hundred operations, of different forks.
    ['nothing, for noise in every round', 0, rising(6952, 5464, 5840, 7280, 8032), quiet],
    ['nothing, when memory shrinks', 0, rising(-5, -5, -5, -5, -5), rising(-9, -9, -9, -9, -9)],
  ])('are %s', (_, bytes, subject, empty) => {
    expect(of(subject, empty)).toBe(bytes)
  })

  it('are not known from a few rounds, of either', () => {
    expect(of(rising(19_200, 19_200, 19_200, 19_200))).toBeUndefined()
    expect(of(rising(19_200, 19_200, 19_200, 19_200, 19_200), rising(0, 0, 0, 0))).toBeUndefined()
    expect(of([], [])).toBeUndefined()
  })

  it('are known to be none as soon as no further round could change that', () => {
    expect(of(rising(0, 0), [])).toBe(0)
    expect(of(rising(19_200, 0, 0), [])).toBe(0)
    // One level may still be left out.
    expect(of(rising(19_200, 0), [])).toBeUndefined()
    expect(of(rising(0, 19_200, 19_200, 19_200), [])).toBeUndefined()
    expect(of(rising(0), [])).toBeUndefined()
  })

  it('are never said to be none of a beginning that could still end as a leak', () => {
    const rise = fc.oneof(fc.integer({ min: -20_000, max: 20_000 }), fc.integer({ min: 0, max: 500_000 }))
    fc.assert(
      fc.property(fc.array(rise, { minLength: 5, maxLength: 5 }), fc.nat({ max: 5 }), (rises, known) => {
        const whole = rising(...rises)
        if (showsNoLeak(whole.slice(0, known + 1))) expect(of(whole)).toBe(0)
      }),
    )
  })
})

describe('rounds of more operations', () => {
  /** Bytes per operation, of ten a batch, as they are told where each round rises by so much. */
  const told = async (rise: (batches: number) => number) => {
    const asked: number[] = []
    const { batches, seen } = await measureLevels(async (count) => {
      asked.push(count)
      return rising(...Array.from({ length: 5 }, () => rise(count)))
    })
    return { asked, bytes: of([...seen], quiet, 10 * batches) }
  }

  it('tell a small leak from noise', async () => {
    expect(await told((batches) => 5000 * batches)).toEqual({ asked: [1, 4], bytes: 500 })
    expect(await told((batches) => 8000 + 100 * batches)).toEqual({ asked: [1, 4], bytes: 0 })
  })

  it('are not asked where there is no doubt', async () => {
    expect(await told((batches) => 4096 * batches)).toEqual({ asked: [1], bytes: 0 })
    expect(await told((batches) => 20_000 * batches)).toEqual({ asked: [1], bytes: 2000 })
  })

  it('that end too soon leave it unknown', async () => {
    const { batches, seen } = await measureLevels(async (count) => (count === 1 ? rising(5000, 5000) : []))
    expect(batches).toBe(4)
    expect(of([...seen], [])).toBeUndefined()
  })
})
