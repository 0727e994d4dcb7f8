import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { main } from '../../built.ts'
import { gone } from '../../project.ts'

it.skipIf(process.platform === 'win32')(
  'what is guarded goes with a process that is killed, and not what was taken back',
  async () => {
    const root = mkdtempSync(join(tmpdir(), 'assay guard '))
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    const names = ['a', 'a b', '-c', '$(d)', 'e*']
    for (const name of names) mkdirSync(join(root, name))
    const program = `
      const { guardFolder } = await import(${JSON.stringify(pathToFileURL(join(main, '../../host/process/guard.js')).href)})
      const [first, second, third] = process.argv.slice(1).map(guardFolder)
      first()
      third()
      first()
      process.kill(process.pid, 'SIGKILL')`
    const args = ['--input-type=module', '-e', program, ...names.map((name) => join(root, name))]
    expect(spawnSync(process.execPath, args).signal).toBe('SIGKILL')
    await expect.poll(() => readdirSync(root).sort(), gone).toEqual(['-c', 'a'])
  },
)
