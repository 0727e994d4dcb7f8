import { describe, expect, it } from 'vitest'
import { configSchema } from '../../src/model/config.ts'
import { ownFilesSchema } from '../../src/model/extension.ts'

const render = () => []
const problemsOf = (config: unknown) => {
  const { error } = configSchema.safeParse(config)
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('what a project adds', () => {
  it('has names like those of Assay, and none of them', () => {
    expect(problemsOf({ extend: { renderers: { 'team-city': render, x2: 'a function' } } })).toBeUndefined()
    expect(problemsOf({ extend: { renderers: { html: render } } })).toEqual([
      "extend.renderers.html: a format 'html' is Assay's own; give yours another name",
    ])
    for (const name of ['My-Format', 'a_b', '../x', '-a', 'a'.repeat(41), ''])
      expect(problemsOf({ extend: { renderers: { [name]: render } } }), name).toEqual([
        expect.stringContaining('small letters, digits and hyphens'),
      ])
  })

  it('is functions, and a format that nobody brings is an error with its place', () => {
    expect(problemsOf({ extend: { renderers: { mine: 3 } } })).toEqual([
      'extend.renderers.mine: expected a function (run) => [{ path, text }]',
    ])
    expect(problemsOf({ reports: { formats: ['json', 'mine'] } })).toEqual([
      expect.stringMatching(/^reports\.formats\.1: there is no format 'mine'; there are markdown, json, /u),
    ])
    expect(
      problemsOf({ extend: { renderers: { mine: render } }, reports: { formats: ['mine'] } }),
    ).toBeUndefined()
  })
})

describe('the files of a renderer', () => {
  const problemOf = (files: unknown) => ownFilesSchema.safeParse(files).error?.issues[0]?.message

  it('are read as paths and texts, and nothing else of them', () => {
    expect(ownFilesSchema.parse([{ path: 'a/b c.txt', text: 'x', mediaType: 'text/x' }])).toEqual([
      { path: 'a/b c.txt', text: 'x' },
    ])
  })

  it.each([
    ['../x', 'leads out of its folder'],
    ['a/../../x', 'leads out of its folder'],
    ['/etc/passwd', 'leads out of its folder'],
    ['C:/x', 'leads out of its folder'],
    ['a\\..\\x', 'no file name everywhere'],
    ['a//b', 'no file name everywhere'],
    ['./a', 'no file name everywhere'],
    ['a\nb', 'no file name everywhere'],
    ['a.', 'no file name everywhere'],
    ['', '1 to 200 characters'],
    ['a'.repeat(201), '1 to 200 characters'],
  ])('lie in their folder: %j', (path, message) => {
    expect(problemOf([{ path, text: '' }])).toContain(message)
  })

  it('have different paths in any case, and are texts in a list', () => {
    expect(
      problemOf([
        { path: 'a', text: '' },
        { path: 'A', text: '' },
      ]),
    ).toBe('it returned two files "A"')
    expect(problemOf([{ path: 'a', text: 1 }])).toContain('expected string')
    expect(problemOf('text')).toBe('it returned no list of files { path, text }')
  })
})
