import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { changesSince } from '../../src/host/base.ts'
import { configOf } from '../core/given.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-base-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const since = (ref: string) => changesSince(folder, ref, [], configOf())

describe('what a published version has in common with the working tree', () => {
  it('is not asked in a folder that is no package', async () => {
    await expect(since('npm:latest')).rejects.toThrow('there is no package.json that can be read')
  })

  it('is nothing that anybody knows, without git and before the registry is asked', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "name": "example" }')
    expect(await since('npm:latest')).toEqual({
      reference: { ref: 'npm:latest' },
      untouched: new Set(),
      edited: new Set(),
    })
  })
})
