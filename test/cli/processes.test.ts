import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { withLock } from '../../src/host/files/lock.ts'
import { git, gone, type Project, project, quick } from '../project.ts'

const one = `import { bench } from 'assay'
import { f } from '../src/f.js'
bench('one', () => f(2))
`

/** Nothing more is measured then: a comparison has laid out its base, which is all that is asked of it here. */
const breakCode = (made: Project) =>
  made.write('src/f.js', "export const f = () => { throw new Error('broken') }\n")

/** Tells that it is there, and then does so. */
const started = (then: string) => `import { writeFileSync } from 'node:fs'
writeFileSync(${JSON.stringify('started')}, '')
${then}
`

const looping = (where: 'setup' | 'run') => `import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { bench } from 'assay'
const loop = () => {
  spawn('sleep', ['300'], { detached: true, stdio: 'inherit' }).unref()
  writeFileSync('started', '')
  for (;;);
}
bench('loops', { ${where === 'setup' ? 'setup: loop, run: () => 1' : 'run: loop'} })
`

function repository(files: Readonly<Record<string, string>> = {}): Project {
  const made = project({
    'bench/one.bench.js': one,
    'src/f.js': 'export const f = (x) => x * 2\n',
    '.gitignore': 'started\n.assay\nreports\n',
    ...files,
  })
  git(made, 'init', '--quiet')
  git(made, 'add', '--all')
  git(made, 'commit', '--quiet', '--message', 'base')
  made.write('src/f.js', 'export const f = (x) => x + x\n')
  return made
}

/** git waits while it lays out the base, in children of its own, one of which has left its group. */
function slowly(made: Project): Project {
  git(made, 'config', 'filter.slow.smudge', `setsid sleep 300 & touch ${made.folder}/started; sleep 300`)
  made.write('.gitattributes', 'src/f.js filter=slow\n')
  git(made, 'add', '.gitattributes')
  git(made, 'commit', '--quiet', '--message', 'filter')
  return made
}

const building = (command: string) =>
  `export default {${quick} base: { build: ['node', '-e', ${JSON.stringify(command)}] } }`

async function expectNothingLeft(made: Project): Promise<void> {
  await expect.poll(() => made.processes(), gone).toEqual([])
  const places = join(made.folder, '.assay/w')
  expect(existsSync(places) ? readdirSync(places) : []).toEqual([])
  if (!existsSync(join(made.folder, '.git'))) return
  const [path] = git(made, 'worktree', 'list', '--porcelain').split('\n')
  expect(path).toBe(`worktree ${realpathSync(made.folder)}`)
  expect(existsSync(join(made.folder, '.git/worktrees'))).toBe(false)
}

describe('code that never returns dies with the command that measures it, and so does what it has detached', () => {
  it.each([
    ['while its file is loaded', started('for (;;);'), 'list'],
    ['while it sets up', looping('setup'), 'run'],
    ['while it runs', looping('run'), 'run'],
  ])('%s', async (_, text, command) => {
    const made = project({ 'bench/loops.bench.js': text })
    await made.runUntilFile('started', (pid) => process.kill(pid, 'SIGKILL'), command)
    await expectNothingLeft(made)
  })
})

describe('a command that is asked to stop', () => {
  it.each(['SIGHUP', 'SIGQUIT', 'SIGTERM'] as const)('by %s keeps what it measured', async (signal) => {
    // What it traces then would not end by itself, and nothing else is traced instead.
    const patient = quick.replace("timeout: '20 s'", "timeout: '600 s'")
    const made = repository({
      'bench/two.bench.js': looping('run'),
      'perf.config.js': `export default {${patient} }`,
    })
    const { code } = await made.runUntilFile('started', (pid) => process.kill(pid, signal), 'run')
    expect(code).toBe(130)
    expect(made.latest()).toMatchObject({ partial: true })
    await expectNothingLeft(made)
  })

  it('by a terminal that is closed, which says so more than once, ends as if it said so once', async () => {
    const made = repository({ 'bench/two.bench.js': looping('run') })
    // While its report has to wait, it cannot end, and whoever has ended hears nothing.
    const hangUp = (pid: number) =>
      withLock(join(made.folder, 'reports/latest'), async () => {
        for (const ms of [0, 10, 400]) {
          await sleep(ms)
          process.kill(pid, 'SIGHUP')
        }
      })
    let hungUp: Promise<void> | undefined
    const { code } = await made.runUntilFile(
      'started',
      (pid) => {
        hungUp = hangUp(pid)
      },
      ...['compare', 'HEAD'],
    )
    await hungUp
    expect(code).toBe(130)
    expect(made.latest()).toMatchObject({ partial: true })
    await expectNothingLeft(made)
  })

  it('ends git, which lays out the base, with its children', async () => {
    const made = slowly(repository())
    const { code } = await made.runUntilFile(
      'started',
      (pid) => process.kill(pid, 'SIGINT'),
      'compare',
      'HEAD',
    )
    expect(code).toBe(130)
    await expectNothingLeft(made)
  })

  it('ends the build of the base, with its children, also when these do not heed what they are asked', async () => {
    const build = `process.on('SIGTERM', () => {}); require('fs').writeFileSync('../../../started', ''); require('child_process').spawnSync('sleep', ['300'])`
    const made = repository({ 'perf.config.js': building(build) })
    const { code } = await made.runUntilFile(
      'started',
      (pid) => process.kill(pid, 'SIGINT'),
      'compare',
      'HEAD',
    )
    expect(code).toBe(130)
    await expectNothingLeft(made)
  })
})

describe('a command that was killed', () => {
  it('while git laid out the base leaves no process, and the next one removes the rest', async () => {
    const made = slowly(repository())
    await made.runUntilFile('started', (pid) => process.kill(pid, 'SIGKILL'), 'compare', 'HEAD')
    await expect.poll(() => made.processes(), gone).toEqual([])
    expect(git(made, 'worktree', 'list').trim().split('\n')).toHaveLength(2)
    git(made, 'config', 'filter.slow.smudge', 'cat')
    breakCode(made)
    const { code, stdout } = await made.run('compare', 'HEAD')
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('broken') })
    await expectNothingLeft(made)
  })
})

describe('what a benchmark leaves behind', () => {
  it('is ended and told, and keeps no command from ending', async () => {
    const made = repository({
      'perf.config.js': `import { spawn } from 'node:child_process'
spawn('sleep', ['300'], { detached: true, stdio: 'inherit' }).unref()
export default ${building("require('child_process').spawn('sleep', ['3'], { detached: true, stdio: 'inherit' }).unref()").slice('export default '.length)}`,
      'bench/two.bench.js': `import { spawn } from 'node:child_process'
import { bench } from 'assay'
bench('leaves', {
  setup: () => void spawn('sh', ['-c', 'sleep 300 & sleep 300'], { detached: true, stdio: 'inherit' }).unref(),
  run: () => 1,
})
bench('ends it', {
  setup: () => spawn('sleep', ['300'], { detached: true, stdio: 'ignore' }),
  run: () => 1,
  teardown: (child) => new Promise((resolve) => child.once('exit', resolve).kill('SIGKILL')),
})
`,
    })
    const { code } = await made.run('run', 'two.bench')
    expect(code).toBe(0)
    expect(
      made.latest().benchmarks.map(({ name, findings }) => [name, findings.map(({ code }) => code)]),
    ).toEqual(
      expect.arrayContaining([
        ['leaves', expect.arrayContaining(['left-running'])],
        ['ends it', expect.not.arrayContaining(['left-running'])],
      ]),
    )
    await expectNothingLeft(made)
    // What a build has detached is its own, and is not waited for.
    breakCode(made)
    expect(await made.run('compare', 'HEAD', 'one')).toMatchObject({ code: 1 })
  })
})

describe('a benchmark that cannot be heard any more', () => {
  it('is told by why', async () => {
    const made = project({
      'bench/all.bench.js': `import { bench } from 'assay'
bench('leaves at once', () => process.disconnect())
bench('leaves while it is set up', { setup: () => process.disconnect(), run: () => 1 })
bench('leaves and stays', async () => {
  process.removeAllListeners('disconnect')
  process.disconnect()
  await new Promise((resolve) => setTimeout(resolve, 300_000))
})
bench('kills itself', () => process.kill(process.pid, 'SIGKILL'))
bench('goes', () => process.exit(0))
`,
      'bench/file.bench.js': 'process.disconnect()\n',
    })
    await made.run('run')
    const run = made.latest()
    expect(run.benchmarks.map(({ name, error }) => [name, error?.reason, error?.message])).toEqual([
      ['leaves at once', 'crashed', expect.stringContaining('process.disconnect')],
      ['leaves while it is set up', 'crashed', expect.stringContaining('process.disconnect')],
      ['leaves and stays', 'crashed', expect.stringContaining('process.disconnect')],
      [
        'kills itself',
        expect.stringMatching('crashed|out-of-memory'),
        expect.stringMatching('SIGKILL|system'),
      ],
      ['goes', 'exited', expect.stringContaining('code 0')],
    ])
    expect(JSON.stringify(run.findings)).toContain('process.disconnect')
  })
})
