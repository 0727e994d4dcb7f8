import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemFiles } from '../../../src/host/process/system-files.ts'

test('what exists is read and listed, and what does not is nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'governor'), 'powersave\n')
  expect(systemFiles.read(join(folder, 'governor'))).toBe('powersave')
  expect(systemFiles.list(folder)).toEqual(['governor'])
  expect(systemFiles.read(join(folder, 'missing'))).toBeUndefined()
  expect(systemFiles.read(folder)).toBeUndefined()
  expect(systemFiles.list(join(folder, 'missing'))).toEqual([])
})
