import { describe, expect, it } from 'vitest'
import { namesWithNeeds, whyBlockDiffers } from '../../../src/core/sameness/lock-blocks.ts'

/** As pnpm 10, yarn 1.22 and yarn 4 have written them, with shorter digests. */
const pnpm = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      debug:
        specifier: 4.3.4
        version: 4.3.4
      two:
        specifier: workspace:*
        version: link:packages/two

  packages/two:
    dependencies:
      ms:
        specifier: 2.0.0
        version: 2.0.0

packages:

  '@scope/odd@3.0.1':
    resolution: {integrity: sha512-odd}

  debug@4.3.4:
    resolution: {integrity: sha512-debug}
    peerDependencies:
      supports-color: '*'

  ms@2.0.0:
    resolution: {integrity: sha512-two}

  ms@2.1.2:
    resolution: {integrity: sha512-one}

snapshots:

  '@scope/odd@3.0.1': {}

  debug@4.3.4:
    dependencies:
      ms: 2.1.2

  ms@2.0.0: {}

  ms@2.1.2: {}
`
const yarn = `# yarn lockfile v1


"@scope/odd@3.0.1":
  version "3.0.1"
  resolved "https://example.org/odd-3.0.1.tgz#o"

debug@4.3.4:
  version "4.3.4"
  resolved "https://example.org/debug-4.3.4.tgz#d"
  dependencies:
    ms "2.1.2"

ms@2.0.0:
  version "2.0.0"
  resolved "https://example.org/ms-2.0.0.tgz#a"

ms@2.1.2, ms@^2.1.1:
  version "2.1.2"
  resolved "https://example.org/ms-2.1.2.tgz#b"
`
const berry = `__metadata:
  version: 8

"@scope/odd@npm:3.0.1":
  version: 3.0.1
  resolution: "@scope/odd@npm:3.0.1"
  checksum: 10c0/o

"debug@npm:4.3.4":
  version: 4.3.4
  resolution: "debug@npm:4.3.4"
  dependencies:
    ms: "npm:2.1.2"
  checksum: 10c0/d

"ms@npm:2.0.0":
  version: 2.0.0
  resolution: "ms@npm:2.0.0"
  checksum: 10c0/a

"ms@npm:2.1.2, ms@npm:^2.1.1":
  version: 2.1.2
  resolution: "ms@npm:2.1.2"
  checksum: 10c0/b

"two@workspace:*, two@workspace:packages/two":
  version: 0.0.0-use.local
  resolution: "two@workspace:packages/two"
  dependencies:
    ms: "npm:2.0.0"
`
const integrity = JSON.stringify(
  {
    lockfileEntries: {
      'debug@4.3.4': 'https://example.org/debug-4.3.4.tgz#d',
      'ms@2.0.0': 'https://example.org/ms-2.0.0.tgz#a',
      'ms@2.1.2': 'https://example.org/ms-2.1.2.tgz#b',
      'ms@^2.1.1': 'https://example.org/ms-2.1.2.tgz#b',
    },
  },
  undefined,
  2,
)
const state = `__metadata:
  version: 1

"debug@virtual:7a92#npm:4.3.4":
  locations:
    - "node_modules/debug"

"ms@npm:2.0.0":
  locations:
    - "packages/two/node_modules/ms"

"ms@npm:2.1.2":
  locations:
    - "node_modules/ms"

"two@workspace:packages/two":
  locations:
    - "node_modules/two"
`
const found = (...names: readonly string[]) => new Map(names.map((name) => [name, true]))

describe.each([
  ['pnpm-lock.yaml', pnpm, pnpm],
  ['yarn.lock', yarn, integrity],
  ['packages/b/yarn.lock', berry, state],
])('%s', (lock, text, installed) => {
  const edited = (from: string, to: string, ...names: readonly string[]) => {
    const head = text.replaceAll(from, to)
    expect(head).not.toBe(text)
    return whyBlockDiffers(lock, found(...names), { base: text, head }, installed)
  }
  const both = { base: text, head: text }

  it('is followed from a package to what it may load', () => {
    expect(namesWithNeeds(lock, ['debug'], both).filter((name) => name !== 'supports-color')).toEqual([
      'debug',
      'ms',
    ])
  })

  it('tells nothing of packages that nobody asks for', () => {
    const other = text.replaceAll('3.0.1', '3.0.2')
    expect(whyBlockDiffers(lock, found('debug'), { base: text, head: other }, installed)).toBeUndefined()
    const less = text.replace(/^.*@scope\/odd@[\s\S]*?\n\n/gmu, '')
    expect(less).not.toContain('odd')
    for (const sides of [
      { base: less, head: text },
      { base: text, head: less },
    ])
      expect(whyBlockDiffers(lock, found('debug'), sides, installed)).toBeUndefined()
    expect(edited('3.0.1', '3.0.2', '@scope/odd')).toBe('the package @scope/odd has changed')
  })

  it('names a package whose version or content has changed, and one that another may load', () => {
    expect(edited('4.3.4', '4.3.5', 'debug')).toBe('the package debug has changed')
    expect(edited('2.1.2', '2.1.3', 'ms')).toBe('the package ms has changed')
    expect(edited('2.1.2', '2.1.3', 'debug')).toMatch(/^the package (?:debug|ms) has changed$/u)
  })

  it('knows nothing of what was put there by hand, or is not installed as it says', () => {
    expect(whyBlockDiffers(lock, found('hand'), both, installed)).toBe('no lock file knows the package hand')
    expect(whyBlockDiffers(lock, new Map([['hand', false]]), both, installed)).toBeUndefined()
    const stale = 'the package ms is not known to be installed as the lock file says'
    expect(whyBlockDiffers(lock, found('ms'), both, installed.replaceAll('2.1.2', '2.1.1'))).toBe(stale)
    expect(whyBlockDiffers(lock, found('ms'), both, undefined)).toBe(stale)
  })

  it('is no lock file in one revision, or an older one that is not read', () => {
    expect(whyBlockDiffers(lock, found('ms'), { base: undefined, head: text }, installed)).toBe(
      `${lock} has changed`,
    )
  })
})

it('counts what a request is answered with', () => {
  const head = yarn.replace('ms@2.0.0:', 'ms@2.0.0, ms@^2.1.1:').replace('ms@2.1.2, ms@^2.1.1:', 'ms@2.1.2:')
  expect(whyBlockDiffers('yarn.lock', found('ms'), { base: yarn, head }, integrity)).toBe(
    'the package ms has changed',
  )
  // One more that asks is answered as others are.
  const more = yarn.replace('ms@2.0.0:', 'ms@2.0.0, ms@~2.0.0:')
  const there = integrity.replace(
    '"ms@2.0.0":',
    '"ms@~2.0.0": "https://example.org/ms-2.0.0.tgz#a",\n    "ms@2.0.0":',
  )
  expect(whyBlockDiffers('yarn.lock', found('ms'), { base: yarn, head: more }, there)).toBeUndefined()
  const other = pnpm.replace('version: 2.0.0', 'version: 2.1.2')
  expect(whyBlockDiffers('pnpm-lock.yaml', found('ms'), { base: pnpm, head: other }, other)).toBe(
    'the package ms has changed',
  )
})

it('is another one where its settings are, or where its version is not read', () => {
  const head = pnpm.replace('autoInstallPeers: true', 'autoInstallPeers: false')
  expect(whyBlockDiffers('pnpm-lock.yaml', found('ms'), { base: pnpm, head }, head)).toBe(
    'pnpm-lock.yaml has changed',
  )
  const old = pnpm.replace("'9.0'", "'6.0'")
  expect(whyBlockDiffers('pnpm-lock.yaml', found('ms'), { base: old, head: old }, old)).toBe(
    'pnpm-lock.yaml has changed',
  )
})

it('has a package of the workspace by where it lies', () => {
  const head = berry.replace('ms: "npm:2.0.0"', 'ms: "npm:2.1.2"')
  expect(whyBlockDiffers('yarn.lock', found('two'), { base: berry, head }, state)).toBe(undefined)
  const moved = pnpm.replace('link:packages/two', 'link:packages/three')
  expect(whyBlockDiffers('pnpm-lock.yaml', found('two'), { base: pnpm, head: moved }, moved)).toBe(
    'the package two has changed',
  )
})
