import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runProgram, runToBytes, runToEnd, stopPrograms } from '../../../src/host/process/program.ts'
import { gone } from '../../project.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-program-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const shell = (script: string, timeout = 60_000) =>
  runToEnd({ program: 'sh', args: ['-c', script], folder, timeout })

const isAlive = (file: string) => existsSync(`/proc/${readFileSync(join(folder, file), 'utf8').trim()}`)

describe('a program of others', () => {
  it('tells what it printed, and that it failed', async () => {
    expect(await shell('echo out; echo err >&2; exit 3')).toEqual({
      failed: true,
      missing: false,
      exitCode: 3,
      isLate: false,
      stdout: 'out\n',
      stderr: 'err\n',
      all: expect.stringContaining('out\n'),
    })
    const missing = await runToEnd({ program: 'assay-is-not-there', args: [], folder, timeout: 60_000 })
    expect(missing).toMatchObject({ failed: true, missing: true, isLate: false })
  })

  it.each([
    ['npm error code E404\nnpm error 404 gone\nnpm error A complete log of this run', 'code E404 404 gone'],
    ['src/a.ts: no such target\n\nNode.js v24.0.0\n', 'src/a.ts: no such target'],
    ['Error: \u001b[31mred\u001b[39m\n    at main (a.js:1:1)\n', 'Error: red'],
    ['', 'it does not say why'],
  ])('is quoted by its last words that tell something: %j', async (printed, said) => {
    const print = `process.stderr.write(${JSON.stringify(printed)}); process.exitCode = 1`
    expect(await runProgram(folder, [process.execPath, '-e', print])).toBe(said)
  })

  it('that says much before it fails is quoted by the end of it', async () => {
    const print = "console.log('word '.repeat(99) + 'end'); process.exitCode = 1"
    const said = await runProgram(folder, [process.execPath, '-e', print])
    expect(said).toMatch(/^….*word end$/u)
    expect(said).toHaveLength(140)
  })

  it('reads what it is given, and tells bytes as they are', async () => {
    const ended = await runToBytes({
      ...{ program: 'sh', args: ['-c', 'cat; printf x >&2'], folder, timeout: 60_000 },
      input: Uint8Array.of(0xff, 0, 10),
    })
    expect(ended).toMatchObject({ failed: false, stderr: 'x' })
    expect([...ended.stdout]).toEqual([0xff, 0, 10])
    const endless = { program: 'sh', args: ['-c', 'while :; do echo more; done'], folder, timeout: 60_000 }
    const { failed, isLate, stdout } = await runToBytes({ ...endless, most: 1000 })
    expect([failed, isLate, stdout.length]).toEqual([true, false, 1000])
    // Whoever reads nothing is no error of who gives.
    expect(await runToEnd({ ...endless, args: ['-c', 'exit 0'], input: 'x'.repeat(1e6) })).toMatchObject({
      failed: false,
    })
  })

  it('that takes too long is ended with its children, whether it heeds that or not', async () => {
    const ended = await shell(`trap '' TERM; sleep 300 & echo $! > late; wait; sleep 300`, 300)
    expect(ended).toMatchObject({ failed: true, isLate: true })
    await expect.poll(() => isAlive('late'), gone).toBe(false)
  })

  it('has ended when it has, whoever of its children holds its pipes', async () => {
    const ended = await shell('echo done; sleep 300 & echo $! > held; exit 0')
    expect(ended).toMatchObject({ failed: false, stdout: 'done\n' })
    await expect.poll(() => isAlive('held'), gone).toBe(false)
    // One that has left its group is not ours to end, and not waited for.
    expect(await shell('echo done; setsid sleep 20 & exit 0')).toMatchObject({
      failed: false,
      stdout: 'done\n',
    })
  })

  it('is ended when the person asks to stop, and others start as ever', async () => {
    const ended = shell('echo $$ > stopped; sleep 300')
    await expect.poll(() => existsSync(join(folder, 'stopped')), gone).toBe(true)
    stopPrograms()
    expect(await ended).toMatchObject({ failed: true, isLate: false })
    expect(await shell('echo again')).toMatchObject({ failed: false, stdout: 'again\n' })
  })
})
