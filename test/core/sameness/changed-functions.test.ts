import { stripTypeScriptTypes } from 'node:module'
import { describe, expect, it } from 'vitest'
import { changedFunctions, isIdle, mayListExports } from '../../../src/core/sameness/changed-functions.ts'
import type { IdleFunction } from '../../../src/model/coverage.ts'

const before = `import { memo } from './memo.js'
const limit = 3
let hits = 0
export class LRU {
  size = limit
  get(key) { return this.map.get(key) }
  static of(...keys) { return new LRU(keys) }
}
export const half = (n) => n / 2
const cached = memo(3)
const table = { area: (side) => side ** 2, [memo(1)]() { return 1 } }
export function outer(values, from = 0) {
  const inner = () => values.length
  let total = from
  for (const one of values) total += one
  return total > 10 ? inner() : total
}
function spare(key) {
  return key + 1
}
export default function () { hits++; return cached + spare(2) }
`
/** Names of what has changed, where \`from\` has become \`to\`. */
function changed(from: string, to: string, text = before) {
  expect(text).toContain(from)
  return changedFunctions(text, text.replace(from, to))?.map(({ name }) => name)
}

describe('functions that have changed', () => {
  it.each<[string, string, string, string[]]>([
    ['the body of a function', 'key + 1', 'key + 2', ['spare']],
    ['the body of a method', 'this.map.get(key)', 'this.map.get(key, 1)', ['get']],
    ['the body of a static method', 'new LRU(keys)', 'new LRU([keys])', ['of']],
    ['the expression of an arrow function', 'n / 2', 'n * 0.5', ['half']],
    ['a function in a table', 'side ** 2', 'side * side', ['area']],
    ['a nested function: that one only', '=> values.length', '=> values.length + 1', ['inner']],
    ['code around a nested function', 'total > 10', 'total > 11', ['outer']],
    ['a default of a parameter', 'from = 0', 'from = 1', ['outer']],
    ['a parameter', '(side) =>', '(side, _) =>', ['area']],
    ['its kind', '(n) => n / 2', 'async (n) => n / 2', ['half']],
    ['a directive', 'return key + 1', '"use strict"\n  return key + 1', ['spare']],
    ['the kind of a method', 'static of', 'static *of', ['of']],
    ['the default export', 'spare(2)', 'spare(3)', ['default']],
    ['a new function', 'function spare', 'function fresh() {}\nfunction spare', ['fresh']],
    ['a new exported function', 'function spare', 'export function fresh() {}\nfunction spare', ['fresh']],
    ['a line that ends a statement', 'return key + 1', 'return\nkey + 1', ['spare']],
  ])('are told of %s', (_, from, to, names) => {
    expect(changed(from, to)).toEqual(names)
  })

  it.each<[string, string, string]>([
    ['white space', 'return key + 1', 'return   key+1'],
    ['a comment', 'return key + 1', '// more\n  return key /* one */ + 1'],
    ['quotes', "'./memo.js'", '"./memo.js"'],
  ])('are none where %s has changed', (_, from, to) => {
    expect(changed(from, to)).toEqual([])
  })

  it('are none where one was moved, and where one that nobody names is gone', () => {
    const spare = /function spare[\s\S]*?\n\}\n/u.exec(before)![0]
    expect(changedFunctions(before, spare + before.replace(spare, ''))).toEqual([])
    expect(changedFunctions(`${before}function idle() {}\n`, before)).toEqual([])
  })

  it.each<[string, string, string]>([
    ['a constant', 'limit = 3', 'limit = 4'],
    ['an import', './memo.js', './other.js'],
    ['a call at the top', 'memo(3)', 'memo(4)'],
    ['a function that becomes a call', '(n) => n / 2', 'memo((n) => n / 2)'],
    ['a function that becomes a constant', '(n) => n / 2', '2'],
    ['a method that is added', 'static of', 'clear() {}\n  static of'],
    ['a method that becomes a getter', 'get(key)', 'get get()'],
    ['a method that becomes static', 'get(key)', 'static get(key)'],
    ['a field', 'size = limit', 'size = limit + 1'],
    ['a computed key', '[memo(1)]()', '[memo(2)]()'],
    ['a directive of the file', 'const limit', '"use strict"\nconst limit'],
    ['the order of statements', 'const limit = 3\nlet hits = 0', 'let hits = 0\nconst limit = 3'],
    ['an export that is gone', 'export function outer', 'function outer'],
    ['an exported function that is gone', 'export function outer(values, from = 0) {', 'function other() {'],
    ['a function that is gone, and called', 'function spare(key)', 'function other(key)'],
    ['a new function by the name of a global', 'function spare', 'function Map() {}\nfunction spare'],
    ['a new function by a name that code asks for', 'function spare', 'function keys() {}\nfunction spare'],
    ['a variable of the file that is no constant any more', 'key + 1', '(limit = key)'],
    ['a variable of the file that is a constant now', 'hits++', 'hits + 1'],
    ['what cannot be read', 'key + 1', 'key + <b>1</b>'],
    ['a second function by the same name', 'const limit', 'function spare() {}\nconst limit'],
  ])('are not all that has changed: %s', (_, from, to) => {
    expect(changed(from, to)).toBeUndefined()
  })

  it.each<[string, string, string[]]>([
    ['=> values.length', '=> values.length + total', ['outer']],
    ['=> values.length', '=> (from = values.length)', ['outer']],
    ['=> values.length', '=> this ?? values.length', ['outer']],
    ['=> values.length', '=> values.from', ['inner']],
    ['=> values.length', '=> eval("values")', []],
  ])('are those whose variables a function within has begun to use: %s → %s', (from, to, names) => {
    expect(changed(from, to) ?? []).toEqual(names)
  })

  it('are told of CommonJS, and not where it becomes a module', () => {
    const script = 'const a = 012\nexports.half = function (n) { return n / 2 }\nif (a) return\n'
    expect(changed('n / 2', 'n * 0.5', script)).toEqual(['half'])
    expect(changed('if (a) return', 'if (a) throw a', script)).toBeUndefined()
    expect(changed('012', '10', script.replace('if (a) return', ''))).toBeUndefined()
  })

  it('are told of TypeScript by its code', () => {
    const typed = (text: string) => stripTypeScriptTypes(text)
    const source =
      'export type A = 1\nexport const f = (a: A): number => a\nexport const g = (a: A) => a + 1\n'
    expect(changedFunctions(typed(source), typed(source.replace('A = 1', 'A = 1 | 2')))).toEqual([])
    const names = changedFunctions(typed(source), typed(source.replace('a + 1', 'a + 2')))
    expect(names).toMatchObject([{ name: 'g' }])
  })

  it('are not known where nothing can follow the nesting', () => {
    const deep = (depth: number) => `export const f = () => ${'['.repeat(depth)}${']'.repeat(depth)}\n`
    expect(changedFunctions(deep(50_000), deep(50_001))).toBeUndefined()
  })
})

describe('what V8 does not tell', () => {
  it('is whether a function of asm.js runs', () => {
    const text = "function m() { 'use asm'; function f(a) { a = a | 0; return a | 0 } return f }\n"
    expect(changedFunctions(text, text.replace('return a', 'return (a + 1)'))).toBeUndefined()
  })
})

describe('a new export', () => {
  const text = 'export function f() { return 1 }\n'

  it('is told apart from a new function of the file and from one that has changed', () => {
    const of = (more: string) =>
      changedFunctions(text, text.replace('1', '2') + more)?.map(({ name, isNewExport }) => [
        name,
        isNewExport,
      ])
    const changed = ['f', false]
    expect(of('export function g() {}\n')).toEqual([changed, ['g', true]])
    expect(of('function g() {}\n')).toEqual([changed, ['g', false]])
  })

  it.each([
    "import * as all from './rules.js'",
    "import one, * as all from '../src/rules.ts'",
    "export * from './rules.js'",
    'export * as rules from "./rules.js"',
    "const all = await import('./rules.js')",
    "const all = require('./rules.js')",
    'const all = await import(path)',
    "import * as all from '#rules'",
    "import * as all from 'rules'",
  ])('may be seen by %s', (source) => {
    expect(mayListExports(source, '/project/src/rules.js')).toBe(true)
  })

  it.each([
    "import { f } from './rules.js'",
    "import * as fs from 'node:fs'",
    "import * as others from './others.js'",
    "import './rules.js'",
  ])('is not by %s', (source) => {
    expect(mayListExports(source, '/project/src/rules.js')).toBe(false)
  })
})

describe('a changed function', () => {
  const text = 'const f = (a) => (b) => a + b\nclass A { static async m() { return () => 1 } }\n'
  const after = text.replace('a + b', 'a - b').replace('() => 1', '() => 2')
  const [inner, result] = changedFunctions(text, after)!
  const place = (from: string, to: string): IdleFunction => {
    const start = after.indexOf(from)
    return { name: '', start, end: after.indexOf(to, start) + to.length }
  }

  it('did not run where its process says so, or that what it stands in did not', () => {
    expect(isIdle(inner!, [place('(b)', 'a - b')])).toBe(true)
    expect(isIdle(inner!, [place('(a)', 'a - b')])).toBe(true)
    expect(isIdle(result!, [place('m()', '() => 2 }')])).toBe(true)
  })

  it('ran where nothing, or only what is around it or in it, is told', () => {
    expect(isIdle(inner!, [])).toBe(false)
    expect(isIdle(inner!, [place('a - b', 'a - b')])).toBe(false)
    // Of a class V8 may tell that it was never made: its static methods may have run.
    expect(isIdle(result!, [place('class A', '() => 2 } }')])).toBe(false)
  })
})
