import { describe, expect, it } from 'vitest'
import { command } from '../../src/api/command.ts'
import { registry } from '../../src/api/registry.ts'
import { commandSpecSchema } from '../../src/model/command.ts'

/** What a call registers. */
function registered(...args: Parameters<typeof command>) {
  const before = registry().length
  command(...args)
  return registry().slice(before)
}
const specOf = (...args: Parameters<typeof command>) =>
  commandSpecSchema.parse(registered(...args)[0]!.command)

describe('command()', () => {
  it('registers a program with its arguments', () => {
    const [one] = registered('build', ['tsc', '-p', '.'])
    expect(one).toMatchObject({ key: 'build', name: 'build', params: {}, line: expect.any(Number) })
    expect(specOf('build', ['tsc', '-p', '.'])).toEqual({
      ...{
        line: ['tsc', '-p', '.'],
        cwd: '.',
        env: {},
        exitCodes: [0],
        normalize: [],
        metrics: {},
        output: 'null',
      },
      agree: { stdout: true, stderr: false, files: [] },
    })
  })

  it('makes one of each combination of parameters, which stand for their names everywhere', () => {
    const all = registered('sort {n}', ['sort', '-n', '{n}', 'x{missing}'], {
      params: { n: [1, 20] },
      cwd: 'dir/{n}',
      env: { SIZE: '{n}' },
      stdin: '{n}\n',
      agree: { files: ['out-{n}'] },
    })
    expect(all.map(({ key }) => key)).toEqual(['sort {n} {n: 1}', 'sort {n} {n: 20}'])
    expect(all[1]!.command).toMatchObject({
      ...{ line: ['sort', '-n', '20', 'x{missing}'], cwd: 'dir/20', env: { SIZE: '20' }, stdin: '20\n' },
      agree: { stdout: true, files: ['out-20'] },
    })
  })

  it('may say how it grows with a parameter', () => {
    const params = { n: [100, 10] }
    const [one] = registered('sort', ['sort', '{n}'], { params, grows: 'n log n' })
    expect(one!.grows).toEqual({ by: 'n', power: 1, log: true, sizes: [10, 100] })
    const grows = 'nlogn' as 'n'
    expect(() => command('sort', ['sort'], { params, grows })).toThrow(
      "command('sort'): grows 'nlogn' is no growth: did you mean 'n log n'?",
    )
  })

  it.each([
    ['plain', 'plain'],
    ['a b', "'a b'"],
    ["it's", "'it'\\''s'"],
    ['$(rm -rf /)', "'$(rm -rf /)'"],
    ['`x`; y & z | w > v', "'`x`; y & z | w > v'"],
    ['two\nlines', "'two\nlines'"],
    ['', "''"],
    [-5, '-5'],
  ])('quotes a parameter for a shell: %j', (value, quoted) => {
    expect(specOf('echo', 'echo {v}', { params: { v: [value] } }).line).toBe(`echo ${quoted}`)
  })

  it('leaves parameters of a program as they are', () => {
    expect(specOf('echo', ['echo', '{v}'], { params: { v: ['$(x) `y`'] } }).line).toEqual([
      'echo',
      '$(x) `y`',
    ])
  })

  it('takes patterns to normalise by', () => {
    const normalize = [[/\d+ ms/gu, 'N ms'] as const, ['a.b', 'x'] as const]
    expect(specOf('x', ['x'], { normalize }).normalize).toEqual([
      { pattern: '\\d+ ms', flags: 'gu', replace: 'N ms' },
      { pattern: 'a\\.b', flags: 'g', replace: 'x' },
    ])
  })

  it('takes metrics of the project, with the patterns that find them', () => {
    const measure = { queries: {}, parsing: { unit: 'ns', pattern: /in (\d+) (ms)/u } } as const
    const [one] = registered('x', ['x'], { measure })
    expect(one).toMatchObject({
      stated: { queries: {}, parsing: { unit: 'ns' } },
      command: { metrics: { queries: {}, parsing: { pattern: 'in (\\d+) (ms)', flags: 'u' } } },
    })
  })

  it('may agree about nothing', () => {
    const [one] = registered('date', ['date'], { agree: false })
    expect(one).toMatchObject({ spec: { mayDiffer: true }, command: { agree: { stdout: false } } })
  })

  it.each<[string, unknown[]]>([
    ['the name must be', ['', ['x']]],
    ['must be a list of texts', ['x', []]],
    ['must be a list of texts', ['x', ['a', 5]]],
    ['must be a list of texts', ['x', undefined]],
    ['is empty', ['x', ' ']],
    ["'warmup' is no option", ['x', ['x'], { warmup: 3 }]],
    ['prepare must be a list', ['x', ['x'], { prepare: 5 }]],
    ['params.n must be a list', ['x', ['x'], { params: { n: 3 } }]],
    ['normalize must be a list', ['x', ['x'], { normalize: [[1, 2]] }]],
    ['normalize must be a list', ['x', ['x'], { normalize: { a: 'b' } }]],
    ['exitCodes must be', ['x', ['x'], { exitCodes: [300] }]],
    ["timeout must be a duration such as '30 s'", ['x', ['x'], { timeout: 30 }]],
    ["timeout must be a duration such as '30 s'", ['x', ['x'], { timeout: 'soon' }]],
    ['evict must be true or false', ['x', ['x'], { evict: 1 }]],
    ["interleave must be 'slices' or 'runs'", ['x', ['x'], { interleave: 'both' }]],
    ['stdin must be a text, or { file }', ['x', ['x'], { stdin: 5 }]],
    ['measure must be an object', ['x', ['x'], { measure: { a: 5 } }]],
    ['cwd must be a text', ['x', ['x'], { cwd: 5 }]],
    ['env must be an object of texts', ['x', ['x'], { env: { A: 5 } }]],
    ["whose names have no '='", ['x', ['x'], { env: { 'A=B': '5' } }]],
    ['whose names have letters and digits', ['x', ['x'], { measure: { 'bad name': {} } }]],
    ['agree must be', ['x', ['x'], { agree: { files: 'x' } }]],
    ['has a NUL character', ['x', ['a\0b']]],
  ])('refuses what cannot be measured: %s', (message, args) => {
    const before = registry().length
    expect(() => (command as (...all: unknown[]) => void)(...args)).toThrow(message)
    expect(registry()).toHaveLength(before)
  })

  it('cannot be called', () => {
    expect(() => registered('x', ['x'])[0]!.spec.run(undefined, {})).toThrow('cannot be called')
  })
})
