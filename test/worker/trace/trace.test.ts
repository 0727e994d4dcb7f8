import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fork } from '../../../src/host/run/fork.ts'
import { configOf } from '../../core/given.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'assay-trace-')))
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the benchmark of a file is seen to do, paths relative to the project. */
async function trace(file: string, text: string, config = configOf()) {
  write(file, text)
  const step = {
    kind: 'function',
    task: 'trace',
    stage: 'screen',
    file,
    keys: ['it'],
    ids: ['it'],
    round: 0,
  } as const
  const outcome = await fork(folder, step, config)
  expect(outcome).toMatchObject({ state: 'traced' })
  if (outcome.state !== 'traced') throw new Error('no trace')
  const files = outcome.files.flatMap((path) =>
    path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [],
  )
  return { ...outcome, files }
}

write(
  'package.json',
  '{ "name": "p", "type": "module", "exports": { "./*": "./src/*" }, "imports": { "#fast": "./src/fast.js" } }',
)
write('node_modules/kept/package.json', '{ "main": "index.js" }')
write('node_modules/kept/index.js', "try { require('./inner') } catch {}")
for (const file of ['src/a.js', 'src/late.js', 'src/seventh.js']) write(file, 'export const x = 1')
write('src/c.cjs', "try { require('absent') } catch {}\nexports.one = require('./one')")
write('src/one.json', '{}')
write('data/a.txt', 'a')
symlinkSync('a.txt', join(folder, 'data/link'))

describe('what is seen of a benchmark', () => {
  it('is whatever it reads, lists and looks for, in whichever way and call', async () => {
    const { files, later, opaque, apart } = await trace(
      'bench/reads.bench.ts',
      `import fs, { existsSync, createReadStream, statSync, realpathSync } from 'node:fs'
import { open, readdir, readFile, glob, copyFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Y } from '../src/types.ts'
import json from '../src/one.json' with { type: 'json' }
import { bench } from 'assay'
import '../src/c.cjs'
const at = (name: string) => new URL('../' + name, import.meta.url)
let calls = 0
const nothing: import('../src/types.ts').Y | undefined = undefined
bench('it', {
  async setup() {
    existsSync(at('absent/of/exists'))
    try { statSync(at('absent/of/stat')) } catch {}
    try { for await (const _ of createReadStream(at('data/of/stream'))) {} } catch {}
    await (await open(at('data/a.txt'))).close()
    await readdir(at('data'))
    fs.realpathSync.native(at('data/link').pathname)
    await copyFile(at('src/a.js'), import.meta.dirname + '/../tmp.js')
    fs.writeFileSync(at('written.txt'), '')
    for await (const _ of glob(at('src').pathname + '/*.js')) {}
    for (const name of ['mkdir', 'rmdir', 'unlink', 'rm'] as const) try { fs[name + 'Sync'](at('no/' + name)) } catch {}
    fs.mkdirSync(at('made'), { recursive: true })
    fs.closeSync(fs.openSync(at('log'), 'a'))
    fs.appendFileSync(at('other.log'), Buffer.from('x'))
    await import('#fast').catch(() => {})
    await import('p/self.js').catch(() => {})
    await import('kept/fast.js').catch(() => {})
    const require = createRequire(import.meta.url)
    try { require('kept/slow') } catch {}
    require('kept')
    void readFile(at('data/a.txt')).then(() => readFile(at('data/next.txt'))).catch(() => {})
  },
  async run() { if (++calls === 7) await import('../src/seventh.js'); return json },
  teardown: () => import('../src/late.js'),
})`,
    )
    expect(files).toEqual(
      expect.arrayContaining([
        ...['bench/reads.bench.ts', 'src/one.json', 'src/c.cjs', 'absent/of/exists', 'absent/of/stat'],
        ...['data/of/stream', 'data/a.txt', 'data/', 'data/link', 'src/a.js', 'src/'],
        ...['src/seventh.js', 'src/late.js', 'src/node_modules/absent', 'src/one', 'src/one.js'],
        ...[
          'node_modules/absent',
          'no/mkdir',
          'no/rmdir',
          'no/unlink',
          'no/rm',
          'log',
          'src/fast.js',
          'src/self.js',
        ],
        ...[
          'node_modules/kept/fast.js',
          'node_modules/kept/slow.js',
          'node_modules/kept/inner.json',
          'data/next.txt',
        ],
      ]),
    )
    for (const name of ['made', 'other.log']) expect(files).not.toContain(name)
    expect(later.map((path) => path.slice(folder.length + 1))).toEqual(['src/seventh.js'])
    expect(files).not.toContain('written.txt')
    expect(files).not.toContain('src/types.ts')
    expect([opaque, apart]).toEqual([[], []])
  })

  it('is what it does elsewhere, and what may come later', async () => {
    const { opaque, apart } = await trace(
      'bench/elsewhere.bench.js',
      `import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import net from 'node:net'
import { Worker } from 'node:worker_threads'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { bench } from 'assay'
registerHooks({})
process.getBuiltinModule('node:sqlite')
try { process.dlopen({}, '/nowhere/add-on.node') } catch {}
try { process.binding('fs') } catch {}
setTimeout(() => {}, 1e6).unref()
export const never = (name) => [import('../src/nowhere.js'), import(name)]
bench('it', async () => {
  execFileSync(process.execPath, ['--version'])
  const worker = new Worker('', { eval: true })
  await new Promise((resolve) => worker.once('exit', resolve))
  const socket = net.connect({ port: 1 }).on('error', () => {})
  await new Promise((resolve) => socket.once('close', resolve))
  createSocket('udp4').bind(() => {}).unref().close()
  readFileSync('package.json')
  return process.cwd().length
})`,
    )
    expect(opaque.toSorted()).toEqual([
      'it changes how modules are loaded',
      'it connects to what runs elsewhere',
      'it leaves a timer running',
      'it loads the native add-on add-on.node',
      "it may load '../src/nowhere.js' later",
      'it may load what it computes later',
      expect.stringMatching(/^it starts a child process \(node/u),
      'it starts a worker thread',
      "it uses Node's own bindings",
      'it uses UDP',
      'it uses node:sqlite',
    ])
    expect(apart).toEqual(
      expect.arrayContaining([
        'it starts a worker thread',
        'it loads the native add-on add-on.node',
        "it opens 'package.json', relative to the current folder",
        'it asks for the current folder',
      ]),
    )
  })

  it('is no later load of what another file of the folder has required: Node looks for that once', async () => {
    write('node_modules/twofold/package.json', '{ "exports": { "import": "./i.mjs", "require": "./r.cjs" } }')
    write('node_modules/twofold/i.mjs', 'export const kind = "module"')
    write('node_modules/twofold/r.cjs', 'exports.kind = "CommonJS"')
    write('lib/shared.cjs', 'exports.one = 1')
    write('lib/first.cjs', "require('./shared.cjs'); require('twofold'); require.resolve('./asked.cjs')")
    write('lib/asked.cjs', '')
    const opaqueOf = async (body: string) => {
      write('lib/second.cjs', body)
      const { opaque } = await trace(
        'bench/folder.bench.js',
        `import { bench } from 'assay'\nimport '../lib/first.cjs'\nimport '../lib/second.cjs'\nbench('it', () => 1)`,
      )
      return opaque
    }
    expect(await opaqueOf("require('./shared.cjs'); require('twofold')")).toEqual([])
    const late =
      "exports.late = () => [require('./asked.cjs'), import('twofold'), require('../lib/shared.cjs')]"
    expect((await opaqueOf(late)).toSorted()).toEqual([
      "it may load '../lib/shared.cjs' later",
      "it may load './asked.cjs' later",
      "it may load 'twofold' later",
    ])
  })

  it("is what another revision would meet in its process, and not what is nobody else's", async () => {
    const { opaque, apart, shared } = await trace(
      'bench/meets.bench.js',
      `import { createHook } from 'node:async_hooks'
import { channel } from 'node:diagnostics_channel'
import events from 'node:events'
import path from 'node:path'
import { PerformanceObserver } from 'node:perf_hooks'
import v8 from 'node:v8'
import { bench } from 'assay'
globalThis[Symbol.for('p.work')] ??= () => 1
globalThis[Symbol('own')] = {}
if (!Array.prototype.total) Object.defineProperty(Array.prototype, 'total', { value: () => 1, configurable: true })
Error.prepareStackTrace = (error, sites) => String(error) + sites.join('\\n    at ')
Error.stackTraceLimit = 20
path.shared = {}
process.env.P_SIZE ??= '1000'
process.on('p:work', () => {})
process.on('exit', () => {})
process.once('SIGUSR2', () => {})
channel('p:work').subscribe(() => {})
createHook({}).enable().disable()
new PerformanceObserver(() => {}).observe({ entryTypes: ['mark'] })
v8.setFlagsFromString('--stack-size=980')
bench('it', {
  setup() { globalThis.standing = {} },
  run() { globalThis.calls = (globalThis.calls ?? 0) + 1 },
  teardown() { delete globalThis.standing; delete globalThis.calls },
})`,
    )
    expect(opaque).toEqual([])
    expect(apart.toSorted()).toEqual([
      'it changes globalThis.Array.prototype.total',
      'it changes globalThis.Error.prepareStackTrace',
      'it changes globalThis.Symbol(p.work)',
      'it changes globalThis.calls',
      'it changes globalThis.standing',
      'it changes node:path.shared',
      "it changes who listens to 'p:work' of process",
      'it observes performance entries',
      'it sets flags of V8',
      'it subscribes to a channel of node:diagnostics_channel',
      'it watches what is asynchronous (async_hooks)',
    ])
    expect(shared).toEqual([
      'globalThis.Error.stackTraceLimit = 20',
      'globalThis.calls = 1',
      'process.env.P_SIZE = "1000"',
    ])
  })

  it('is its own server, which is no secret, but takes a port', async () => {
    const { opaque, apart } = await trace(
      'bench/server.bench.js',
      `import http from 'node:http'
import { bench } from 'assay'
bench('it', {
  setup: () => new Promise((done) => { const server = http.createServer((_, answer) => answer.end('x')).listen(0, () => done(server)) }),
  run: async (server) => (await fetch('http://localhost:' + server.address().port)).text(),
  teardown(server) { server.closeAllConnections(); server.close() },
})`,
    )
    expect([opaque, apart]).toEqual([[], ['it listens on a port']])
  })

  it('is of a revision where Node loads a file of the project first, and not where a package', async () => {
    write('pre.mjs', '')
    write('node_modules/first/package.json', '{ "name": "first", "exports": { "import": "./index.mjs" } }')
    write('node_modules/first/index.mjs', '')
    const before = process.env.NODE_OPTIONS
    const apartWith = async (options: string) => {
      process.env.NODE_OPTIONS = options
      const { opaque, apart } = await trace(
        'bench/first.bench.js',
        "import { bench } from 'assay'\nbench('it', () => 1)",
      )
      expect(opaque).toEqual(['Node loads something of the project first'])
      return apart
    }
    try {
      const reason = 'Node loads a file of the project first'
      expect(await apartWith('--import ./pre.mjs')).toEqual([reason])
      expect(await apartWith('--import=first')).toEqual([])
    } finally {
      if (before === undefined) delete process.env.NODE_OPTIONS
      else process.env.NODE_OPTIONS = before
    }
  })
})
