import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { roadOfBase, roadOfProject } from '../../../src/host/project/vitest-road.ts'
import { startVitestServers } from '../../../src/host/project/vitest-servers.ts'

const parent = mkdtempSync(join(tmpdir(), 'assay-vitest-road-'))
afterAll(() => rmSync(parent, { recursive: true }))

const file = 'a.bench.ts'
const setup = "export default { test: { setupFiles: ['./setup.ts'] } }"

// Vitest itself reads what stands here.
const asked = ['@vitest', 'environment'].join('-')

/** A folder with these files, and Vitest by its manifest. */
function folderOf(name: string, files: Readonly<Record<string, string>>, version = '5.1.0'): string {
  const all = {
    'package.json': '{}',
    'node_modules/vitest/package.json': JSON.stringify({ name: 'vitest', version }),
    [file]: "import { test } from 'vitest'\n",
    ...files,
  }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(parent, name, path)), { recursive: true })
    writeFileSync(join(parent, name, path), text)
  }
  return join(parent, name)
}

const whyIn = (root: string) => roadOfProject(root, startVitestServers()).whyNeeded(file)

it.each([
  ['nothing says more than Node knows', {}, undefined],
  [
    'its configuration is plain',
    { 'vitest.config.ts': 'export default { test: { globals: true } }' },
    undefined,
  ],
  ['its configuration says more', { 'vite.config.js': setup }, 'vite.config.js says what Node does not know'],
  [
    'a script of benchmarks names a configuration',
    { 'package.json': '{ "scripts": { "bench": "vitest bench --config own.ts" } }', 'own.ts': setup },
    'own.ts says what Node does not know',
  ],
  [
    'it asks for an environment',
    { [file]: `// ${asked} jsdom\nimport 'vitest'\n` },
    'it asks for another environment',
  ],
  ['it is written for something else', { [file]: "import 'mitata'\n", 'vite.config.js': setup }, undefined],
])('a file of which %s', (name, files, expected) => {
  expect(whyIn(folderOf(name, files))).toBe(expected)
})

it('of a version that has no workers of others goes Node\u2019s way', () => {
  expect(whyIn(folderOf('old', { 'vite.config.js': setup }, '3.2.4'))).toBeUndefined()
})

it('of a base goes the way of the working tree\u2019s, which goes the way that the base needs', () => {
  const servers = startVitestServers()
  const root = folderOf('base', { 'vite.config.js': setup })
  const alias = { within: root, moves: [] }
  expect(roadOfBase({ root, alias }, servers).whyNeeded(file)).toBe(
    'vite.config.js says what Node does not know',
  )
  const plain = roadOfBase({ root: folderOf('plain', {}), alias }, servers)
  expect(plain.whyNeeded(file)).toBeUndefined()
  plain.take(file)
  expect(servers.files.has(file)).toBe(true)
  expect(plain.whyNeeded(file)).toBe('as in the working tree')
})
