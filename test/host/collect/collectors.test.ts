import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { check, collect } from '../../../src/host/collect/collectors.ts'
import { configSchema } from '../../../src/model/config.ts'
import type { CpuProfile } from '../../../src/model/cpu-profile.ts'
import { benchmarkOf } from '../../core/given.ts'
import { gone, project } from '../../project.ts'

/** Programs of others, as real processes: 0x itself, and stand-ins for what takes long or misbehaves on request. */

const here = fileURLToPath(new URL('../../..', import.meta.url))
const benchmark = benchmarkOf('work')
const config = (timeout = '20 s') => configSchema.parse({ time: { perBenchmark: '20 ms', timeout } })

const page = (category: string) =>
  `<p>${'.'.repeat(10_000)}</p><script id="clinic-data">{"analysis":{"issueCategory":"${category}"}}</script>`

/** A project in which clinic is a script that does this, with `dest`, the folder that its page belongs into. */
function withClinic(body: string) {
  const made = project({
    'data.txt': 'of the project',
    'node_modules/clinic/package.json': '{ "name": "clinic", "bin": { "clinic": "run.cjs" } }',
    'node_modules/clinic/run.cjs': `
const { readFileSync, writeFileSync } = require('node:fs')
const { spawn } = require('node:child_process')
const dest = process.argv[process.argv.indexOf('--dest') + 1]
${body}`,
  })
  return made
}

/** Files of these programs have a place of their own, so that nobody else's are taken for theirs. */
const room = realpathSync(mkdtempSync(join(tmpdir(), 'assay-test-')))
const { PATH, TMPDIR } = process.env
beforeEach(() => {
  process.env.TMPDIR = room
})
afterEach(() => {
  expect(readdirSync(room).filter((name) => !name.startsWith('assay-test-'))).toEqual([])
  process.env.PATH = PATH
  if (TMPDIR === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = TMPDIR
})
afterAll(() => rmSync(room, { recursive: true, force: true }))

/** A project in which a program of this name is the first in PATH, and does this, in a shell, in the project's folder. */
function withProgram(name: string, body: string) {
  const made = project({
    'bench/sort.bench.ts': `import { bench } from 'assay'\nbench('work', () => JSON.stringify([1, 2, 3]))`,
    [`programs/${name}`]: '',
  })
  made.write(`programs/${name}`, `#!/bin/sh\ncd '${made.folder}'\n${body}\n`)
  chmodSync(join(made.folder, 'programs', name), 0o755)
  process.env.PATH = `${join(made.folder, 'programs')}${delimiter}${PATH}`
  return made
}

function profileOf(functionName: string, url: string): CpuProfile {
  const frame = { scriptId: '1', columnNumber: 0 }
  const nodes = [
    { id: 1, callFrame: { ...frame, functionName: '(root)', url: '', lineNumber: -1 }, children: [2] },
    { id: 2, callFrame: { ...frame, functionName, url, lineNumber: 6 } },
  ]
  const samples = Array.from({ length: 200 }, () => 2)
  return { nodes, samples, timeDeltas: samples.map(() => 100), startTime: 0, endTime: 20_000 }
}

describe('0x', () => {
  it('draws the profile of a TypeScript benchmark as a page with its functions', async () => {
    const profile = profileOf('hashTheWords', '/project/src/hash.ts')
    const { files, notes } = await collect(here, '0x', benchmark, profile, config())
    expect(notes).toEqual([])
    expect(files.map(({ path }) => path)).toEqual(['0x.html'])
    expect(files[0]!.text).toContain('hashTheWords')
  })

  it('says so where the profile is none', async () => {
    const profile = { ...profileOf('hash', 'src/hash.ts'), nodes: [] }
    const { files, notes } = await collect(here, '0x', benchmark, profile, config())
    expect(files).toEqual([])
    expect(notes).toMatchObject([{ state: 'failed' }])
  })
})

describe('a program of others', () => {
  it.each(['0x', 'clinic', 'clinic-flame'] as const)(
    'that is not installed is told by its package: %s',
    async (name) => {
      const gap = await check(project({}).folder, name, config())
      expect(gap).toEqual({ state: 'not-installed', package: name === '0x' ? '0x' : 'clinic' })
    },
  )

  it('that is nowhere in PATH is one, too: perf and nvidia-smi', async () => {
    const { PATH } = process.env
    process.env.PATH = '/nowhere'
    try {
      for (const name of ['perf', 'gpu'] as const) {
        const gap = await check(project({}).folder, name, config())
        expect(JSON.stringify(gap), name).toMatch(/ENOENT|not there|Linux/u)
      }
    } finally {
      process.env.PATH = PATH
    }
  })

  it('brings its page and its diagnosis', async () => {
    const made = withClinic(`writeFileSync(dest + '/1.clinic-doctor.html', ${JSON.stringify(page('io'))})`)
    const { files, notes } = await collect(made.folder, 'clinic', benchmark, undefined, config())
    expect(files.map(({ path }) => path)).toEqual(['clinic.html'])
    expect(notes).toEqual([{ state: 'diagnosed', category: 'io' }])
  })

  it('finds the files of the project where it runs, and leaves nothing there', async () => {
    const made = withClinic(`
writeFileSync('node_trace.1.log', 'x')
writeFileSync(dest + '/a.html', readFileSync('data.txt', 'utf8') + ${JSON.stringify(page('none'))})`)
    const before = made.files('.')
    const { files } = await collect(made.folder, 'clinic', benchmark, undefined, config())
    expect(files[0]!.text).toContain('of the project')
    expect(made.files('.')).toEqual(before)
  })

  it('that fails is told with its last words', async () => {
    const made = withClinic(`console.error('x'.repeat(1000) + ' no <such> thing'); process.exit(1)`)
    const { files, notes } = await collect(made.folder, 'clinic-flame', benchmark, undefined, config())
    expect(files).toEqual([])
    expect(notes).toEqual([{ state: 'failed', why: expect.stringMatching(/^x{100,300} no <such> thing$/u) }])
  })

  it('that hangs is ended with everything that it started', async () => {
    const made = withClinic(`
process.on('SIGINT', () => process.exit(0))
spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
setInterval(() => {}, 1000)`)
    const { notes } = await collect(made.folder, 'clinic', benchmark, undefined, config('1 s'))
    expect(notes).toEqual([{ state: 'failed', why: 'it took too long' }])
    await expect.poll(() => made.processes(), gone).toEqual([])
  })

  it('is a finding where there is no room for temporary files', async () => {
    const { TMPDIR } = process.env
    process.env.TMPDIR = join(here, 'not', 'there')
    try {
      const profile = profileOf('hash', 'src/hash.ts')
      const { notes } = await collect(here, '0x', benchmark, profile, config())
      expect(notes).toEqual([{ state: 'failed', why: expect.stringContaining('ENOENT') }])
      expect(await check(here, 'perf', config())).toMatchObject({ state: 'cannot-be-asked' })
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = TMPDIR
    }
  })
})

describe('two programs of others at once', () => {
  it('bring a page each, and leave nothing behind', async () => {
    const made = withClinic(`
writeFileSync('node_trace.1.log', dest)
writeFileSync(dest + '/page.html', dest + ${JSON.stringify(page('none'))})`)
    const before = made.files('.')
    const [doctor, flame] = await Promise.all([
      collect(made.folder, 'clinic', benchmark, undefined, config()),
      collect(made.folder, 'clinic-flame', benchmark, undefined, config()),
    ])
    expect([doctor.files[0]!.path, flame.files[0]!.path]).toEqual(['clinic.html', 'clinic-flame.html'])
    // Each was given a folder of its own.
    expect(doctor.files[0]!.text).not.toBe(flame.files[0]!.text)
    expect(made.files('.')).toEqual(before)
    await expect.poll(() => made.processes(), gone).toEqual([])
  })
})

describe.skipIf(process.platform === 'win32')('nvidia-smi', () => {
  const forEver = 'while :; do sleep 0.05; done'
  const readings = `
printf '0, 40, 1000, 60.50\\n1, [N/A], 12, [Not Supported]\\n'
case "$*" in *-lms*) sleep 0.02; printf '0, 60, 1200, 70.50\\n1, [N/A], 12, [Not Supported]\\n0, 9'; ${forEver};; esac`

  it('is read while the benchmark runs, and ended with everything that it started', async () => {
    const made = withProgram('nvidia-smi', readings)
    const before = made.files('.')
    expect(await check(made.folder, 'gpu', config())).toBeUndefined()
    const { counters, notes } = await collect(made.folder, 'gpu', benchmark, undefined, config())
    expect(notes).toEqual([])
    expect(counters.map(({ name, value, unit }) => `${name}: ${value} ${unit}`)).toEqual([
      'GPU 0 busy, mean: 50 %',
      'GPU 0 busy, most: 60 %',
      'GPU 0 memory, most: 1200 MiB',
      'GPU 0 power, mean: 65.5 W',
      'GPU 1 memory, most: 12 MiB',
    ])
    await expect.poll(() => made.processes(), gone).toEqual([])
    expect(made.files('.')).toEqual(before)
  })

  it.each([
    ['hangs', forEver, 'it does not answer', 'nvidia-smi told nothing'],
    ['fails', `echo "couldn't communicate with the driver" >&2; exit 9`, "couldn't communicate", "couldn't"],
    ['prints something else', `echo 'Unable, to, read, this'`, 'Unable, to', 'nvidia-smi told nothing'],
  ])('that %s is a finding with the reason', async (_, body, refused, failed) => {
    const made = withProgram('nvidia-smi', body)
    const gap = await check(made.folder, 'gpu', config('300 ms'))
    expect(gap).toEqual({ state: 'no-gpu', said: expect.stringContaining(refused) })
    const { counters, notes } = await collect(made.folder, 'gpu', benchmark, undefined, config())
    expect(counters).toEqual([])
    expect(notes).toEqual([{ state: 'failed', why: expect.stringContaining(failed) }])
    await expect.poll(() => made.processes(), gone).toEqual([])
  })
})

describe.skipIf(process.platform !== 'linux')('perf', () => {
  it.each([
    ['fails', `echo 'No permission to enable' >&2; exit 255`, 'No permission'],
    ['hangs', 'while :; do sleep 0.05; done', 'it took too long'],
  ])('that %s is a finding with the reason', async (_, body, why) => {
    const made = withProgram('perf', body)
    expect(await check(made.folder, 'perf', config('300 ms'))).toMatchObject({ state: 'does-not-run' })
    const { files, notes } = await collect(made.folder, 'perf', benchmark, undefined, config('300 ms'))
    expect(files).toEqual([])
    expect(notes).toEqual([{ state: 'failed', why: expect.stringContaining(why) }])
    await expect.poll(() => made.processes(), gone).toEqual([])
  })
})
