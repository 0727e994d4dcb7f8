import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runSchema } from '../../src/model/run.ts'
import { runHere } from '../in-process.ts'
import { git, type Project, project, twoPairs } from '../project.ts'

/** As short as measuring can be; where a worker is a hundred times slower, that is enough. */
const config = `export default {
  time: { perBenchmark: '20 ms', forks: { min: 2, max: 6 }, batch: '10 us', timeout: '30 s' },
  collect: { memory: false, controls: false, cpuProfile: 'never' },
  gate: { tolerance: '50 %', margin: '3000 %', drift: '2000 %', alpha: 0.2 },
}`
const bench = "import { bench } from 'assay'\n"

/** A repository with one commit of each. */
function twoCommits(base: Readonly<Record<string, string>>, head: Readonly<Record<string, string>>): Project {
  const made = project({
    'perf.config.js': config,
    '.gitignore': '.assay/\nreports/\nnode_modules\n',
    ...base,
  })
  git(made, 'init', '--quiet')
  commit(made)
  for (const [file, text] of Object.entries(head)) made.write(file, text)
  commit(made)
  return made
}

function commit(made: Project): void {
  git(made, 'add', '--all')
  git(made, 'commit', '--quiet', '--message', 'next')
}

const answers = (text: string) => `import { parentPort } from 'node:worker_threads'
parentPort.on('message', () => parentPort.postMessage(${text}))`
const loop = (rounds: number) =>
  `(() => { let s = 0; for (let i = 0; i < ${rounds}; i++) s += Math.sqrt(i); return s > 0 })()`

it('a change in a worker alone, of which no module is imported, is regressed and a NO_GO', async () => {
  const made = twoCommits(
    {
      'src/worker.js': answers(loop(2000)),
      'bench/worker.bench.js': `import { Worker } from 'node:worker_threads'
${bench}bench('worker', {
  setup: () => new Worker(new URL('../src/worker.js', import.meta.url)),
  run: (worker) => new Promise((resolve) => { worker.once('message', resolve); worker.postMessage(1) }),
  teardown: (worker) => worker.terminate(),
})`,
    },
    // So much more that waiting for a CPU, which a message there and back does twice, cannot hide it.
    { 'src/worker.js': answers(loop(20_000_000)) },
  )
  const { code, stderr } = await made.run('gate', '--against', 'HEAD~1')
  const [report = ''] = made.files('reports').filter((name) => name.endsWith('/run.json'))
  const { comparisons } = runSchema.parse(JSON.parse(made.read(report)))
  expect(comparisons, stderr).toMatchObject([{ verdict: 'regressed', method: 'alternated' }])
  const [certificate = ''] = made.files('reports/certificates').filter((name) => name.endsWith('.md'))
  expect(made.read(certificate)).toMatch(/^status: "?NO_GO/mu)
  expect(code).toBe(1)
})

/** Throws unless whoever is asked is of its own side, and says who is not. */
const ways = `import { execFileSync, execSync, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { side } from '../src/side.js'
${bench}
const node = process.execPath
const away = new URL('../bin/cli.js', import.meta.url).pathname
const first = async (from) => String((await once(from, 'message'))[0])
const askWorker = async (worker) => {
  worker.postMessage(1)
  try { return await first(worker) } finally { await worker.terminate() }
}
const ways = {
  'a child by its address': () => execFileSync(node, [away]),
  'a child by a relative path': () => execFileSync(node, ['bin/cli.js']),
  'a child of a shell': () => execSync(JSON.stringify(node) + ' bin/cli.js'),
  'a child that looks into a file': () => spawnSync(node, ['-p', "fs.readFileSync('data/side.txt', 'utf8')"]).stdout,
  'a child that imports a package': () => execFileSync(node, ['bin/package.js']),
  'a fork': () => first(fork('bin/send.js')),
  'a worker that imports a package': () => askWorker(new Worker(new URL('../src/worker.js', import.meta.url))),
  'a worker by a relative path': () => askWorker(new Worker('./src/worker.js')),
  'a package that is required': () => createRequire(import.meta.url)('@case/dep').side,
  'a file by a relative path': () => readFileSync('data/side.txt', 'utf8'),
  'a module that is imported late': async () => (await import('../src/late.js')).side,
}
bench('ways', {
  setup: async () => {
    for (const [name, ask] of Object.entries(ways)) {
      const said = String(await ask()).trim()
      if (said !== side) throw new Error(name + ' says ' + said + ' at the side ' + side)
    }
    return side
  },
  run: (said) => said,
})
`

it('each side runs its own code in whichever way, has a port to itself, and what is new is called so', async () => {
  const port = await freePort()
  const log = join(tmpdir(), `assay-test-torn-down-${port}`)
  const code = (side: string, order: string) => ({
    'src/side.js': `export const side = '${side}'`,
    'src/late.js': `export const side = '${side}'`,
    'bin/cli.js': `console.log('${side}')`,
    'bin/send.js': `process.send('${side}')`,
    'data/side.txt': side,
    'packages/dep/index.js': `export const side = '${side}'`,
    'src/made.js': `export const path = '/${side}'; export const order = ${order}`,
  })
  const made = twoCommits(
    {
      'package.json': '{ "name": "case", "type": "module", "workspaces": ["packages/*"] }',
      'packages/dep/package.json': '{ "name": "@case/dep", "type": "module", "exports": "./index.js" }',
      'bin/package.js': "import { side } from '@case/dep'\nconsole.log(side)",
      'src/worker.js': `import { side } from '@case/dep'\n${answers('side')}`,
      ...code('old', '[1, 2, 3]'),
      'bench/ways.bench.js': ways,
      'bench/child.bench.js': `import { execFileSync } from 'node:child_process'
${bench}bench('child', { setup: () => execFileSync(process.execPath, ['bin/cli.js']), run: (said) => String(said) })`,
      'bench/digests.bench.js': `${bench}import { order, path } from '../src/made.js'
bench('a URL', () => new URL(path, 'http://example.org/'))
bench('a set', () => new Set(order))`,
      'bench/server.bench.js': `import { appendFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
${bench}import { side } from '../src/side.js'
bench('server', {
  setup: () => new Promise((resolve, reject) => {
    const server = createServer((_, answer) => answer.end(side))
    server.on('error', reject).listen(${port}, '127.0.0.1', () => resolve(server))
  }),
  run: () => new Promise((resolve, reject) => {
    get('http://127.0.0.1:${port}/', (answer) => { answer.resume().on('end', () => resolve(answer.statusCode)) }).on('error', reject)
  }),
  teardown: (server) => new Promise((resolve) => {
    appendFileSync(${JSON.stringify(log)}, side + ' ')
    server.close(resolve)
    server.closeAllConnections()
  }),
})`,
    },
    {
      ...code('new', '[3, 2, 1]'),
      'bench/fresh.bench.js': `${bench}import { range } from '../src/range.js'\nbench('fresh', () => range(9))`,
      'src/range.js': 'export const range = (n) => Array.from({ length: n }, (_, i) => i)',
    },
  )
  mkdirSync(join(made.folder, 'node_modules', '@case'), { recursive: true })
  symlinkSync('../../packages/dep', join(made.folder, 'node_modules', '@case', 'dep'), 'junction')
  // With this seed the base of `ways`, which starts ten processes, is not measured against itself as well.
  const { stderr } = await runHere(made.folder, 'compare', 'HEAD~1', '--seed', 'one', ...twoPairs)
  const { comparisons, benchmarks } = made.latest()
  const of = (name: string) => comparisons.find(({ id }) => id.endsWith(` › ${name}`))
  const codes = (name: string) => of(name)?.findings.map(({ code: one, message }) => [one, message])
  expect(benchmarks.flatMap(({ error }) => error?.message ?? [])).toEqual([])
  // Of what the child runs nothing is imported: nobody may call it identical.
  for (const name of ['child', 'ways', 'a URL']) {
    expect(codes(name), stderr).toContainEqual(['different-result', expect.any(String)])
    expect(of(name)?.verdict).toBe('invalid')
  }
  expect(codes('a set')).not.toContainEqual(['different-result', expect.anything()])
  expect(of('fresh')).toMatchObject({ verdict: 'new' })
  expect(of('server')).toMatchObject({ method: 'alternated', n: { head: 2, base: 2 } })
  expect(codes('server')).toContainEqual(['measured-apart', expect.stringContaining('one after the other')])
  const tornDown = readFileSync(log, 'utf8').split(' ')
  rmSync(log)
  expect([tornDown.includes('old'), tornDown.includes('new')]).toEqual([true, true])
  expect(made.files('.assay').filter((name) => /lock|^w$|w\//u.test(name))).toEqual([])
  expect(made.processes()).toEqual([])
})

/** Below those that the system gives to whoever asks for any: nobody gets it before the benchmark does. */
async function freePort(port = 10_000 + (process.pid % 10_000)): Promise<number> {
  const server = createServer()
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
  })
  if (!isFree) return freePort(port + 1)
  await new Promise((resolve) => server.close(resolve))
  return port
}
