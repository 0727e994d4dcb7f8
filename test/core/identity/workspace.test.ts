import { describe, expect, it } from 'vitest'
import { chooseMembers, memberPatterns } from '../../../src/core/identity/workspace.ts'

describe('the packages of a workspace', () => {
  it.each([
    ['a list in package.json', '{ "workspaces": ["packages/*", "./tools/", "!packages/old"] }'],
    [
      'a list below packages',
      '{ "workspaces": { "packages": ["packages/*", "./tools/", "!packages/old"] } }',
    ],
    ['one with a byte order mark', '\uFEFF{ "workspaces": ["packages/*", "tools", "!./packages/old"] }'],
  ])('are told by %s', (_, manifest) => {
    expect(memberPatterns(manifest, undefined)).toEqual(['packages/*', 'tools', '!packages/old'])
  })

  it.each([
    [
      'a block',
      'packages:\n  - packages/*\n  - "tools/"\n  # - none\n  - \'!packages/old\' # why\ncatalog:\n  - x\n',
    ],
    ['a block without indentation', 'catalog: {}\npackages:\n- packages/*\n\n- tools\n- "!packages/old"\n'],
    ['brackets', 'packages: ["packages/*", tools, \'!packages/old\']\nother: [x]\n'],
    ['brackets on lines of their own', 'packages: [\n  "packages/*",\n  tools,\n  "!packages/old",\n]\n'],
    ['lines as Windows ends them', 'packages:\r\n  - packages/*\r\n  - tools\r\n  - "!packages/old"\r\n'],
  ])('are told by pnpm-workspace.yaml as %s', (_, yaml) => {
    expect(memberPatterns('{ "workspaces": ["not these"] }', yaml)).toEqual([
      'packages/*',
      'tools',
      '!packages/old',
    ])
  })

  it('are none where neither file says so, and never lie outside', () => {
    expect(memberPatterns('{ "name": "alone" }', undefined)).toBeUndefined()
    expect(memberPatterns('no JSON', undefined)).toBeUndefined()
    expect(memberPatterns(undefined, 'catalog: {}\n')).toBeUndefined()
    expect(memberPatterns('{ "workspaces": ["../a", "/b", "a/../../c", ".", "d"] }', undefined)).toEqual([
      'd',
    ])
  })
})

describe('a package that is asked for', () => {
  const members = [
    { folder: '.', name: 'root' },
    { folder: 'packages/app', name: '@acme/app' },
    { folder: 'packages/core', name: '@acme/core' },
    { folder: 'tools' },
  ]
  const foldersOf = (...asked: string[]) => chooseMembers(asked, members).map(({ folder }) => folder)

  it.each([
    [['@acme/core'], ['packages/core']],
    [['./packages/core/'], ['packages/core']],
    [['.'], ['.']],
    [['root'], ['.']],
    [['packages/*'], ['packages/app', 'packages/core']],
    [
      ['@acme/*', 'tools'],
      ['packages/app', 'packages/core', 'tools'],
    ],
    [
      ['tools', 'packages/app', 'tools'],
      ['packages/app', 'tools'],
    ],
    [['**'], ['packages/app', 'packages/core', 'tools']],
  ])('%j chooses %j', (asked, folders) => expect(foldersOf(...asked)).toEqual(folders))

  it.each([
    ['@acme/cor', "did you mean '@acme/core'?"],
    ['app', "did you mean '@acme/app'?"],
    ['toolz', "did you mean 'tools'?"],
    ['nothing/*', "--project 'nothing/*'"],
  ])('%s is an error that says which ones there are', (asked, said) => {
    expect(() => foldersOf(asked)).toThrow(
      expect.objectContaining({
        code: 'no-project',
        message: expect.stringContaining(said),
        advice: 'Give a name, a folder or a glob. There are @acme/app, @acme/core, tools.',
      }),
    )
  })
})
