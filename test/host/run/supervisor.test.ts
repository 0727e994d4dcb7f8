import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cpusOf } from '../../../src/host/process/affinity.ts'
import { nameControlGroup } from '../../../src/host/run/control-group.ts'
import {
  type Arm,
  type Supervisor,
  type SupervisorName,
  startSupervisor,
} from '../../../src/host/run/supervisor.ts'
import type { RunEnd } from '../../../src/host/run/supervisor-answers.ts'
import type { CommandRun } from '../../../src/model/command.ts'
import { project } from '../../project.ts'

const limits = { limit: 20e9, grace: 0.1e9 }
const { folder } = project({})
mkdirSync(join(folder, 'sub'))
writeFileSync(join(folder, 'plain'), 'no program')
writeFileSync(join(folder, 'input'), 'from a file\n')

/** Of this machine, those that are there: perl is in every Debian, python3 in most. */
const there: SupervisorName[] = []
for (const name of ['perl', 'python', 'node'] as const) {
  const supervisor = await startSupervisor(folder, [name])
  if (supervisor.facts.program === name) there.push(name)
  await supervisor.close()
}

/** Several commands under one supervisor, which is closed afterwards. */
async function under<T>(name: SupervisorName, body: (supervisor: Supervisor) => Promise<T>): Promise<T> {
  const supervisor = await startSupervisor(folder, [name])
  try {
    return await body(supervisor)
  } finally {
    await supervisor.close()
  }
}
const arm = (args: string[], more: Partial<Arm> = {}): Arm => ({
  ...{ args, cwd: folder, env: { PATH: process.env.PATH }, isHeard: false },
  ...more,
})
const shell = (text: string, more: Partial<Arm> = {}) => arm(['/bin/sh', '-c', text], more)
async function run(supervisor: Supervisor, one: Arm, over: Partial<typeof limits> = {}): Promise<RunEnd> {
  supervisor.define('one', one)
  return supervisor.run('one', { ...limits, ...over })
}
const done = (end: RunEnd) => end as CommandRun

/** Whether this process may make control groups in its own. */
function mayGroup(): boolean {
  const path = nameControlGroup()
  if (path === undefined) return false
  try {
    mkdirSync(path)
    rmdirSync(path)
    return true
  } catch {
    return false
  }
}

describe('a control group', () => {
  const busy = 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done'

  it('is had by each command where this process may make some, and nothing stays of it', async () => {
    let path: string | undefined
    const supervisor = await startSupervisor(folder, ['perl'], () => {
      path = nameControlGroup()
      return path
    })
    const isGrouped = supervisor.facts.grouped === true
    expect(isGrouped).toBe(there.includes('perl') && mayGroup())
    const one = done(await run(supervisor, shell(busy)))
    expect(one.stalled !== undefined).toBe(isGrouped && /^full/mu.test(pressure()))
    expect(path !== undefined && existsSync(path)).toBe(isGrouped)
    // What nobody waits for, in a session of its own, is seen by its group alone.
    const away = `setsid sh -c '${busy}; touch done; sleep 60' & until [ -e done ]; do sleep 0.02; done`
    const left = done(await run(supervisor, shell(away)))
    expect(left.exit).toBe(0)
    if (supervisor.facts.program === 'perl') expect(left.left).toBe(true)
    if (isGrouped) expect(left.user! + left.system!).toBeGreaterThan(0.5 * (one.user! + one.system!))
    expect(isGrouped ? readdirSync(path!).filter((name) => /^\d/u.test(name)) : []).toEqual([])
    await supervisor.close()
    expect(path !== undefined && existsSync(path)).toBe(false)
  })

  it('is done without where none can be made', async () => {
    const none = join(folder, 'no such folder', 'group')
    const supervisor = await startSupervisor(folder, ['perl', 'node'], () => none)
    expect(supervisor.facts.grouped).toBeUndefined()
    const one = done(await run(supervisor, shell(busy)))
    expect(one).toMatchObject({ exit: 0 })
    expect(one.stalled).toBeUndefined()
    await supervisor.close()
  })

  it('of a process that was killed is removed by the next one', async () => {
    const one = spawn('sleep', ['60'])
    const path = nameControlGroup()
    one.kill('SIGKILL')
    await once(one, 'exit')
    const left = path && join(dirname(path), basename(path).replace(`-${process.pid}-`, `-${one.pid}-`))
    const made = left !== undefined && mayGroup()
    if (made) mkdirSync(join(left, '0'), { recursive: true })
    nameControlGroup()
    expect(left !== undefined && existsSync(left)).toBe(false)
  })

  const pressure = () => {
    const path = nameControlGroup()
    const file = path && join(dirname(path), 'cpu.pressure')
    return file && existsSync(file) ? readFileSync(file, 'utf8') : ''
  }
})

it('falls back to Node, which needs nothing', () => {
  expect(there).toContain('node')
})

describe.each(there)('commands under %s', (name) => {
  it('end with what they end with', () =>
    under(name, async (supervisor) => {
      expect(await run(supervisor, shell('exit 3'))).toMatchObject({ exit: 3, signal: 0, late: false })
      expect(await run(supervisor, shell('kill -9 $$'))).toMatchObject({ exit: 0, signal: 9 })
      expect(await run(supervisor, arm(['true']))).toMatchObject({ exit: 0, signal: 0, slices: 1 })
    }))

  it('are refused where they cannot begin', () =>
    under(name, async (supervisor) => {
      const refused = { refused: expect.stringMatching(/no such file|ENOENT/iu) }
      expect(await run(supervisor, arm(['no-such-program']))).toMatchObject(refused)
      expect(await run(supervisor, arm(['./plain']))).toMatchObject({
        refused: expect.stringMatching(/permission|EACCES/iu),
      })
      expect(await run(supervisor, arm(['./sub']))).toMatchObject({
        refused: expect.stringMatching(/permission|EACCES/iu),
      })
      // The next one is another one.
      expect(await run(supervisor, arm(['true']))).toMatchObject({ exit: 0 })
    }))

  it('read what they are given, and nothing otherwise', () =>
    under(name, async (supervisor) => {
      const echo = 'read line; [ "$line" = "from a file" ]'
      expect(await run(supervisor, shell(echo, { stdin: join(folder, 'input') }))).toMatchObject({ exit: 0 })
      expect(await run(supervisor, shell('cat'))).toMatchObject({ exit: 0 })
    }))

  it('get their arguments, their folder and their environment as they are', () =>
    under(name, async (supervisor) => {
      const words = ['$(touch sub/made)', 'a b', '"', "it's", '-n', '', 'ü\n']
      const printed = await hear(
        supervisor,
        arm(['/bin/sh', '-c', 'pwd; printf "%s|" "$@"; echo "$MINE"', 'sh', ...words], {
          ...{ cwd: join(folder, 'sub'), env: { PATH: process.env.PATH, MINE: '$HOME `x`' }, isHeard: true },
        }),
      )
      expect(printed).toBe(`${join(folder, 'sub')}\n${words.join('|')}|$HOME \`x\`\n`)
    }))

  it('are heard whole, and each alone', () =>
    under(name, async (supervisor) => {
      const heard = (text: string) => hear(supervisor, shell(text, { isHeard: true }))
      expect(await heard('yes 0123456789 | head -c 3000000')).toHaveLength(3_000_000)
      expect(await heard('printf "\\000\\377"')).toHaveLength(2)
      expect(await heard('echo a')).toBe('a\n')
      expect(await heard('true')).toBe('')
      await run(supervisor, shell('echo complaint >&2; exit 1'))
      await supervisor.hear()
      expect(supervisor.complaint()).toContain('complaint')
    }))

  it('are ended when they take too long, also those that do not listen', () =>
    under(name, async (supervisor) => {
      expect(await run(supervisor, arm(['sleep', '60']), { limit: 0.05e9 })).toMatchObject({ late: true })
      const deaf = shell('trap "" TERM; sleep 60 & wait; sleep 60')
      expect(await run(supervisor, deaf, { limit: 0.2e9 })).toMatchObject({ late: true, signal: 9 })
      expect(await run(supervisor, arm(['true']))).toMatchObject({ exit: 0, late: false })
    }))
})

describe.each(there.filter((name) => name !== 'node'))('what %s tells of commands', (name) => {
  it('is what they used, and nothing of its own', () =>
    under(name, async (supervisor) => {
      const { facts } = supervisor
      expect(facts.floor).toBeLessThan(12e6)
      const used = done(await run(supervisor, shell('i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done')))
      expect(used.user! + used.system!).toBeGreaterThan(1e6)
      // The queue of the first thread is all there is of it.
      expect(Math.abs(used.oncpu! - used.user! - used.system!)).toBeLessThan(3e6 + 0.2 * used.oncpu!)
      expect(used.wall).toBeGreaterThanOrEqual(used.oncpu! * 0.9)
      const slept = done(await run(supervisor, arm(['sleep', '0.05'])))
      expect(slept.user! + slept.system!).toBeLessThan(0.04e9)
      expect(slept.wall).toBeGreaterThan(0.049e9)
    }))

  it('is their peak memory, though this process has more', () =>
    under(name, async (supervisor) => {
      const large = new Uint8Array(300e6).fill(1)
      const peakOf = async (megabytes: number) => {
        // A variable of the shell, and the string that it is made from.
        const text = `x=$(head -c ${megabytes}000000 /dev/zero | tr '\\0' x); echo \${#x}`
        return done(await run(supervisor, shell(text))).peak!
      }
      const [small, more] = [await peakOf(1), await peakOf(20)]
      expect(large[299_999_999]).toBe(1)
      expect(small).toBeLessThan(40e6)
      expect(more - small).toBeGreaterThan(15e6)
    }))

  it('is the memory of all of them together, where there are several', () =>
    under(name, async (supervisor) => {
      const keep = `${process.execPath} -e 'const kept = Buffer.alloc(50e6, 1); setTimeout(() => kept.length, 400)'`
      const [one, two] = [
        await run(supervisor, shell(`exec ${keep}`)),
        await run(supervisor, shell(`${keep} & ${keep} & wait`)),
      ]
      expect(done(one).tree).toBeUndefined()
      expect(done(two).tree! / done(two).peak!).toBeGreaterThan(1.7)
      expect(done(two).tree! / done(two).peak!).toBeLessThan(2.3)
    }))

  it('is whom they leave behind, who is ended', () =>
    under(name, async (supervisor) => {
      const end = await run(supervisor, shell('sleep 61 & exit 0'))
      expect(end).toMatchObject({ exit: 0, left: true })
      expect(await run(supervisor, shell('true & exit 0; wait'))).toMatchObject({ exit: 0 })
      expect(await run(supervisor, arm(['true']))).toMatchObject({ left: false })
    }))

  it('is whoever left their group, too', () =>
    under(name, async (supervisor) => {
      const end = await run(supervisor, shell('setsid sleep 63 & exit 0'))
      expect(end).toMatchObject({ exit: 0, left: true, children: true })
      expect(await run(supervisor, arm(['true']))).toMatchObject({ left: false, children: false })
    }))

  it('is nothing of what they are heard by', () =>
    under(name, async (supervisor) => {
      const end = await run(
        supervisor,
        shell('for fd in 3 4 5; do test -e /proc/$$/fd/$fd && exit 9; done; true'),
      )
      expect(end).toMatchObject({ exit: 0, children: false })
      expect(await run(supervisor, shell('/bin/true; exit 0'))).toMatchObject({ children: true })
    }))

  it('is the same of two that wait for children by vfork, which cannot stop meanwhile', () =>
    under(name, async (supervisor) => {
      const text = 'i=0; while [ $i -lt 60 ]; do /bin/true; i=$((i+1)); done'
      supervisor.define('a', shell(text))
      supervisor.define('b', shell(text))
      const ends = await supervisor.slice(['a', 'b'], limits, 1e6, [true, false])
      expect(ends).toMatchObject({ a: { exit: 0, late: false }, b: { exit: 0, late: false } })
    }))

  it('is the same of two that take turns', () =>
    under(name, async (supervisor) => {
      const loop = (turns: number) => shell(`i=0; while [ $i -lt ${turns} ]; do i=$((i+1)); done`)
      supervisor.define('a', loop(50_000))
      supervisor.define('b', loop(150_000))
      supervisor.define('missing', arm(['no-such-program']))
      const { a, b } = await supervisor.slice(['a', 'b'], limits, 2e6, [true, false])
      const [first, second] = [done(a!), done(b!)]
      expect(first.slices).toBeGreaterThan(2)
      expect(second.slices).toBeGreaterThan(2)
      const cpu = ({ user = 0, system = 0 }: CommandRun) => user + system
      expect(cpu(second)).toBeGreaterThan(cpu(first))
      const mixed = await supervisor.slice(['a', 'missing'], limits, 5e6, [true])
      expect(mixed).toMatchObject({ a: { exit: 0 }, missing: { stage: 'exec' } })
      // One that sleeps, and one that takes too long.
      supervisor.define('sleeps', arm(['sleep', '60']))
      const late = await supervisor.slice(['sleeps', 'a'], { ...limits, limit: 0.02e9 }, 5e6, [true])
      expect(late).toMatchObject({ a: { late: true }, sleeps: { late: true } })
    }))
})

describe.each(there.filter((name) => name === 'perl'))('what is followed under %s', (name) => {
  const follow = async (supervisor: Supervisor, one: Arm, limit = limits.limit) => {
    supervisor.define('one', one)
    return supervisor.follow('one', { ...limits, limit })
  }

  it('is what it opens and writes, with what it starts', () =>
    under(name, async (supervisor) => {
      const text = 'cat plain input > out 2>/dev/null; (printf 12345 > /dev/null); cat no-such-file; exit 4'
      const { end, files, calls, written } = await follow(supervisor, shell(text))
      // Where it is not permitted to trace a process.
      if ('refused' in end) return expect(end.stage).toBe('follow')
      expect(end).toMatchObject({ exit: 4, signal: 0, late: false })
      const opened = files.filter((path) => path.startsWith(folder))
      expect(opened.map((path) => path.slice(folder.length + 1)).sort()).toEqual(['input', 'out', 'plain'])
      expect(files.some((path) => path.endsWith('/cat'))).toBe(true)
      expect(written).toBeGreaterThanOrEqual(10 + 12 + 5)
      expect(calls).toBeGreaterThan(50)
      expect((await follow(supervisor, shell(text))).calls).toBe(calls)
      // Whatever comes next is as usual.
      expect(await run(supervisor, arm(['true']))).toMatchObject({ exit: 0, left: false })
    }))

  it('is ended as any other', () =>
    under(name, async (supervisor) => {
      if ('refused' in (await follow(supervisor, arm(['true']))).end) return
      expect((await follow(supervisor, shell('kill -9 $$'))).end).toMatchObject({ signal: 9 })
      expect((await follow(supervisor, arm(['no-such-program']))).end).toMatchObject({ stage: 'exec' })
      expect((await follow(supervisor, shell('sleep 62 & exit 0'))).end).toMatchObject({ exit: 0 })
      for (const text of ['sleep 62', 'trap "" TERM; sleep 62', 'kill -STOP $$'])
        expect((await follow(supervisor, shell(text), 0.2e9)).end).toMatchObject({ late: true })
      const threads = arm([
        process.execPath,
        '-e',
        'new (require("worker_threads").Worker)("1", { eval: true })',
      ])
      expect((await follow(supervisor, threads)).end).toMatchObject({ exit: 0 })
    }))

  it('may be out of memory, or none', () =>
    under(name, async (supervisor) => {
      for (const path of [join(folder, 'input'), join(folder, 'none'), folder, '/proc/self/status'])
        supervisor.evict(path)
      expect(await hear(supervisor, arm(['cat', 'input'], { isHeard: true }))).toBe('from a file\n')
    }))
})

const cpus = process.platform === 'linux' ? cpusOf(readFileSync('/proc/self/status', 'utf8')) : []

describe.each(there.filter((name) => name !== 'node'))('the CPU of commands under %s', (name) => {
  it('is the one that they are kept on, until they are free', () =>
    under(name, async (supervisor) => {
      const look = async () =>
        cpusOf(await hear(supervisor, arm(['cat', '/proc/self/status'], { isHeard: true })))
      supervisor.keepOn({ cpu: cpus[0]!, freeTurns: 0 })
      expect(await look()).toEqual([cpus[0]])
      supervisor.keepOn({ cpu: cpus[0]!, freeTurns: 1 })
      expect(await look()).toEqual(cpus)
      supervisor.keepOn({ cpu: 5000, freeTurns: 0 })
      expect(await look()).toEqual(cpus)
      supervisor.keepOn()
      expect(await look()).toEqual(cpus)
    }))

  it('is theirs from the turn on that is asked for', () =>
    under(name, async (supervisor) => {
      const text = 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; exec cat /proc/self/status'
      supervisor.keepOn({ cpu: cpus[0]!, freeTurns: 1 })
      for (const one of ['a', 'b'] as const)
        supervisor.define(one, shell(text, { output: join(folder, one) }))
      const { a } = await supervisor.slice(['a', 'b'], limits, 2e6, [true])
      expect(done(a!).slices).toBeGreaterThan(1)
      expect(cpusOf(readFileSync(join(folder, 'a'), 'utf8'))).toEqual([cpus[0]])
    }))
})

/** What a heard command prints, as text of single bytes. */
async function hear(supervisor: Supervisor, one: Arm): Promise<string> {
  const chunks: Buffer[] = []
  await supervisor.hear((stream, chunk) => {
    if (stream === 'stdout') chunks.push(Buffer.from(chunk))
  })
  await run(supervisor, one)
  await supervisor.hear()
  const all = Buffer.concat(chunks)
  return all.includes(255) ? all.toString('latin1') : all.toString('utf8')
}
