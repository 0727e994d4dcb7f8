import { describe, expect, it } from 'vitest'
import { cold } from '../../src/api/cold.ts'
import { registry } from '../../src/api/registry.ts'
import { coldSpecSchema } from '../../src/model/cold.ts'

/** What a call registers. */
function registered(register: () => void) {
  const before = registry().length
  register()
  return registry().slice(before)
}
const specOf = (register: () => void) => coldSpecSchema.parse(registered(register)[0]!.cold)

describe('cold()', () => {
  it('registers a file of the project', () => {
    const [one] = registered(() => cold('cli', 'dist/main.js'))
    expect(one).toMatchObject({ key: 'cli', name: 'cli', params: {}, line: expect.any(Number) })
    expect(specOf(() => cold('cli', 'dist/main.js'))).toEqual({
      ...{ file: 'dist/main.js', args: [], flags: [], cache: 'off', cwd: '.', env: {}, exitCodes: [0] },
    })
    expect(() => one!.spec.run(undefined, {})).toThrow('cannot be called')
  })

  it('takes what a start needs', () => {
    const options = {
      ...{ args: ['--help'], flags: ['--conditions=x'], cwd: 'sub', env: { A: '1' }, exitCodes: [0, 2] },
      ...{ timeout: '2 s', cache: 'on' as const },
    }
    expect(specOf(() => cold('cli', 'a.js', options))).toEqual({ ...options, file: 'a.js', timeout: 2e9 })
    const [one] = registered(() => cold('cli', 'a.js', { budget: { time: '120 ms', imports: 40 } }))
    expect(one!.spec.budget).toEqual({ time: '120 ms', imports: 40 })
  })

  it('is a benchmark without a compile cache and one with it, where both are asked for', () => {
    const both = registered(() => cold('cli', 'a.js', { cache: 'both' }))
    expect(both.map(({ key, cold }) => [key, cold?.cache])).toEqual([
      ['cli {cache: off}', 'off'],
      ['cli {cache: on}', 'on'],
    ])
  })

  it.each<[unknown[], string]>([
    [['', 'a.js'], "cold(''): the name must be a text that is not empty"],
    [['a'], "cold('a'): give the file that is started, such as 'dist/main.js'"],
    [['a', ' '], "cold('a'): give the file that is started, such as 'dist/main.js'"],
    [['a', 'b\0'], "cold('a'): a path has no NUL character"],
    [['a', 'b', null], "cold('a'): the options must be an object"],
    [
      ['a', 'b', { prepare: 'x' }],
      "cold('a'): 'prepare' is no option; there are args, flags, cwd, env, exitCodes, timeout, cache, budget",
    ],
    [['a', 'b', { args: '--help' }], "cold('a'): args must be a list of texts such as ['--help']"],
    [['a', 'b', { cwd: 1 }], "cold('a'): cwd must be a text"],
    [['a', 'b', { env: { A: 1 } }], "cold('a'): env must be an object of texts, whose names have no '='"],
    [
      ['a', 'b', { exitCodes: [300] }],
      "cold('a'): exitCodes must be a list of numbers from 0 to 255, or 'any'",
    ],
    [['a', 'b', { timeout: '5' }], "cold('a'): timeout must be a duration such as '30 s'"],
    [['a', 'b', { cache: 'full' }], "cold('a'): cache must be 'off', 'on' or 'both'"],
    [
      ['a', 'b', { budget: 3 }],
      "cold('a'): budget must be an object such as { time: '120 ms', imports: 40 }",
    ],
    [
      ['a', 'b', { flags: ['a\0'] }],
      "cold('a'): flags must be a list of options of Node such as ['--conditions=development']",
    ],
  ])('refuses %j', (args, message) => {
    expect(() => (cold as (...all: unknown[]) => void)(...args)).toThrow(new TypeError(message))
  })
})

it('knows the line in which it is called', () => {
  const calls = registered(() => {
    cold('a', 'a.js')
    cold.import('zod')
  })
  expect(calls[1]!.line! - calls[0]!.line!).toBe(1)
})

describe('cold.import()', () => {
  it('registers what is imported, under its own name or another', () => {
    const [one] = registered(() => cold.import('zod'))
    expect(one).toMatchObject({ key: 'import zod', cold: { specifier: 'zod', cache: 'off' } })
    const [two] = registered(() => cold.import('./src/index.ts', { name: 'all', cwd: 'sub' }))
    expect(two).toMatchObject({ key: 'all', cold: { specifier: './src/index.ts', cwd: 'sub' } })
  })

  it.each<[unknown[], string]>([
    [[''], "cold.import of '': give what is imported, such as 'zod'"],
    [['z', { name: '' }], "cold.import of 'z': the name must be a text that is not empty"],
    [['z', null], "cold.import of 'z': the options must be an object"],
    [
      ['z', { args: [] }],
      "cold.import of 'z': 'args' is no option; there are flags, cwd, env, timeout, cache, budget",
    ],
  ])('refuses %j', (args, message) => {
    expect(() => (cold.import as (...all: unknown[]) => void)(...args)).toThrow(new TypeError(message))
  })
})
