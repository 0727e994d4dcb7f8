import { expect, test } from 'vitest'
import { changedPackages, lockedPackages, lockNames } from '../../../src/core/sameness/locked-packages.ts'

const npm = (packages: Record<string, unknown>) => JSON.stringify({ lockfileVersion: 3, packages })
const versionsIn = (lock: string, text: string) =>
  Object.fromEntries(
    [...lockedPackages(lock, text)].map(([name, { versions }]) => [name, versions.join(' ')]),
  )

test.each([
  [
    'package-lock.json',
    npm({
      '': { name: 'own', version: '1.0.0' },
      'node_modules/zod': { version: '4.1.0' },
      'node_modules/@a/b': { version: '1.0.0-rc.1' },
      'node_modules/x/node_modules/zod': { version: '3.2.0' },
      'node_modules/alias': { name: 'real', version: '2.0.0' },
      'packages/own': { version: '1.0.0' },
      'node_modules/own': { link: true },
    }),
  ],
  [
    'pnpm-lock.yaml',
    [
      "lockfileVersion: '9.0'",
      'importers:',
      '  .:',
      '    dependencies:',
      '      zod:',
      '        version: 4.1.0',
      'packages:',
      "  '@a/b@1.0.0-rc.1':",
      '    resolution: {integrity: sha512-x}',
      '  real@2.0.0:',
      '  zod@3.2.0:',
      '  zod@4.1.0:',
      'snapshots:',
      "  '@a/b@1.0.0-rc.1(zod@4.1.0)': {}",
      '  zod@4.1.0: {}',
    ].join('\n'),
  ],
  [
    'yarn.lock',
    [
      '"@a/b@^1.0.0":',
      '  version "1.0.0-rc.1"',
      'real@^2, real@^2.0.0:',
      '  version "2.0.0"',
      'zod@^3.0.0:',
      '  version "3.2.0"',
      'zod@^4.0.0:',
      '  version "4.1.0"',
    ].join('\n'),
  ],
  [
    'yarn.lock',
    [
      '__metadata:',
      '  version: 8',
      '"@a/b@npm:^1.0.0":',
      '  version: 1.0.0-rc.1',
      '"own@workspace:.":',
      '  version: 0.0.0-use.local',
      '"real@npm:^2":',
      '  version: 2.0.0',
      '"zod@npm:^3.0.0":',
      '  version: 3.2.0',
      '"zod@npm:^4.0.0, zod@npm:^4.1.0":',
      '  version: 4.1.0',
    ].join('\r\n'),
  ],
  [
    'bun.lock',
    [
      '{ "packages": {',
      '    "@a/b": ["@a/b@1.0.0-rc.1", "", {}, "sha512-x"],',
      '    "real": ["real@2.0.0", "", {}, "sha512-x"],',
      '    "zod": ["zod@4.1.0", "", {}, "sha512-x"],',
      '    "x/zod": ["zod@3.2.0", "", {}, "sha512-x"],',
      '} }',
    ].join('\n'),
  ],
  [
    'deno.lock',
    JSON.stringify({
      jsr: { '@a/b@1.0.0-rc.1': {} },
      npm: { 'real@2.0.0_zod@4.1.0': {}, 'zod@3.2.0': {}, 'zod@4.1.0': {} },
    }),
  ],
])('packages of %s are read with their versions', (lock, text) => {
  expect(versionsIn(lock, text)).toEqual({ '@a/b': '1.0.0-rc.1', real: '2.0.0', zod: '3.2.0 4.1.0' })
})

test.each([...lockNames, 'bun.lockb'])('of a %s that is broken there are none', (lock) => {
  for (const text of [
    '',
    '{',
    '<<<<<<< HEAD',
    '\0'.repeat(99),
    'null',
    '[]',
    '{"packages":7}',
    '{"packages":{"node_modules/x":null}}',
  ])
    expect(versionsIn(lock, text)).toEqual({})
})

test('an address in place of a name or a version is not told', () => {
  const secret = 'https://user:token@example.com/x.tgz'
  const text = npm({
    'node_modules/a': { version: secret },
    'node_modules/b': { name: secret, version: '1.0.0' },
  })
  expect(versionsIn('package-lock.json', text)).toEqual({})
})

test('packages that differ are named with both versions, and those that are not there any more', () => {
  const base = npm({
    'node_modules/gone': { version: '1.0.0', dev: true },
    'node_modules/same': { version: '1.0.0' },
    'node_modules/tool': { version: '1.0.0', dev: true },
    'node_modules/zod': { version: '4.1.0' },
  })
  const head = npm({
    'node_modules/same': { version: '1.0.0', integrity: 'another' },
    'node_modules/tool': { version: '1.1.0', dev: true },
    'node_modules/added': { version: '1.0.0' },
    'node_modules/zod': { version: '4.2.0' },
  })
  expect(changedPackages('package-lock.json', { base, head })).toEqual([
    { name: 'added', before: undefined, now: '1.0.0', isDevelopment: false },
    { name: 'gone', before: '1.0.0', now: undefined, isDevelopment: true },
    { name: 'tool', before: '1.0.0', now: '1.1.0', isDevelopment: true },
    { name: 'zod', before: '4.1.0', now: '4.2.0', isDevelopment: false },
  ])
})

test('what cannot be read is not known to differ', () => {
  const head = npm({ 'node_modules/zod': { version: '4.1.0' } })
  expect(changedPackages('package-lock.json', { base: undefined, head })).toBeUndefined()
  expect(changedPackages('package-lock.json', { base: '{', head })).toBeUndefined()
  expect(changedPackages('bun.lockb', { base: head, head })).toBeUndefined()
})
