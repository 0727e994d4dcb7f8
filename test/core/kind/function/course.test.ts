import { describe, expect, it } from 'vitest'
import { classifySteadiness } from '../../../../src/core/kind/function/course.ts'

/** So many points around each of these levels, without chance. */
function levels(...parts: readonly (readonly [level: number, points: number])[]): number[] {
  return parts.flatMap(([level, points]) =>
    Array.from({ length: points }, (_, index) => level * (1 + 0.002 * (((index * 7) % 5) - 2))),
  )
}

describe('the course of a series', () => {
  it.each([
    ['stays', 'flat', levels([100, 32])],
    ['has one slow spell, too short to be a state', 'flat', levels([100, 14], [150, 3], [100, 15])],
    ['begins slowly, too shortly to be a state', 'flat', levels([150, 3], [100, 29])],
    ['changes by less than matters', 'flat', levels([102, 16], [100, 16])],
    ['is quantised', 'flat', Array.from({ length: 32 }, (_, index) => (index % 9 === 0 ? 101 : 100))],
    ['falls', 'warming-up', levels([120, 8], [100, 24])],
    ['falls twice', 'warming-up', levels([150, 8], [120, 8], [100, 16])],
    ['rises', 'slowing-down', levels([100, 20], [120, 12])],
    ['rises little by little', 'slowing-down', levels([100, 32]).map((value, index) => value + index)],
    ['goes back and forth', 'bimodal', levels([100, 6], [120, 5], [100, 6], [120, 9], [100, 6])],
    [
      'changes at every point',
      'bimodal',
      Array.from({ length: 32 }, (_, index) => 100 + 20 * (index % 2) + 0.1 * (index % 3)),
    ],
    ['falls and rises', 'unsteady', levels([130, 10], [100, 10], [160, 12])],
  ])('that %s is %s', (_, kind, series) => {
    expect(classifySteadiness(series)?.kind).toBe(kind)
  })

  it('tells its lowest and its highest level', () => {
    const found = classifySteadiness(levels([150, 8], [120, 8], [100, 16]))
    expect(found).toEqual({ kind: 'warming-up', low: expect.closeTo(100, 0), high: expect.closeTo(150, 0) })
  })

  it('is the same in every unit', () => {
    for (const series of [levels([150, 8], [120, 24]), levels([100, 32])]) {
      expect(classifySteadiness(series.map((value) => value * 2 ** 30))?.kind).toBe(
        classifySteadiness(series)?.kind,
      )
    }
  })

  it.each([
    ['has fewer than twelve points', levels([100, 5], [200, 6])],
    ['holds a zero', [0, ...levels([100, 31])]],
  ])('is not told of a series that %s', (_, series) => {
    expect(classifySteadiness(series)).toBeUndefined()
  })
})
