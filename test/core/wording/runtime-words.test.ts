import { expect, it } from 'vitest'
import { describeRuntimes, nameRuntimes } from '../../../src/core/wording/runtime-words.ts'

const own = { node: '24.21.0', v8: '13.6', flags: [] }
const node = { name: 'node', version: '22.23.3', engine: 'V8', engineVersion: '12.4' } as const
const bun = { name: 'bun', version: '1.4.5', engine: 'JavaScriptCore', engineVersion: 'd6375c7' } as const
const deno = { name: 'deno', version: '2.9.6', engine: 'V8', engineVersion: '15.0' } as const

it('names the Node that runs Assay where benchmarks run on that', () => {
  expect(nameRuntimes(own)).toBe('Node 24.21.0')
  expect(describeRuntimes(own)).toEqual([['Node', '24.21.0, V8 13.6']])
})

it('names what they run on otherwise, and that Node beside it', () => {
  expect(nameRuntimes({ ...own, measured: [bun] })).toBe('Bun 1.4.5')
  expect(nameRuntimes({ ...own, measured: [node, bun, deno] })).toBe('Node 22.23.3, Bun 1.4.5 and Deno 2.9.6')
  expect(describeRuntimes({ ...own, measured: [bun] })).toEqual([
    ['Bun', '1.4.5, JavaScriptCore d6375c7'],
    ['Node that runs Assay', '24.21.0, V8 13.6'],
  ])
})
