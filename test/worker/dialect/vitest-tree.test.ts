import { describe, expect, it } from 'vitest'
import {
  type Case,
  chainOf,
  chosenOf,
  type Flags,
  newSuite,
} from '../../../src/worker/dialect/vitest-tree.ts'

const one = (name: string, flags: Flags = {}): Case => ({
  ...{ kind: 'test', name, path: [], flags, line: 1, fn: () => undefined, options: {} },
})

describe('of what is described', () => {
  it('everything is chosen that is not skipped', () => {
    const root = newSuite('', [])
    const inner = newSuite('inner', ['inner'], { skip: true })
    inner.entries.push(one('hidden'))
    root.entries.push(one('a'), one('b', { skip: true }), inner)
    expect([...chosenOf(root)].map(({ name }) => name)).toEqual(['a'])
  })

  it('only what is marked so is, whether itself or the suite around it', () => {
    const root = newSuite('', [])
    const inner = newSuite('inner', ['inner'], { only: true })
    inner.entries.push(one('in it'))
    root.entries.push(one('a'), one('b', { only: true }), inner)
    expect([...chosenOf(root)].map(({ name }) => name)).toEqual(['b', 'in it'])
  })
})

describe('words that follow each other', () => {
  const told: unknown[] = []
  const word = chainOf((flags, name) => told.push([name, flags]))
  const say = (action: (chain: typeof word & Record<string, never>) => void) => {
    told.length = 0
    action(word as typeof word & Record<string, never>)
    return told
  }
  // biome-ignore lint/suspicious/noExplicitAny: as files say it, in plain JavaScript.
  const untyped = word as any

  it.for([
    ['skip', () => untyped.skip('a'), [['a', { skip: true }]]],
    ['only', () => untyped.concurrent.only('a'), [['a', { only: true }]]],
    ['a condition that holds', () => untyped.skipIf(true)('a'), [['a', { skip: true }]]],
    ['one that does not', () => untyped.runIf(false)('a'), [['a', { skip: true }]]],
    [
      'rows',
      () => untyped.each([1, 2])('n %i', () => {}),
      [
        ['n 1', {}],
        ['n 2', {}],
      ],
    ],
    ['lists', () => untyped.each([['x', 2]])('%s is %d', () => {}), [['x is 2', {}]]],
    ['objects', () => untyped.for([{ size: { n: 3 } }])('$size.n of %#', () => {}), [['3 of 0', {}]]],
  ] as const)('%s', ([, action, expected]) => {
    expect(say(action)).toEqual(expected)
  })
})
