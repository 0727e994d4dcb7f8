import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type CommandOptions, type CommandWords, command } from '../../../src/api/command.ts'
import { registry } from '../../../src/api/registry.ts'
import { declareOwnMetrics } from '../../../src/core/kind/own-metrics.ts'
import type { Base } from '../../../src/flow/ports/revisions.ts'
import { commandRunner } from '../../../src/host/run/command.ts'
import { type CommandDetail, type CommandSpec, commandSpecSchema } from '../../../src/model/command.ts'
import { completeMetric } from '../../../src/model/own-metric.ts'
import type { Randomization, Step } from '../../../src/model/step.ts'
import type { Measured, Trial } from '../../../src/model/trial.ts'
import { configOf } from '../../core/given.ts'
import { project } from '../../project.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A project, a base of it in another folder, and commands that are measured there. */
function given(
  files: Readonly<Record<string, string>> = {},
  ofBase: Readonly<Record<string, string>> = {},
  timeout = '20 s',
) {
  const config = configOf({ time: { perBenchmark: '20 ms', timeout } })
  const { folder, write, read } = project(files)
  const home = join(folder, 'base')
  mkdirSync(home)
  for (const [file, text] of Object.entries({ ...files, ...ofBase })) write(join('base', file), text)
  const specs = new Map<string, CommandSpec>()
  const runner = commandRunner(folder, () => specs)
  closing.push(() => runner.close!())
  const alias = { within: home, moves: [{ from: folder, to: home }] }
  const base = { root: home, cwd: home, alias } as unknown as Base
  return {
    folder,
    read: (file: string) => (existsSync(join(folder, file)) ? read(file) : ''),
    add(line: CommandWords, options: CommandOptions = {}): string {
      const id = `c${specs.size}`
      command(id, line, options)
      specs.set(id, commandSpecSchema.parse(registry().at(-1)!.command))
      return id
    },
    declare: () => declareOwnMetrics({ rows: completeMetric('rows', {}) }),
    alone: async (id: string): Promise<Trial> => (await runner.run(stepOf([id], 'head'), config))[0]!,
    pair: (id: string, more: Partial<Step> = {}) =>
      runner.run({ ...stepOf([id], 'pair'), way: 'apart', ...more }, config, base),
    agree: (...ids: string[]) =>
      runner.run({ ...stepOf(ids, 'head'), task: 'agree', stage: 'check' }, config),
  }
}

function stepOf(ids: readonly string[], side: Step['side']): Step {
  const randomization: Randomization = {
    ...{ loads: 'base', runs: 'head', seed: 1, padding: 100 },
    turns: ['head', 'base', 'base', 'head'],
  }
  const about = { kind: 'command', task: 'time', stage: 'screen', file: 'a', round: 1 } as const
  return { ...about, side, keys: ids, ids, ...(side === 'pair' && { randomization }) }
}
const measuredOf = ({ end }: Trial) => end as Measured
const detailOf = (trial: Trial) => measuredOf(trial).detail as CommandDetail
const failureOf = ({ end }: Trial) => (end.state === 'failed' ? end.failure : undefined)

describe('a command alone', () => {
  it('is measured with what is around it', async () => {
    const log = (word: string) => `echo ${word} >> log`
    const { add, alone, read } = given({ 'in.txt': 'input' })
    const id = add(['/bin/sh', '-c', 'cat; pwd >&2; echo run >> log'], {
      ...{ stdin: { file: 'in.txt' }, setup: log('setup'), cleanup: log('cleanup') },
      ...{ prepare: log('prepare'), conclude: ['/bin/sh', '-c', log('conclude')] },
    })
    const trial = await alone(id)
    expect(trial).toMatchObject({ kind: 'command', id, side: 'head', end: { state: 'measured' } })
    expect(measuredOf(trial).values.time).toBeGreaterThan(0)
    expect(detailOf(trial).output).toMatch(/^[0-9a-f]{64}$/u)
    const run = ['prepare', 'run', 'conclude']
    expect(read('log').trim().split('\n')).toEqual(['setup', ...run, ...run, 'cleanup'])
  })

  it('finds programs of the project, and runs in its folder', async () => {
    const { add, alone, folder, read } = given({ 'sub/x': '' })
    const id = add('tool > ../told', { cwd: 'sub' })
    expect(failureOf(await alone(id))).toMatchObject({
      reason: 'wrong-exit',
      stderr: expect.stringContaining('not found'),
    })
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true })
    writeFileSync(join(folder, 'node_modules/.bin/tool'), '#!/bin/sh\npwd\n', { mode: 0o755 })
    expect(failureOf(await alone(id))).toBeUndefined()
    expect(read('told')).toBe(`${join(folder, 'sub')}\n`)
  })

  it.each<[string, CommandWords, CommandOptions, object]>([
    [
      'does not exist',
      ['no-such-program'],
      {},
      { reason: 'not-started', message: expect.stringContaining("'no-such-program' cannot be started") },
    ],
    [
      'is no program',
      ['./package.json'],
      {},
      { reason: 'not-started', remedy: expect.stringContaining('must be executable') },
    ],
    [
      'has no folder',
      ['true'],
      { cwd: 'nowhere' },
      { reason: 'not-started', message: "its folder 'nowhere' is not there" },
    ],
    [
      'reads a folder',
      ['cat'],
      { stdin: { file: 'sub' } },
      { reason: 'not-started', message: expect.stringContaining('is a folder') },
    ],
    [
      'reads what is not there',
      ['cat'],
      { stdin: { file: 'none' } },
      { reason: 'not-started', message: expect.stringContaining("'none', is not there") },
    ],
    [
      'fails',
      ['/bin/sh', '-c', 'echo why >&2; exit 3'],
      {},
      { reason: 'wrong-exit', message: 'it ended with exit code 3', stderr: 'why' },
    ],
    [
      'crashes',
      ['/bin/sh', '-c', 'kill -SEGV $$'],
      {},
      { reason: 'crashed', message: 'it was ended by SIGSEGV' },
    ],
    [
      'never ends',
      ['sleep', '60'],
      { timeout: '50 ms' },
      { reason: 'timed-out', message: 'it did not end within 50.00 ms' },
    ],
    [
      'is not prepared',
      ['true'],
      { prepare: 'echo no >&2; exit 4' },
      {
        reason: 'threw',
        message: "its 'prepare' failed: it ended with 4",
        stderr: expect.stringContaining('no'),
      },
    ],
    [
      'has no set-up',
      ['true'],
      { setup: ['nope'] },
      { reason: 'threw', message: "its 'setup' failed: there is no program 'nope'" },
    ],
  ])('that %s is a failure that says so', async (_, line, options, failure) => {
    const { add, alone } = given({ 'sub/x': '' })
    expect(failureOf(await alone(add(line, options)))).toMatchObject(failure)
  })

  it('may take longer than others where it says so', async () => {
    const { add, alone } = given({}, {}, '100 ms')
    expect(failureOf(await alone(add(['sleep', '0.2'])))).toMatchObject({ reason: 'timed-out' })
    expect(failureOf(await alone(add(['sleep', '0.2'], { timeout: '20 s' })))).toBeUndefined()
  })

  it('is cleaned up after when it fails', async () => {
    const { add, alone, read } = given()
    const id = add(['false'], { setup: 'echo up >> log', cleanup: 'echo down >> log' })
    expect(failureOf(await alone(id))).toMatchObject({ reason: 'wrong-exit' })
    expect(read('log')).toBe('up\ndown\n')
  })

  it('may end with any code that is named', async () => {
    const { add, alone } = given()
    expect(failureOf(await alone(add('exit 3', { exitCodes: [0, 3] })))).toBeUndefined()
    expect(failureOf(await alone(add('exit 4', { exitCodes: 'any' })))).toBeUndefined()
  })
})

describe('metrics of the project', () => {
  const measure = { rows: {} }

  it('are read of a run that is not timed, on both sides', async () => {
    const { add, alone, pair, declare } = given({ rows: '3' }, { rows: '2' })
    declare()
    const id = add(['/bin/sh', '-c', 'echo ASSAY_METRIC rows=$(cat rows)'], { measure })
    expect(measuredOf(await alone(id)).values.rows).toBe(3)
    const [both, head, base] = await pair(id)
    expect([head, base].map((trial) => measuredOf(trial!).values.rows)).toEqual([3, 2])
    // A difference in it is a fact, and no ratio.
    expect(measuredOf(both!).values).not.toHaveProperty('rows')
  })
})

it('cannot read a pipe, nor end who runs it', async () => {
  const { add, alone, folder } = given()
  execFileSync('mkfifo', [join(folder, 'pipe')])
  const piped = failureOf(await alone(add(['cat'], { stdin: { file: 'pipe' } })))
  expect(piped).toMatchObject({ reason: 'not-started', message: expect.stringMatching(/'pipe', is a pipe/u) })
  const ended = failureOf(await alone(add(['/bin/sh', '-c', 'kill -KILL $PPID'])))
  expect(ended).toMatchObject({
    reason: 'crashed',
    message: expect.stringMatching(/the process that runs it/u),
  })
  expect((await alone(add(['true']))).end.state).toBe('measured')
})

it('is run whole where it starts others, which nobody would stop', async () => {
  const { add, pair } = given()
  const loop = 'i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done'
  const [[alone], [several]] = [
    await pair(add(['/bin/sh', '-c', loop])),
    await pair(add(['/bin/sh', '-c', `/bin/true; ${loop}; /bin/true; exit 0`])),
  ]
  expect(detailOf(several!).interleaved).toBe('runs')
  expect(['slices', 'runs']).toContain(detailOf(alone!).interleaved)
})

describe('what a command calls', () => {
  const files = {
    'read.txt': 'x'.repeat(5000),
    'a.sh': 'read line < read.txt; printf abc > out; printf abcd',
  }

  it('is counted in a run that is followed, on both sides', async () => {
    const { add, pair } = given(files, { 'a.sh': 'read line < read.txt; printf abcd' })
    const [both, head, base] = await pair(add(['/bin/sh', 'a.sh'], { calls: true, agree: false }))
    const { supervisor, calls, unfollowed } = detailOf(head!)
    expect(calls === undefined).toBe(unfollowed !== undefined)
    // Perl alone can follow it, where it is permitted.
    expect(supervisor.program === 'perl' || calls === undefined).toBe(true)
    if (!calls) return
    const [mine, theirs] = [head, base].map((trial) => measuredOf(trial!).values)
    expect([mine!.writtenByCalls, theirs!.writtenByCalls]).toEqual([7, 4])
    expect(mine!.systemCalls! - theirs!.systemCalls!).toBeGreaterThan(2)
    expect(mine!.systemCalls! - theirs!.systemCalls!).toBeLessThan(20)
    expect(measuredOf(both!).values).not.toHaveProperty('systemCalls')
    const once = await pair(add(['/bin/sh', 'a.sh'], { calls: true, agree: false }))
    expect(detailOf(once[1]!).calls).toEqual(calls)
  })

  it('says which files are taken out of memory', async () => {
    const { add, alone, pair } = given(files)
    const id = add(['/bin/sh', 'a.sh'], { evict: true })
    const { uncached, unfollowed, walls } = detailOf(await alone(id))
    expect(uncached === undefined).toBe(unfollowed !== undefined)
    if (!uncached) return
    expect(uncached.walls).toHaveLength(2)
    expect(walls).toHaveLength(1)
    const [both] = await pair(id)
    expect(Number.isFinite(measuredOf(both!).values.uncachedTime)).toBe(true)
  })

  it('is not known of one that fails when it is followed, which is no failure', async () => {
    const traced = "grep -q '^TracerPid:[[:space:]]*0$' /proc/self/status || exit 7"
    const { add, alone } = given({ 'a.sh': traced })
    const trial = await alone(add(['/bin/sh', 'a.sh'], { calls: true, evict: true }))
    expect(trial.end.state).toBe('measured')
    expect(detailOf(trial).unfollowed).toMatch(/exit code 7|only perl|cannot be followed/u)
  })
})

describe('a command of two revisions', () => {
  const script = { 'a.sh': 'echo same' }

  it('runs in each, with each its own files', async () => {
    const { add, pair } = given({ 'a.sh': 'echo head; pwd' }, { 'a.sh': 'echo base; pwd' })
    const [both, head, base] = await pair(add(['/bin/sh', 'a.sh'], { normalize: [[/\/.*/gu, 'FOLDER']] }))
    expect([both, head, base].map((trial) => trial?.side)).toEqual(['pair', 'head', 'base'])
    expect(Number.isFinite(measuredOf(both!).values.time)).toBe(true)
    expect(detailOf(head!).output).not.toBe(detailOf(base!).output)
    // Both were asked twice, and each is the same every time.
    expect(detailOf(head!).unknownOutput).toBeUndefined()
  })

  it('prints the same where only places differ', async () => {
    const { add, pair } = given(script)
    const [, head, base] = await pair(
      add(['/bin/sh', '-c', 'cat a.sh; pwd'], { normalize: [[/\/.*/gu, 'FOLDER']] }),
    )
    expect(detailOf(head!).output).toBe(detailOf(base!).output)
  })

  it('is not compared by what differs in every run', async () => {
    const { add, pair } = given(script)
    const [, head, base] = await pair(add(['/bin/sh', '-c', 'cat a.sh; echo $$; date +%N']))
    for (const trial of [head, base])
      expect(detailOf(trial!)).toMatchObject({ unknownOutput: 'it prints something else in every run' })
  })

  it('says what is not as the base left it', async () => {
    const text = (own: string) =>
      `echo same; echo ${own}; echo ${own} > out; echo ${own} >&2; test ${own} = base`
    const { add, pair } = given({ 'a.sh': text('head') }, { 'a.sh': `${text('base')}; rm -f out` })
    const agree = { stdout: true, stderr: true, files: ['out'] }
    const [, head, base] = await pair(add(['/bin/sh', 'a.sh'], { agree, exitCodes: 'any' }))
    expect(detailOf(base!).differs).toBeUndefined()
    expect(detailOf(head!).differs).toBe(
      "its exit code is 1, not 0; line 2 is 'head', not 'base'; line 1 is 'head', not 'base' on stderr; and 1 more",
    )
    const [, only] = await pair(
      add(['/bin/sh', 'a.sh'], { agree: { ...agree, stdout: false }, exitCodes: 'any' }),
    )
    expect(detailOf(only!).differs).toContain("'out' is there, not missing")
  })

  it('is not compared by a file that an earlier run left', async () => {
    const { add, pair } = given({ 'a.sh': 'test -e out || echo 1 > out' }, { out: '1' })
    const [, head, base] = await pair(add(['/bin/sh', 'a.sh'], { agree: { files: ['out'] } }))
    expect(detailOf(head!).unknownOutput).toBeUndefined()
    expect(detailOf(base!)).toMatchObject({
      unknownOutput:
        "its file 'out' was there before, and this run did not write it: let 'prepare' remove it",
    })
    const options = { agree: { files: ['out'] }, prepare: 'rm -f out' }
    const [, own, other] = await pair(add(['/bin/sh', 'a.sh'], options))
    expect(detailOf(own!).output).toMatch(/^[\da-f]{64}$/u)
    expect(detailOf(own!).output).toBe(detailOf(other!).output)
  })

  it('is compared where a second run leaves what is up to date', async () => {
    const build = (own: string) => `test -e out || echo ${own} > out`
    const { add, pair } = given({ 'a.sh': build('head') }, { 'a.sh': build('base') })
    const [, head] = await pair(add(['/bin/sh', 'a.sh'], { agree: { files: ['out'] } }))
    expect(detailOf(head!).differs).toBe("'out' is another file")
  })

  it('is not compared by what is no file, or is nowhere', async () => {
    const { add, pair } = given({ 'a.sh': 'echo same', 'sub/x': '' }, { 'a.sh': 'echo other' })
    const unknown = async (files: readonly string[], stdout: boolean) => {
      const [, head, base] = await pair(add(['/bin/sh', 'a.sh'], { agree: { stdout, files } }))
      return [head, base].map((trial) => detailOf(trial!).unknownOutput)
    }
    const folder = expect.stringContaining("'sub' of agree.files is a folder")
    expect(await unknown(['sub'], true)).toEqual([folder, folder])
    const nowhere =
      "'*.js' of agree.files was left by neither: only files are meant, each by its path, no folders and no globs"
    expect(await unknown(['*.js'], false)).toEqual([nowhere, nowhere])
    // What differs for certain is told all the same.
    expect(await unknown(['*.js'], true)).toEqual([undefined, undefined])
  })

  it('says why one side is not known, and not that it never is the same', async () => {
    const { add, pair } = given({ 'a.sh': 'mkdir -p out' }, { 'a.sh': 'echo 1 > out' })
    const [, head, base] = await pair(add(['/bin/sh', 'a.sh'], { agree: { files: ['out'] } }))
    expect(detailOf(head!).unknownOutput).toContain('is a folder')
    expect(detailOf(base!).unknownOutput).toBeUndefined()
  })

  it('is compared byte by byte, also where patterns have been replaced', async () => {
    const print = (octal: string) => `printf 'caf\\303\\251 ${octal} 7\\n'`
    const { add, pair } = given({ 'a.sh': print('\\376') }, { 'a.sh': print('\\377') })
    const [, raw] = await pair(add(['/bin/sh', 'a.sh']))
    expect(detailOf(raw!).differs).toBe(String.raw`line 1 is 'café \xfe 7', not 'café \xff 7'`)
    const [, normal] = await pair(add(['/bin/sh', 'a.sh'], { normalize: [[/é|\d/gu, 'E']] }))
    expect(detailOf(normal!).differs).toBe(String.raw`line 1 is 'cafE \xfe E', not 'cafE \xff E'`)
  })

  it('says how much was the same where it differs behind what is kept', async () => {
    const print = (end: string) => `printf '%063999d' 0; printf '\\303\\2${end}'`
    const { add, pair } = given({ 'a.sh': print('51') }, { 'a.sh': print('50') })
    const [, head] = await pair(add(['/bin/sh', 'a.sh']))
    expect(detailOf(head!).differs).toBe('its stdout differs after the first 63999 characters')
  })

  it('fails on the side that fails', async () => {
    const { add, pair } = given(script, { 'a.sh': 'exit 2' })
    const trials = await pair(add(['/bin/sh', 'a.sh']))
    expect(trials).toMatchObject([
      { side: 'base', end: { state: 'failed', failure: { reason: 'wrong-exit' } } },
    ])
  })

  it('runs its own arguments in the place of those of the working tree', async () => {
    const { add, pair, folder } = given({ 'a.sh': 'echo head' }, { 'a.sh': 'echo base' })
    const [, head, base] = await pair(add(['/bin/sh', join(folder, 'a.sh')]))
    expect(detailOf(head!).output).not.toBe(detailOf(base!).output)
  })

  it('takes turns where that is asked for, and not where they come one after the other', async () => {
    const { add, pair } = given(script)
    const id = add(['/bin/sh', 'a.sh'], { interleave: 'slices' })
    const ways = await Promise.all([pair(id), pair(id, { way: 'in-sequence' })])
    expect(ways.map(([both]) => detailOf(both!).interleaved)).toEqual(['slices', 'runs'])
  })

  it('is the base twice in a control', async () => {
    const { add, pair } = given({ 'a.sh': 'echo head' }, { 'a.sh': 'echo base' })
    const [, head, base] = await pair(add(['/bin/sh', 'a.sh']), { isControl: true })
    expect(detailOf(head!).output).toBe(detailOf(base!).output)
  })
})

describe('alternatives that must agree', () => {
  it('are held against the first', async () => {
    const { add, agree } = given()
    const trials = await agree(add('seq 1 3'), add('echo 1; echo 2; echo 3'), add('seq 1 4'), add('exit 1'))
    expect(trials.map(failureOf)).toEqual([
      undefined,
      undefined,
      { reason: 'disagrees', message: "its output is not that of 'c0': line 4 is '4', not nothing" },
      expect.objectContaining({ reason: 'wrong-exit' }),
    ])
  })

  it('are not held against each other where one never prints the same', async () => {
    const { add, agree } = given()
    const [, other] = await agree(add('echo 1'), add('echo $$; date +%N'))
    expect(detailOf(other!).unknownOutput).toBe('one of them prints something else in every run')
  })

  it('may be compared by files', async () => {
    const { add, agree, folder } = given()
    const files = { agree: { stdout: false, files: ['out'] } }
    const [, same, other] = await agree(
      add('echo 1 > out; echo a', files),
      add('echo 1 > out; echo b', files),
      add('echo 2 > out', files),
    )
    expect(failureOf(same!)).toBeUndefined()
    expect(failureOf(other!)?.message).toContain("'out' is another file")
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('2\n')
  })

  it('are not compared by a file that another one left, or that none leaves', async () => {
    const { add, agree } = given()
    const files = { agree: { stdout: false, files: ['out'] } }
    const [first, second, third] = await agree(
      add('echo 1 > out', files),
      add('true', files),
      add('echo 1 > out', files),
    )
    expect(detailOf(first!).unknownOutput).toBeUndefined()
    expect(detailOf(second!).unknownOutput).toContain('this run did not write it')
    expect(detailOf(third!).unknownOutput).toBeUndefined()
    const none = { agree: { stdout: false, files: ['none'] } }
    const [alone, other] = await agree(add('true', none), add('echo', none))
    expect(detailOf(alone!).unknownOutput).toBeUndefined()
    expect(detailOf(other!).unknownOutput).toContain("'none' of agree.files was left by neither")
  })

  it('do not take a file of the other for one that they write anew each time', async () => {
    const { add, agree } = given()
    const files = { agree: { files: ['out'] } }
    const build = (own: string) => `test -e done-${own} || echo ${own} > out; touch done-${own}`
    const [, other] = await agree(add(build('1'), files), add(build('2'), files))
    expect(failureOf(other!)?.message).toBe("its output is not that of 'c0': 'out' is another file")
  })
})
