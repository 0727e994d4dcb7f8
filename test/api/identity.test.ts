import { describe, expect, it } from 'vitest'
import { combinations, keyOf } from '../../src/api/identity.ts'

describe('the key of a benchmark', () => {
  it.each<[string, string[], string, Record<string, string | number | boolean>]>([
    ['native', [], 'native', {}],
    ['sort › native', ['sort'], 'native', {}],
    ['a › b › c', ['a', 'b'], 'c', {}],
    ['sort › native {n: 100}', ['sort'], 'native', { n: 100 }],
    [
      'native {n: 10000, order: random, stable: true}',
      [],
      'native',
      { n: 10_000, order: 'random', stable: true },
    ],
    ['native {n: 0.1}', [], 'native', { n: 0.1 }],
  ])('is %j', (key, group, name, params) => {
    expect(keyOf(group, name, params)).toBe(key)
  })
})

describe('the combinations of parameters', () => {
  it('are one without parameters', () => {
    expect(combinations({})).toEqual([{}])
  })

  it('are all of them, the first parameter varying slowest', () => {
    expect(combinations({ n: [1, 2], order: ['up', 'down'], stable: [true] })).toEqual([
      { n: 1, order: 'up', stable: true },
      { n: 1, order: 'down', stable: true },
      { n: 2, order: 'up', stable: true },
      { n: 2, order: 'down', stable: true },
    ])
  })
})
