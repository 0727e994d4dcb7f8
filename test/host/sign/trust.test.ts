import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeKey } from '../../../src/host/sign/issue-keys.ts'
import { addTrustedKey, readTrust } from '../../../src/host/sign/trust.ts'
import { configSchema } from '../../../src/model/config.ts'
import { main } from '../../built.ts'

let root = ''
const at = (path: string) => join(root, path)
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-trust-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the trust file', () => {
  const { trust } = configSchema.parse({}).certificate

  it('knows every key that was made at the same time, also by other processes', async () => {
    const program = `
      const { makeKey } = await import(${JSON.stringify(pathToFileURL(join(main, '../../host/sign/issue-keys.js')).href)})
      await makeKey('.', '.', process.argv[1], process.argv[2])`
    const make = (name: string) => {
      const args = [
        '--input-type=module',
        '-e',
        program,
        name,
        join(tmpdir(), `${root.split('/').at(-1)}-${name}.pem`),
      ]
      const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
      return new Promise((resolve) => child.once('close', resolve))
    }
    const all = ['one', 'two', 'three', 'four']
    const keyOf = (name: string) => join(tmpdir(), `${root.split('/').at(-1)}-${name}.pem`)
    try {
      const ends = await Promise.all([
        make('one'),
        make('two'),
        ...['three', 'four'].map((name) => makeKey(root, root, name, keyOf(name))),
      ])
      expect(ends.slice(0, 2)).toEqual([0, 0])
      const known = await readTrust(at(trust))
      expect(known?.keys.map(({ name }) => name).sort()).toEqual([...all].sort())
    } finally {
      for (const name of all) rmSync(keyOf(name), { force: true })
    }
  })

  it.each([
    ['[]', 'is no object', /^Fix it by hand, or restore/u],
    ['{', 'is no JSON', /^Fix it by hand, or restore/u],
    ['{"schema":"assay/trust@1","keys":5}', 'keys: Invalid input: expected array', /^Fix it/u],
    ['{"schema":"assay/trust@9","keys":{}}', "schema 'assay/trust@9'", /^Update Assay/u],
  ])(
    '%s says what is wrong and what helps, which is never the same command again',
    async (text, message, advice) => {
      writeFileSync(at(trust), text)
      await expect(makeKey(root, root, 'x', `${root}-x.pem`)).rejects.toMatchObject({
        code: 'trust',
        message: expect.stringContaining(message),
        advice: expect.stringMatching(advice),
      })
    },
  )

  it('that cannot be read is never taken for an empty one', async () => {
    mkdirSync(at(trust))
    await expect(readTrust(at(trust))).rejects.toMatchObject({ code: 'trust' })
    await expect(addTrustedKey(at(trust), 'x', {} as never)).rejects.toMatchObject({ code: 'trust' })
  })
})
