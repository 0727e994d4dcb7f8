import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startChild } from '../../src/host/child.ts'
import { project } from '../project.ts'

/** Waits for the end of a process without a turn of the event loop, in which it would be told. */
function waitForEnd(pid: number): void {
  // Its threads end after it, and only then it is told.
  const isOver = () =>
    process.platform === 'linux' &&
    / Z /u.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) &&
    readdirSync(`/proc/${pid}/task`).length === 1
  const last = Date.now() + (process.platform === 'linux' ? 60_000 : 500)
  while (!isOver() && Date.now() < last) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
}

it('hears what a child says at its end, also when the end of another one is told at the same time', async () => {
  const place = project({
    'one.js': `import { existsSync } from 'node:fs'
process.send('first')
while (!existsSync('on'));
process.send('second', () => process.exit(0))`,
    'other.js': `import { existsSync } from 'node:fs'
process.send('ready')
while (!existsSync('go'));
process.send('last words', () => process.exit(0))`,
  })
  const heard: unknown[] = []
  const ready = Promise.withResolvers<void>()
  const start = (file: string, hear: (message: unknown) => void) => {
    const child = startChild({ program: 'load', root: place.folder }, hear)
    child.send({ type: 'list', file: join(place.folder, file) })
    return child
  }
  const other = start('other.js', (message) => {
    heard.push(message)
    if (message === 'ready') ready.resolve()
  })
  await ready.promise
  const one = start('one.js', (message) => {
    // Its end comes to be known together with its second message, and with its end that of the other one.
    if (message !== 'first' && message !== 'second') return
    const [waitsFor, { pid }] = message === 'first' ? ['on', one] : ['go', other]
    writeFileSync(join(place.folder, waitsFor), '')
    waitForEnd(pid!)
  })
  const endings = await Promise.all([one.ended, other.ended])
  expect(endings.map(({ exitCode, byUs }) => [exitCode, byUs])).toEqual([
    [0, false],
    [0, false],
  ])
  expect(heard).toContain('last words')
})
