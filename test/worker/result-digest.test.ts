import { describe, expect, it } from 'vitest'
import { resultDigest } from '../../src/worker/result-digest.ts'

class Here {
  x = 1
}
const There = class Here {
  x = 1
}

const cyclic = () => {
  const one: { self?: unknown } = {}
  one.self = one
  return one
}

describe('digests are equal for', () => {
  it.each<[string, unknown, unknown]>([
    ['equal numbers', 1.5, 1.5],
    ['an integer kept as a double', 1, 0.5 + 0.5],
    ['arrays of integers and of doubles', [1, 2], [1.5 - 0.5, 2.5 - 0.5]],
    ['a text and one that was built', 'ab'.repeat(20), Array.from({ length: 20 }, () => 'ab').join('')],
    ['another order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['instances of two loads of a class', new Here(), new There()],
    ['cycles', cyclic(), cyclic()],
    ['dates', new Date(5), new Date(5)],
    ['typed arrays', new Float64Array([1, 2]), new Float64Array([1, 2])],
    ['a view and its copy', new Uint8Array([0, 1, 2, 3]).subarray(1, 3), new Uint8Array([1, 2])],
    ['maps', new Map([[1, { a: 2 }]]), new Map([[1, { a: 2 }]])],
    ['nothing', undefined, undefined],
  ])('%s', (_, a, b) => {
    expect(resultDigest(a)).toBeTypeOf('string')
    expect(resultDigest(a)).toBe(resultDigest(b))
  })
})

describe('digests differ for', () => {
  it.each<[string, unknown, unknown]>([
    ['numbers', 1, 2],
    ['zeros of other signs', 0, -0],
    ['a number and its text', 1, '1'],
    ['null and undefined', null, undefined],
    ['texts cut at another place', ['ab', 'c'], ['a', 'bc']],
    ['arrays and objects', [1], { 0: 1 }],
    ['an empty array and an empty object', [], {}],
    ['kinds of typed arrays', new Uint8Array(8), new Int8Array(8)],
    ['a value more', { a: 1 }, { a: 1, b: undefined }],
    ['a map and a set', new Map(), new Set()],
    ['big and small integers', 1n, 1],
  ])('%s', (_, a, b) => {
    expect(resultDigest(a)).not.toBe(resultDigest(b))
  })
})

describe('there is no digest of', () => {
  it.each<[string, unknown]>([
    ['a function', () => 1],
    ['an object with one', { run() {} }],
    ['a promise', Promise.resolve(1)],
    ['a symbol', Symbol('x')],
    ['more than a million parts', new Array(1_000_001).fill(0)],
    [
      'what throws when it is read',
      {
        get x() {
          throw new Error('no')
        },
      },
    ],
  ])('%s', (_, value) => {
    expect(resultDigest(value)).toBeUndefined()
  })
})
