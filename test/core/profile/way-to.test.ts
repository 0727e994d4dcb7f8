import { describe, expect, it } from 'vitest'
import { callTree } from '../../../src/core/profile/call-tree.ts'
import { differentialFlame } from '../../../src/core/profile/flame.ts'
import { type Union, union } from '../../../src/core/profile/union.ts'
import { wayTo, widen } from '../../../src/core/profile/way-to.ts'
import { type Calls, profileOf } from './given.ts'

const calls: Calls = [
  '(root)',
  [
    'main@a.js:1',
    [
      'parse@a.js:4',
      ['convert@a.js:9', ['trim@a.js:20', ['inner@a.js:30', ['deep@a.js:40', 'deeper@a.js:50']]]],
      'split@a.js:12',
    ],
    ['other@a.js:60', 'convert@a.js:9'],
  ],
]
const tree = (samples: readonly string[]) => callTree(profileOf(calls, samples), 10)
const all = (head: readonly string[], base: readonly string[]) =>
  union([{ head: tree(head), base: tree(base) }])
const root = all(['parse', 'split', 'convert', 'convert', 'convert', 'deeper'], ['parse', 'split', 'convert'])
const find = (node: Union, name: string): Union | undefined =>
  node.frame.name === name ? node : node.children.map((one) => find(one, name)).find((one) => one)
const names = (node: Union | undefined): string[] =>
  node ? [node.frame.name, ...node.children.flatMap(names)] : []

describe('the way to a function', () => {
  const { frame } = find(root, 'convert')!

  it('is the path on which its cost has changed most, and three levels of what it calls', () => {
    expect(names(wayTo(root, frame)).slice(1)).toEqual(['main', 'parse', 'convert', 'trim', 'inner', 'deep'])
  })

  it('is not known of a function that was not seen', () => {
    expect(wayTo(root, { ...frame, name: 'elsewhere' })).toBeUndefined()
  })

  it('keeps the root and what is nearest, where it is long', () => {
    const deepest = find(root, 'deeper')!
    expect(names(wayTo(root, deepest.frame)).slice(1)).toEqual([
      'parse',
      'convert',
      'trim',
      'inner',
      'deep',
      'deeper',
    ])
  })

  it('is as wide as the function, down to it', () => {
    let node = widen(differentialFlame(wayTo(root, frame)!, 'ns', () => false))
    const whole = node.weight
    while (node.label !== 'convert') {
      expect(node.children).toHaveLength(1)
      node = node.children[0]!
      expect(node.weight).toBe(whole)
    }
  })
})
