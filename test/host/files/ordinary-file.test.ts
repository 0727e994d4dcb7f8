import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readOrdinaryText } from '../../../src/host/files/ordinary-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-ordinary-'))
let server: Server

beforeAll(async () => {
  writeFileSync(join(folder, 'file'), 'text')
  mkdirSync(join(folder, 'folder'))
  execFileSync('mkfifo', [join(folder, 'pipe')])
  server = createServer()
  await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

it('reads an ordinary file', async () => {
  expect(await readOrdinaryText(join(folder, 'file'))).toBe('text')
})

it.each([
  ['a pipe', 'pipe'],
  ['a socket', 'socket'],
  ['a device', '/dev/null'],
])('opens none that is %s, and says so', async (what, name) => {
  await expect(readOrdinaryText(join(name.startsWith('/') ? '' : folder, name))).rejects.toMatchObject({
    code: 'not-a-file',
    message: expect.stringContaining(` is ${what}, where a file is needed`),
  })
})

it.each([
  ['EISDIR', 'folder'],
  ['ENOENT', 'nothing'],
])('passes on what the system says: %s', async (code, name) => {
  await expect(readOrdinaryText(join(folder, name))).rejects.toMatchObject({ code })
})
