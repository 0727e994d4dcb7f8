import { describe, expect, it } from 'vitest'
import { readTimedCommands, type TimeOptions } from '../../../src/core/time/timed-commands.ts'

const read = (commands: string[], more: Partial<TimeOptions> = {}) =>
  readTimedCommands({
    ...{ commands, names: [], params: [], prepare: [], conclude: [], exitCodes: [0], agree: false, cwd: '.' },
    ...more,
  })
const lines = (...args: Parameters<typeof read>) => read(...args).map(({ command }) => command?.line)

describe('a command of assay time', () => {
  it.each<[string, string[]]>([
    ['node a.js', ['node', 'a.js']],
    ['  tsc   -p  . ', ['tsc', '-p', '.']],
    [`echo "a b" 'c d' e\\ f`, ['echo', 'a b', 'c d', 'e f']],
    [`echo '$HOME' '*' 'a|b'`, ['echo', '$HOME', '*', 'a|b']],
    ['echo --x=1 -n', ['echo', '--x=1', '-n']],
    ['echo ü', ['echo', 'ü']],
  ])('is split as a shell would: %s', (text, words) => {
    expect(lines([text])).toEqual([words])
  })

  it.each([
    ['a | b', '|'],
    ['a > b', '>'],
    ['a && b', '&&'],
    ['a; b', ';'],
    ['ls *.ts', '*.ts'],
    ['echo $HOME', '$HOME'],
    ['a &', '&'],
    ['a # b', '#'],
  ])('is refused where only a shell could run it: %s', (text, what) => {
    expect(() => read([text])).toThrow(`needs a shell for '${what}'`)
    expect(lines([text], { shell: 'sh' })).toEqual([text])
  })

  it.each(["echo 'it", 'echo "a \\" b', "x '' y'", 'a "\'" b "'])(
    'is refused where a quote is open: %s',
    (text) => {
      expect(() => read([text])).toThrow(/a quote that is not closed/u)
    },
  )

  it.each(['', '   ', "''"])('is refused when it is empty: %j', (text) => {
    expect(() => read([text])).toThrow('a command is empty')
  })
})

describe('parameters', () => {
  const params = [
    { name: 'n', values: ['1', '20'] },
    { name: 'how', values: ['a b', '$(x)'] },
  ]

  it('are refused twice, and where no command has them', () => {
    const twice = [...params, { name: 'n', values: ['3'] }]
    expect(() => read(['run {n} {how}'], { params: twice })).toThrow("'n' is there twice")
    expect(() => read(['run {n}'], { params })).toThrow("no command has the parameter 'how'")
  })

  it('make a command of each combination, of those that it names', () => {
    expect(read(['run {n} {how}', 'other {n}', 'plain'], { params }).map(({ name }) => name)).toEqual([
      ...['run 1 a b', 'run 1 $(x)', 'run 20 a b', 'run 20 $(x)'],
      ...['other 1', 'other 20', 'plain'],
    ])
  })

  it('are one argument each, whatever is in them', () => {
    expect(lines(['run {n} {how}'], { params }).slice(0, 2)).toEqual([
      ['run', '1', 'a b'],
      ['run', '1', '$(x)'],
    ])
  })

  it('are the same in a shell, line breaks and all', () => {
    const values = ['two\nlines', 'tab\t']
    expect(lines(['echo {v}'], { params: [{ name: 'v', values }], shell: 'sh' })).toEqual([
      "echo 'two\nlines'",
      "echo 'tab\t'",
    ])
  })

  it('are quoted for a shell', () => {
    expect(lines(['run {n} {how}'], { params, shell: 'sh' }).slice(0, 2)).toEqual([
      "run 1 'a b'",
      "run 1 '$(x)'",
    ])
  })
})

describe('what goes with commands', () => {
  it('is one for all, or one for each', () => {
    const prepared = (prepare: string[]) =>
      read(['a', 'b'], { prepare }).map(({ command }) => command?.prepare)
    expect(prepared(['x'])).toEqual(['x', 'x'])
    expect(prepared(['x', 'y'])).toEqual(['x', 'y'])
    expect(() => prepared(['x', 'y', 'z'])).toThrow('--prepare is there 3 times for 2 commands')
  })

  it('is a name in place of its text; the reference comes first and has its own', () => {
    expect(read(['a', 'b'], { names: ['one'], reference: 'r' }).map(({ name }) => name)).toEqual([
      'r',
      'one',
      'b',
    ])
    expect(() => read(['a'], { names: ['one', 'two'] })).toThrow('2 names for 1 commands')
  })

  it('is told where two are the same', () => {
    expect(() => read(['a', 'a'])).toThrow("'a' is there twice")
    expect(read(['a', 'a'], { names: ['one', 'two'] })).toHaveLength(2)
  })

  it('may differ in what it prints, unless all must agree', () => {
    expect(read(['a'])[0]).toMatchObject({ mayDiffer: true, agree: false })
    const [one] = read(['a'], { agree: true })
    expect(one).toMatchObject({ agree: true })
    expect(one).not.toHaveProperty('mayDiffer')
  })
})
