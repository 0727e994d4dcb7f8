import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Project, project, quick } from '../../project.ts'

/**
 * Which function is called with which `this` and arguments, and which hooks, in which order: once by the library itself, and once
 * by Assay. How often what is timed is called differs by nature, so repetitions count once.
 */

const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url))

const say = `
import { writeFileSync } from 'node:fs'
const log = []
export function say(...words) {
  log.push(words.join(' '))
  // What is repeated counts once: one call, or several with their hooks.
  for (let length = 1; length <= 6; length++) {
    const last = log.slice(-length).join()
    if (log.length >= 2 * length && log.slice(-2 * length, -length).join() === last) log.length -= length
  }
  // At once: a process that has answered is ended.
  writeFileSync(process.env.CALL_LOG + '/' + process.pid, JSON.stringify({ program: process.argv[1], log }))
}
`

type Log = { readonly program: string; readonly log: readonly string[] }

function projectWith(text: string, library: string): Project {
  const made = project({
    'perf.config.js': `export default { include: ['*.bench.mjs'], ${quick} }`,
    'say.mjs': say,
    'one.bench.mjs': `import { say } from './say.mjs'\n${text}`,
  })
  mkdirSync(join(made.folder, 'node_modules'))
  symlinkSync(join(packages, library), join(made.folder, 'node_modules', library), 'dir')
  return made
}

function logsIn(folder: string): Log[] {
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Log)
}

async function callsOf(text: string, library: string) {
  const made = projectWith(text, library)
  const [native, own] = [join(made.folder, 'native'), join(made.folder, 'own')]
  for (const folder of [native, own]) mkdirSync(folder)
  const env = (folder: string) => ({ ...process.env, CALL_LOG: folder })
  execFileSync(process.execPath, ['one.bench.mjs'], { cwd: made.folder, env: env(native), stdio: 'pipe' })
  const result = await made.runFrom({ env: env(own) }, 'run')
  const forks = logsIn(own).filter(({ program }) => basename(program).startsWith('measure'))
  return { native: logsIn(native)[0]?.log, forks: forks.map(({ log }) => log), result }
}

const cases: Readonly<Record<string, readonly [library: string, text: string]>> = {
  'tinybench: hooks of both phases, around all calls and around each': [
    'tinybench',
    `
import { Bench } from 'tinybench'
const bench = new Bench({
  time: 5, iterations: 3, warmupTime: 2, warmupIterations: 3,
  setup: (task, mode) => say('setup', task.name, mode),
  teardown: (task, mode) => say('teardown', task.name, mode),
})
bench.add('work', function (...given) { say('work', given.length, this?.name) }, {
  async: false,
  beforeAll(mode) { say('beforeAll', mode, this.name) },
  afterAll(mode) { say('afterAll', mode, this.name) },
  beforeEach(mode) { say('beforeEach', mode, this.name) },
  afterEach(mode) { say('afterEach', mode, this.name) },
})
await bench.run()
say('after', bench.tasks.length, typeof bench.tasks[0].result.latency.mean, bench.tasks[0].result.state)
`,
  ],
  'tinybench: an asynchronous function, without a warm-up': [
    'tinybench',
    `
import { Bench } from 'tinybench'
const bench = new Bench({ time: 5, iterations: 3, warmup: false })
bench.add('work', async () => { say('begin'); await null; say('end') }, { beforeEach: async () => { await null; say('before') } })
await bench.run()
say('after')
`,
  ],
  'mitata: a function, and what follows the run': [
    'mitata',
    `
import { bench, run, do_not_optimize } from 'mitata'
bench('work', (...given) => { say('work', given.length); do_not_optimize(given) })
const { benchmarks } = await run({ print: () => {} })
say('after', benchmarks.length, typeof benchmarks[0].runs[0].stats.avg, benchmarks[0].alias)
`,
  ],
  'mitata: a generator with a value, and its end': [
    'mitata',
    `
import { bench, run } from 'mitata'
bench('work $n', function* (state) {
  say('begin', state.get('n'))
  yield () => say('work')
  say('end')
}).args('n', [3])
await run({ print: () => {} })
`,
  ],
  'mitata: inputs made for each call': [
    'mitata',
    `
import { bench, run } from 'mitata'
bench('work', function* () {
  yield { [0]() { return 'a' }, [1]() { return 'b' }, bench(one, other) { say('work', one, other) } }
  say('end')
})
await run({ print: () => {} })
`,
  ],
  'mitata: a loop over its state': [
    'mitata',
    `
import { bench, run } from 'mitata'
bench('work', (state) => {
  say('begin')
  for (const _ of state) say('work')
  say('end')
})
await run({ print: () => {} })
`,
  ],
}

describe('the calls of a benchmark are those of its library', () => {
  it.for(Object.entries(cases))('%s', async ([, [library, text]]) => {
    const { native, forks, result } = await callsOf(text, library)
    expect(result.code, result.stderr).toBe(0)
    expect(forks.length).toBeGreaterThan(0)
    for (const log of forks) expect(log).toEqual(native)
  })
})
