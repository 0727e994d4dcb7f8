import { describe, expect, it } from 'vitest'
import { scriptOf } from '../../../src/worker/profile/scripts.ts'

const text = `'use strict'\nfunction first(a) {\n  return a\n}\nexports.second = (a) => a\n`
const by = 1000
const end = text.length + by
const placed = (functionName: string, from: string, to: string) => {
  const startOffset = text.indexOf(from) + by
  return {
    functionName,
    ranges: [{ startOffset, endOffset: text.indexOf(to) + to.length + by, count: 1 }],
  } as const
}
const itself = { functionName: '', ranges: [{ startOffset: 0, endOffset: end, count: 1 }] } as const
const first = placed('first', 'function first', '}')
const second = placed('exports.second', '(a) => a', '(a) => a')
const found = [
  { name: 'first', line: 2, column: 0, end: 4 },
  { name: 'exports.second', line: 5, column: 17, end: 5 },
]

describe('scriptOf', () => {
  it('tells the functions of a module, in its own lines, and not the one around it', () => {
    const script = scriptOf('file:///a.cjs', { text, by }, [itself, first, second])
    expect(script).toEqual({ url: 'file:///a.cjs', by, lines: 6, functions: found })
  })

  it('takes the first function for one of the user where the one around the module was collected', () => {
    expect(scriptOf('file:///a.cjs', { text, by }, [first, second]).functions).toEqual(found)
  })

  it('tells in what a function without a name stands, by places and not by lines', () => {
    const line =
      'exports.a = (x) => x; exports.b = (l) => l.map((y) => y).sort(function () {}); later((z) => z)\n'
    const part = (functionName: string, from: string) => {
      const startOffset = line.indexOf(from)
      return {
        functionName,
        ranges: [{ startOffset, endOffset: startOffset + from.length, count: 1 }],
      } as const
    }
    const told = [
      part('exports.a', '(x) => x'),
      part('exports.b', '(l) => l.map((y) => y).sort(function () {})'),
      part('', '(y) => y'),
      part('', 'function () {}'),
      part('', '(z) => z'),
    ]
    const { functions } = scriptOf('file:///c.cjs', { text: line, by: 0 }, told.toReversed())
    expect(functions.map(({ name, outer }) => outer ?? name)).toEqual([
      ...['exports.a', 'exports.b', 'exports.b', 'exports.b', ''],
    ])
  })

  it('tells each once of a module that was loaded twice', () => {
    const twice = [itself, first, itself, first, second]
    expect(scriptOf('file:///a.cjs', { text, by }, twice).functions).toEqual(found)
  })

  it('keeps a function without a name that a module begins with', () => {
    const whole = '(a) => a\n'
    const arrow = { functionName: '', ranges: [{ startOffset: 0, endOffset: 8, count: 1 }] } as const
    expect(scriptOf('file:///b.js', { text: whole, by: 0 }, [arrow]).functions).toEqual([
      { name: '', line: 1, column: 0, end: 1 },
    ])
  })
})
