import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { resultDigest as digestOf } from '../../../src/worker/load/result-digest.ts'

const resultDigest = (value: unknown) => {
  const told = digestOf(value)
  return 'digest' in told ? told.digest : undefined
}

class Private {
  #x: number
  constructor(x: number) {
    this.#x = x
  }
  x() {
    return this.#x
  }
}
const kept = new WeakMap<object, number>()
class Compiled {
  constructor(x: number) {
    kept.set(this, x)
  }
}
class Empty {}
class Coloured {
  colour = '#fff'
}
const holed = (parts: Record<number, number>) => Object.assign(new Array(3), parts)
const withCause = (message: string, cause: unknown) => new Error(message, { cause })
const nan = (bits: bigint) => new Float64Array(new BigUint64Array([bits]).buffer)
const tree = () => {
  const root: { child?: unknown } = {}
  root.child = { parent: root }
  return root
}
/** Every part is in the next one twice: as a tree it has a billion parts. */
const graph = () => {
  let one: object = { leaf: 1 }
  for (let level = 0; level < 30; level++) one = { left: one, right: one }
  return one
}

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
    ['sets in another order', new Set([1, 2, 3]), new Set([3, 2, 1])],
    ['sets of objects', new Set([{ a: 1 }, { b: 2 }]), new Set([{ b: 2 }, { a: 1 }])],
    [
      'maps in another order',
      new Map([
        [1, 'a'],
        [2, 'b'],
      ]),
      new Map([
        [2, 'b'],
        [1, 'a'],
      ]),
    ],
    ['URLs', new URL('http://example.org/a'), new URL('/a', 'http://example.org')],
    ['headers in another order', new Headers({ a: '1', b: '2' }), new Headers({ B: '2', A: '1' })],
    [
      'errors made elsewhere',
      new TypeError('no'),
      Object.assign(new TypeError('no'), { stack: 'elsewhere' }),
    ],
    ['a value that is there twice, and two of them', ((one) => [one, one])({ a: 1 }), [{ a: 1 }, { a: 1 }]],
    ['children that know their parents', tree(), tree()],
    ['graphs', graph(), graph()],
    ['registered symbols', Symbol.for('x'), Symbol.for('x')],
    ['well-known symbols', Symbol.iterator, Symbol.iterator],
    ['NaN of other bits', nan(0x7ff8000000000000n), nan(0xfff8000000000001n)],
    [
      'values of another realm',
      runInNewContext('[new Map([[1, { a: 2 }]]), /x/g]'),
      [new Map([[1, { a: 2 }]]), /x/g],
    ],
    ['instances whose source has a # in a text', new Coloured(), new Coloured()],
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
    ['halves of characters', ['\ud800'], ['\udfff']],
    ['half a character and what stands for it', { '\ud800': 1 }, { '\ufffd': 1 }],
    ['halves of characters in the message of an error', new Error('\ud800'), new Error('\udfff')],
    ['an empty array and an empty object', [], {}],
    ['kinds of typed arrays', new Uint8Array(8), new Int8Array(8)],
    ['a value more', { a: 1 }, { a: 1, b: undefined }],
    ['a map and a set', new Map(), new Set()],
    ['big and small integers', 1n, 1],
    ['URLs', new URL('http://example.org/right'), new URL('http://example.org/wrong')],
    ['parameters of URLs', new URLSearchParams('a=1'), new URLSearchParams('a=2')],
    ['headers', new Headers({ a: '1' }), new Headers({ a: '2' })],
    ['sets', new Set([1, 2]), new Set([1, 3])],
    [
      'maps whose values changed places',
      new Map([
        [1, 'a'],
        [2, 'b'],
      ]),
      new Map([
        [1, 'b'],
        [2, 'a'],
      ]),
    ],
    ['a hole and undefined', holed({ 1: 1 }), [undefined, 1, undefined]],
    ['holes at other places', holed({ 0: 1, 2: 2 }), holed({ 0: 1, 1: 2 })],
    ['what a list has beside its parts', /b/u.exec('ab'), /b/u.exec('b')],
    ['what a map has beside its entries', Object.assign(new Map(), { a: 1 }), new Map()],
    ['regular expressions that go on elsewhere', Object.assign(/x/g, { lastIndex: 1 }), /x/g],
    ['messages of errors', new Error('a'), new Error('b')],
    ['causes of errors', withCause('a', 1), withCause('a', 2)],
    ['properties under symbols', { [Symbol.for('a')]: 1 }, { [Symbol.for('a')]: 2 }],
    [
      'properties that are not listed',
      Object.defineProperty({}, 'a', { value: 1 }),
      Object.defineProperty({}, 'a', { value: 2 }),
    ],
    ['invalid and valid dates', new Date(Number.NaN), new Date(0)],
    ['a number and one in a box', 1, Object(1)],
    ['views of data', new DataView(new ArrayBuffer(2)), new DataView(new ArrayBuffer(3))],
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
    ['private fields', new Private(1)],
    ['private fields that a compiler made', new Compiled(1)],
    ['private fields deep inside', [{ a: new Map([[1, new Private(2)]]) }]],
    ['an instance without properties', new Empty()],
    ['a proxy', new Proxy({}, {})],
    ['a weak map', new WeakMap()],
    ['a weak reference', new WeakRef({})],
    ['a generator', (function* () {})()],
    ['an iterator of a list', [1][Symbol.iterator]()],
    ['an iterator of a map', new Map().keys()],
    ['a formatter', new Intl.NumberFormat('en')],
    ['a request', new Request('http://example.org')],
    ['a response', new Response('x')],
    ['a blob', new Blob(['x'])],
    ['a stream', new ReadableStream()],
    ['a controller', new AbortController()],
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

describe('why there is no digest', () => {
  it.each<[string, unknown, string]>([
    ['a function', { run() {} }, 'it holds a function'],
    ['private fields', [new Private(1)], 'it holds a Private, which has private fields'],
    [
      'the engine keeps its content',
      new Intl.NumberFormat('en'),
      'it holds a NumberFormat, whose content cannot be seen',
    ],
    ['nothing to be seen', new Empty(), 'it holds an instance of Empty without a property of its own'],
    ['too much', new Array(1_000_001).fill(0), 'it has more than a million parts'],
  ])('%s', (_, value, why) => {
    expect(digestOf(value)).toEqual({ unknown: why })
  })
})
