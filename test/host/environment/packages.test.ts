import { expect, test } from 'vitest'
import { readPackages } from '../../../src/host/environment/packages.ts'
import { fakeFiles } from './fake-files.ts'

const lock = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    'node_modules/zod': { version: '4.1.0' },
    'node_modules/x/node_modules/zod': { version: '3.2.0' },
    'node_modules/tool': { version: '1.0.0', dev: true },
    'node_modules/both': { version: '2.0.0' },
    'node_modules/private': { version: 'git+https://user:token@example.com/x.git' },
    'node_modules/deep': { version: '9.9.9' },
  },
})
const manifest = JSON.stringify({
  dependencies: { zod: '^4', private: 'git+https://user:token@example.com/x.git', gone: '1' },
  peerDependencies: { both: '*' },
  devDependencies: { tool: '1', both: '2' },
})

test('what package.json names is recorded with the versions of the lock file, and no address', () => {
  const files = fakeFiles({ '/p/.git/HEAD': '', '/p/package.json': manifest, '/p/package-lock.json': lock })
  const found = readPackages(files, '/p')
  expect(found).toEqual({
    lock: { path: 'package-lock.json', digest: expect.stringMatching(/^[0-9a-f]{16}$/u) },
    runtime: { both: '2.0.0', zod: '3.2.0 4.1.0' },
    development: { tool: '1.0.0' },
  })
  expect(JSON.stringify(found)).not.toContain('token')
})

test('the digest is that of the text, whatever ends its lines', () => {
  const digestOf = (text: string) => readPackages(fakeFiles({ '/p/yarn.lock': text }), '/p')?.lock.digest
  expect(digestOf('a\r\nb\r\n')).toBe(digestOf('a\nb'.concat('\n')))
  expect(digestOf('a\nb')).not.toBe(digestOf('a\nc'))
})

test('of a package of a workspace it is the lock file of the repository', () => {
  const files = fakeFiles({
    '/r/.git/HEAD': '',
    '/r/pnpm-lock.yaml': 'packages:\n  zod@4.1.0:\n',
    '/r/packages/a/package.json': manifest,
  })
  expect(readPackages(files, '/r/packages/a')).toMatchObject({
    lock: { path: '../../pnpm-lock.yaml' },
    runtime: { zod: '4.1.0' },
  })
})

test('outside git no other folder is looked at, and none above a repository', () => {
  const files = fakeFiles({ '/yarn.lock': 'x', '/p/package.json': manifest, '/q/.git': 'gitdir: y' })
  expect(readPackages(files, '/p')).toBeUndefined()
  expect(readPackages(files, '/q')).toBeUndefined()
})

test.each(['', 'null', '{', '{"dependencies":["zod"],"devDependencies":"zod"}'])(
  'where package.json is %j, the lock file is told all the same',
  (text) => {
    const files = fakeFiles({ '/p/package.json': text, '/p/bun.lock': '{}' })
    expect(readPackages(files, '/p')).toMatchObject({ runtime: {}, development: {} })
  },
)
