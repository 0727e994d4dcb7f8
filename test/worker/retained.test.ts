import { describe, expect, it } from 'vitest'
import { retainedBytes } from '../../src/worker/retained.ts'

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
    ['what every round leaves, per operation', 48, rising(4800, 4800, 4800, 4800, 4800), quiet],
    ['the same with a list that doubles once', 48, rising(4800, 4800, 90_000, 4800, 4800), quiet],
    [
      'less what the empty function leaves',
      46,
      rising(4800, 4800, 4800, 4800, 4800),
      rising(200, 200, 200, 200, 200),
    ],
    ['nothing, when a round leaves nothing', 0, rising(4800, 0, 4800, 4800, 4800), quiet],
    ['nothing, when a round gives back', 0, rising(4800, -100, 4800, 4800, 4800), quiet],
    [
      'nothing, when the empty function rises as much twice',
      0,
      rising(4800, 4800, 4800, 4800, 4800),
      rising(0, 4800, 0, 4800, 0),
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
    ['nothing, for a cache that gets full', 0, rising(9000, 5000, 0, 0, 0), quiet],
    ['nothing, for noise', 0, rising(152, -24, 1576, 0, 104), quiet],
    ['nothing, when memory shrinks', 0, rising(-5, -5, -5, -5, -5), rising(-9, -9, -9, -9, -9)],
  ])('are %s', (_, bytes, subject, empty) => {
    expect(of(subject, empty)).toBe(bytes)
  })

  it('are not known from a few rounds, of either', () => {
    expect(of(rising(4800, 4800, 4800, 4800))).toBeUndefined()
    expect(of(rising(4800, 4800, 4800, 4800, 4800), rising(0, 0, 0, 0))).toBeUndefined()
    expect(of([], [])).toBeUndefined()
  })
})
