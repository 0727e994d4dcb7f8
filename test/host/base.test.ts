import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { changesSince } from '../../src/host/base.ts'
import { configOf } from '../core/given.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-base-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a published version', () => {
  it('is none of a folder that is no package', async () => {
    await expect(changesSince(folder, 'npm:latest', [], configOf())).rejects.toThrow(
      'there is no package.json that can be read',
    )
  })
})
