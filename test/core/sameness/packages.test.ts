import { describe, expect, it } from 'vitest'
import { type Installations, whyOtherPackages, whyStale } from '../../../src/core/sameness/packages.ts'

const lockOf = (foo: string, more: object = {}) =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: { '': {}, 'node_modules/foo': { version: foo }, ...more },
  })
const [root, inner] = ['package-lock.json', 'packages/b/package-lock.json']

/** A repository with a lock file at its top and one of a package that is no member of its workspace. */
function given(
  changed: readonly string[],
  texts: Readonly<Record<string, readonly [string | undefined, string | undefined]>> = {},
  more: Partial<Installations> = {},
): Installations {
  return {
    changed: new Set([...changed, ...Object.keys(texts)]),
    tracked: new Set([root, inner, 'package.json', 'packages/b/package.json']),
    texts: new Map(Object.entries(texts).map(([name, [base, head]]) => [name, { base, head }])),
    locks: [root, inner],
    lockTexts: new Map([root, inner].map((name) => [name, lockOf('1.0.0')])),
    installed: new Map(['', 'packages/b'].map((folder) => [folder, lockOf('1.0.0')])),
    ...more,
  }
}
const foo = new Map([['node_modules/foo', true]])
const patch = 'has changed, which decides about packages'

describe('what decides about packages', () => {
  const asking = (more: object) => [JSON.stringify({}), JSON.stringify(more)] as const

  it.each<[string, Installations, string | undefined, string | undefined]>([
    ['is nothing where none of it has changed', given(['src/a.js']), undefined, undefined],
    [
      'is the lock file that holds for the folder, not that of another one',
      given([], { [inner]: [lockOf('0.9.0'), lockOf('1.0.0')] }),
      undefined,
      'the package foo has changed',
    ],
    [
      'is also a patch, for all below it',
      given(['patches/foo+1.0.0.patch']),
      `patches/foo+1.0.0.patch ${patch}`,
      `patches/foo+1.0.0.patch ${patch}`,
    ],
    ['is a rule beside it', given(['packages/b/.npmrc']), undefined, `packages/b/.npmrc ${patch}`],
    [
      'are overrides beside equal lock files',
      given([], { 'package.json': asking({ overrides: { foo: '2' } }) }),
      'package.json asks for other packages',
      undefined,
    ],
    [
      'is what a member of the workspace asks for',
      given([], { 'packages/c/package.json': asking({ dependencies: { foo: '2' } }) }),
      'packages/c/package.json asks for other packages',
      undefined,
    ],
    ['is a script of nobody', given([], { 'package.json': asking({ scripts: {} }) }), undefined, undefined],
  ])('%s', (_, installations, atTop, inPackage) => {
    const why = (folder: string) => whyOtherPackages(folder, foo, installations)
    // A member without a lock file has that of the workspace.
    expect([why(''), why('packages/c'), why('packages/b'), why('packages/b/src')]).toEqual([
      atTop,
      atTop,
      inPackage,
      inPackage,
    ])
  })

  it('is any change of a lock file for who shares all that is installed', () => {
    const other = given([], { [root]: [lockOf('1.0.0'), lockOf('1.0.0', { 'node_modules/bar': {} })] })
    expect(whyOtherPackages('', foo, other)).toBeUndefined()
    expect(whyOtherPackages('', 'all', other)).toBe('package-lock.json has changed')
    expect(whyOtherPackages('packages/b', 'all', other)).toBeUndefined()
  })

  it('is a lock file that only one revision has', () => {
    const added = given([], { [inner]: [undefined, lockOf('1.0.0')] })
    expect(whyOtherPackages('packages/b', foo, added)).toBe('its lock file has changed')
  })

  it.each([
    ['package-lock.json', lockOf('1.0.0', { 'node_modules/lib': { resolved: 'file:lib' } })],
    ['pnpm-lock.yaml', '  lib@file:lib:\n    resolution: {directory: lib, type: directory}\n'],
    ['yarn.lock', '"lib@file:./lib":\n  version "1.0.0"\n'],
    ['yarn.lock', '"lib@file:./lib::locator=p%40workspace%3A.":\n  version: 1.0.0\n'],
  ])('is a folder of the repository that was copied, by %s', (lock, text) => {
    const having = (changed: string) =>
      given([changed], {}, { locks: [lock], lockTexts: new Map([[lock, text]]) })
    expect(whyOtherPackages('', foo, having('lib/index.js'))).toBe(
      'lib/index.js has changed, of which node_modules has a copy',
    )
    expect(whyOtherPackages('', foo, having('library/index.js'))).toBeUndefined()
  })

  it('is no folder that is linked', () => {
    const lib = {
      'node_modules/lib': { resolved: 'lib', link: true },
      '': { dependencies: { lib: 'file:lib' } },
    }
    const linked = given(['lib/index.js'], {}, { lockTexts: new Map([[root, lockOf('1.0.0', lib)]]) })
    expect(whyOtherPackages('', foo, linked)).toBeUndefined()
  })
})

describe('what is installed', () => {
  it('is held against the lock file of its folder', () => {
    const stale = given(
      [],
      {},
      {
        installed: new Map([
          ['', lockOf('1.0.0')],
          ['packages/b', lockOf('0.9.0')],
        ]),
      },
    )
    expect(whyStale('packages/c', foo, stale)).toBeUndefined()
    expect(whyStale('packages/b', foo, stale)).toMatch(/^the package foo is not known to be installed/u)
    expect(whyStale('packages/b', 'all', stale)).toMatch(/^the package foo is not known to be installed/u)
    expect(whyStale('', foo, { ...stale, tracked: new Set([inner]) })).toMatch(/^no committed lock file/u)
  })
})

describe('a lock file that does not tell where packages lie', () => {
  const yarn = (more = '') =>
    `# yarn lockfile v1\n\n\nfoo@1:\n  version "1.0.0"\n  resolved "https://example.org/foo#1"\n${more}`
  const asking = (dependencies: object, more: object = {}) => JSON.stringify({ dependencies, ...more })
  const of = (base: string, head: string, lock = [yarn(), yarn('\nbar@1:\n  version "1.0.0"\n')] as const) =>
    whyOtherPackages(
      '',
      foo,
      given(
        [],
        { 'yarn.lock': lock, 'package.json': [base, head] },
        {
          locks: ['yarn.lock'],
          installed: new Map([['', '"lockfileEntries": { "foo@1": "https://example.org/foo#1" }']]),
        },
      ),
    )

  it('is read together with what asks for them', () => {
    expect(of(asking({ foo: '1' }), asking({ foo: '1', bar: '1' }))).toBeUndefined()
    expect(of(asking({ foo: '1' }), asking({ foo: '2' }))).toBe('package.json asks for other packages')
    expect(of(asking({ foo: '1' }), asking({ foo: '1' }, { resolutions: { bar: '1' } }))).toBe(
      'package.json asks for other packages',
    )
    expect(of(asking({}), asking({}), [yarn(), yarn().replace('1.0.0', '1.0.1')])).toBe(
      'the package foo has changed',
    )
  })
})
