import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { allowChildren, type Child, endChildren, startChild } from '../../../src/host/process/child.ts'
import { limitTime } from '../../../src/host/process/time-limit.ts'
import { startFork } from '../../../src/host/run/fork.ts'
import { configSchema } from '../../../src/model/config.ts'
import { project } from '../../project.ts'

const config = configSchema.parse({ time: { perBenchmark: '20 ms', timeout: '60 s' } })

/** Nothing else happens in this process meanwhile. */
function block(until: () => boolean): void {
  while (!until()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
}

/** Whether a process has ended, and nobody has asked how. */
function hasGone(pid: number | undefined): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return stat[stat.lastIndexOf(')') + 2] === 'Z'
}

const onLinux = process.platform === 'linux'

// When one child has ended the system is asked about all of them, and what others have written is not read yet.
it.runIf(onLinux)(
  'a child is heard to the end, also where its end is told before its last words',
  async () => {
    const wait = (file: string) => `import { existsSync } from 'node:fs'
while (!existsSync('${file}')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)`
    const { folder, write } = project({
      'first.bench.js': `${wait('begin')}\nthrow new Error('first')`,
      'says.bench.js': `${wait('go')}\nthrow new Error('the last word')`,
      'prints.bench.js': `${wait('go')}\nconsole.error('the last line')\nprocess.exit(3)`,
    })
    const step = (file: string) =>
      ({ kind: 'function', task: 'agree', stage: 'check', file, keys: ['x'], ids: ['x'], round: 0 }) as const
    const [says, prints] = [step('says.bench.js'), step('prints.bench.js')].map((one) =>
      startFork(folder, one, config),
    )
    const first: Child = startChild({ program: 'measure', root: folder }, (message) => {
      const { type, phase } = message as { type: string; phase?: string }
      if (phase === 'loading') {
        write('begin', '')
        block(() => hasGone(first.pid))
      }
      if (type !== 'failed') return
      write('go', '')
      block(() => hasGone(says!.pid) && hasGone(prints!.pid))
    })
    first.send({ kind: 'agree', source: { file: `${folder}/first.bench.js` }, keys: ['x'], timeout: 60e9 })
    await first.ended
    expect(await says!.outcome).toMatchObject({
      failure: { reason: 'load-error', message: expect.stringContaining('the last word') },
    })
    expect(await prints!.outcome).toMatchObject({ failure: { reason: 'exited', stderr: 'the last line' } })
  },
)

it.runIf(onLinux)('what came while this process was stopped is read before its time is over', async () => {
  const heard: string[] = []
  const child = spawn('/bin/echo', ['said'])
  child.stdout.once('data', () => heard.push('said'))
  const { promise, resolve } = Promise.withResolvers<void>()
  const start = performance.now()
  limitTime(1e6, () => {
    heard.push('late')
    resolve()
  })
  block(() => hasGone(child.pid) && performance.now() > start + 5)
  await promise
  expect(heard).toEqual(['said', 'late'])
})

it('a child that is started once all were ended is ended, until children may live again', async () => {
  const { folder } = project({ 'ends.bench.js': "import { bench } from 'assay'\nbench('x', () => 1)" })
  const ending = () => {
    const child = startChild({ program: 'measure', root: folder }, () => {})
    child.send({ kind: 'agree', source: { file: `${folder}/ends.bench.js` }, keys: ['x'], timeout: 60e9 })
    return child.ended
  }
  try {
    endChildren()
    expect(await ending()).toMatchObject({ byUs: true })
  } finally {
    allowChildren()
  }
  expect(await ending()).toMatchObject({ byUs: false, exitCode: 0 })
})
