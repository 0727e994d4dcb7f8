import { describe, expect, it } from 'vitest'
import { readYaml } from '../../../src/core/objective/yaml-documents.ts'

const valuesOf = (text: string) => readYaml(text, 'a.yaml').map(({ value }) => value)

describe('documents of a file', () => {
  it('are told in their order, without empty ones', () => {
    expect(valuesOf('a: 1\n---\n---\n# nothing\n---\n- b\n')).toEqual([{ a: 1 }, ['b']])
    expect(valuesOf('')).toEqual([])
    expect(valuesOf('{"a": [1, "no", null]}')).toEqual([{ a: [1, 'no', null] }])
  })

  it('know the lines of their parts', () => {
    const [, second] = readYaml('a: 1\n---\nb:\n  - c: 1\n  - d:\n      2\n', 'a.yaml')
    const lines = [[], ['b'], ['b', 0], ['b', 1, 'd'], ['b', 1, 'e'], ['b', 9], ['x', 'y']].map((path) =>
      second!.lineOf(path),
    )
    expect(lines).toEqual([3, 3, 4, 5, 5, 3, 3])
  })

  it.each([
    ['what does not end', 'a: [1\n', /^a\.yaml:\d: .*/u],
    ['a field that is there twice', 'a: 1\nb: 2\na: 3\n', /^a\.yaml:3: .*unique/u],
    ['a type of its own', 'a: 1\nb: !code x\n', /^a\.yaml:2: Unresolved tag: !code/u],
    ['a field whose name is no text', '[a]: 2\n', /^a\.yaml:1: .*strings/u],
    ['a name that stands for nothing', 'a: *b\n', /^a\.yaml:1: .*b/u],
    ['too many characters', `a: ${'x'.repeat(1 << 18)}`, /^a\.yaml: is longer than 262144 characters$/u],
    ['too many documents', '--- 1\n'.repeat(201), /^a\.yaml: has more than 200 documents$/u],
    ['parts within parts without end', '['.repeat(10_000), /^a\.yaml:\d+: /u],
  ])('with %s are refused, with the line', (_, text, message) => {
    expect(() => readYaml(text, 'a.yaml')).toThrow(
      expect.objectContaining({ code: 'yaml-invalid', message: expect.stringMatching(message) }),
    )
  })

  it('in which parts stand for others that stand for others are refused before they are made', () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'l0: &l0 [x, x, x]'
        : `l${level}: &l${level} [${Array(9)
            .fill(`*l${level - 1}`)
            .join(', ')}]`,
    )
    expect(() => readYaml(levels.join('\n'), 'a.yaml')).toThrow(
      'a.yaml:1: repeats parts by name (*…) more than 50 times',
    )
    expect(valuesOf('a: &a {b: 1}\nc: *a\n')).toEqual([{ a: { b: 1 }, c: { b: 1 } }])
  })

  it('change no prototype', () => {
    const [value] = valuesOf('__proto__: {polluted: true}\n')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})
