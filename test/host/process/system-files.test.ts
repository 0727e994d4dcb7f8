import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ordinaryFiles, systemFiles } from '../../../src/host/process/system-files.ts'

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

test('of a project only ordinary files are read: a pipe would be waited for, and a device has no end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'yarn.lock'), 'text\n')
  expect(ordinaryFiles.read(join(folder, 'yarn.lock'))).toBe('text')
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'package-lock.json')])
  for (const path of [folder, join(folder, 'package-lock.json'), '/dev/zero', join(folder, 'missing')])
    expect(ordinaryFiles.read(path)).toBeUndefined()
})
