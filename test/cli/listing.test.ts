import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runHere, runHereWith } from '../in-process.ts'
import { project, quick } from '../project.ts'

const bench = "import { bench } from 'assay'\n"

/** Each does something that others in its process would see, and registers its name. */
const neighbours: Readonly<Record<string, string>> = {
  'a-folder': "process.chdir('data')",
  'b-timer': "setTimeout(() => { throw new Error('of b') }, 30)",
  'c-global': 'globalThis.mode = 1',
  'd-builtin':
    "Array.prototype.map = () => { throw new Error('broken on purpose') }; Array.prototype.extra = 1",
  'e-environment': "process.env.LISTING_MODE = 'fast'",
  'f-mock':
    "import fs from 'node:fs'\nimport { syncBuiltinESMExports } from 'node:module'\nfs.readFileSync = () => 'mocked'; syncBuiltinESMExports()",
  'g-module': "import { shared } from '../src/shared.js'\nshared.count++",
  'h-exit': 'setTimeout(() => process.exit(7), 10)',
  // Until another file is loaded, however long that takes, nothing of it is to be seen.
  'i-quiet':
    "import { existsSync } from 'node:fs'\nsetInterval(() => { if (existsSync(new URL('../slow', import.meta.url))) throw new Error('of i') }, 30).unref()",
  'j-slow':
    "import { writeFileSync } from 'node:fs'\nimport { setTimeout as sleep } from 'node:timers/promises'\nwriteFileSync(new URL('../slow', import.meta.url), '')\nawait sleep(300)",
  'k-listener': "process.on('uncaughtException', () => {})",
  'l-unhandled': "Promise.reject(new Error('of l'))",
  'm-waits': 'await new Promise(() => {})',
  // Who is blocked answers as little as who loops (processes.test.ts), and costs nothing.
  'n-blocks': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
  'o-exits': 'process.exit(5)',
  'p-mocks': "String.prototype.startsWith = () => false\nawait import('../src/broken.js')",
  'q-mock': "import os from 'node:os'\nos.endianness = () => 'mocked'",
}

/** Sees all of that, and must not. */
const reader = `${bench}import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import { shared } from '../src/shared.js'
const seen = [
  process.env.LISTING_MODE, globalThis.mode, [].extra, shared.count,
  existsSync('data/x.txt'), readFileSync('data/x.txt', 'utf8').trim(), process.listenerCount('uncaughtException'),
  os.endianness() === 'mocked',
]
bench(JSON.stringify(seen), () => [1].map((n) => n))
`

it('lists each file as if it were alone, whatever its neighbours do, and tells who threw', async () => {
  const files = Object.entries(neighbours).flatMap(([name, text]) => [
    [`bench/${name}.bench.js`, `${bench}${text}\nbench('${name}', () => 1)\n`],
    [`bench/${name}.reader.bench.js`, reader],
  ])
  const place = project({
    'perf.config.ts': `export default {${quick.replace('20 s', '5 s')} }`,
    'src/shared.js': 'export const shared = { count: 0 }\n',
    'src/broken.js': 'const = 1\n',
    'data/x.txt': 'text\n',
    ...Object.fromEntries(files),
  })
  const { stdout, stderr, code } = await runHere(place.folder, 'list', '--json')
  const { benchmarks, findings } = JSON.parse(stdout)
  const names = (part: RegExp) =>
    benchmarks
      .filter(({ file }: { file: string }) => part.test(file))
      .map(({ name }: { name: string }) => name)
  const alone = JSON.stringify([null, null, null, 0, true, 'text', 1, false])
  expect(names(/reader/u)).toEqual(Object.keys(neighbours).map(() => alone))
  const broken = ['l-unhandled', 'm-waits', 'n-blocks', 'o-exits', 'p-mocks']
  expect(names(/\/[a-z]-[a-z]+\.bench/u)).toEqual(
    Object.keys(neighbours).filter((name) => !broken.includes(name)),
  )
  const told = (code: string) =>
    findings
      .filter((one: { code: string }) => one.code === code)
      .map(({ subject, message }: Record<string, string>) => [subject, message])
  expect(told('throws-late').map(([subject]: string[]) => subject)).toEqual([
    'bench/b-timer.bench.js',
    'bench/h-exit.bench.js',
    // Nothing of it was to be seen but the stack of what was thrown while another file was loaded.
    'bench/i-quiet.bench.js',
  ])
  expect(Object.fromEntries(told('throws-late'))['bench/b-timer.bench.js']).toContain('of b')
  expect(told('load-failed')).toEqual([
    ['bench/l-unhandled.bench.js', expect.stringMatching(/line 2, column \d+: Error: of l/u)],
    ['bench/m-waits.bench.js', expect.stringContaining('its top-level await never ends')],
    ['bench/n-blocks.bench.js', expect.stringContaining('did not end within 5.000 s')],
    ['bench/o-exits.bench.js', expect.stringContaining('exited with code 5')],
    // Where it stands is told although the file has replaced what it is told with.
    ['bench/p-mocks.bench.js', expect.stringContaining('src/broken.js, line 1, column 7')],
  ])
  expect(stderr).toContain('b-timer')
  expect(code).toBe(2)
})

it('registers benchmarks where a loader makes CommonJS of them and of Assay', async () => {
  // What tsx and its like do in a package without a type: modules become CommonJS as they are required.
  const loader = `const { registerHooks } = require('node:module')
const Module = require('node:module')
const { readFileSync } = require('node:fs')
const asCommonJs = (text) => text
  .replace(/^import \\{([^}]*)\\} from (['"][^'"]+['"]);?$/gmu, 'const {$1} = require($2)')
  .replace(/^import (['"][^'"]+['"]);?$/gmu, 'require($1)')
  .replace(/^export function (\\w+)/gmu, 'exports.$1 = $1; function $1')
  .replace(/^export \\{([^}]*)\\} from (['"][^'"]+['"]);?$/gmu, 'Object.assign(exports, (({ $1 }) => ({ $1 }))(require($2)))')
  .replace(/^export \\{\\};?$/gmu, '')
const plain = Module._extensions['.js']
Module._extensions['.js'] = (module, file) => {
  const text = readFileSync(file, 'utf8')
  return /\\/(?:api|dist)\\/[\\w-]+\\.js$/u.test(file) ? module._compile(asCommonJs(text), file) : plain(module, file)
}
Module._extensions['.ts'] = (module, file) => module._compile(asCommonJs(readFileSync(file, 'utf8')), file)
registerHooks({ resolve(specifier, context, next) {
  const resolved = next(specifier, context)
  return resolved.url.includes('.bench.ts') ? { ...resolved, format: 'commonjs' } : resolved
}, load(url, context, next) {
  return url.includes('.bench.ts') ? { format: 'commonjs', shortCircuit: true, source: null } : next(url, context)
} })
`
  const place = project({
    'package.json': '{ "name": "typeless" }',
    'loader.cjs': loader,
    'bench/y.bench.ts': "import { bench } from 'assay'\nbench('y', () => 1)\n",
  })
  const env = { NODE_OPTIONS: `--require ${join(place.folder, 'loader.cjs')}` }
  expect(await runHereWith(env, place.folder, 'list')).toMatchObject({
    stdout: expect.stringMatching(/^bench\/y\.bench\.ts › y/u),
  })
})

it('lists many files in several processes, in the order of their names, each as if it were alone', async () => {
  const numbers = Array.from({ length: 120 }, (_, index) => String(index).padStart(3, '0'))
  const textOf = (number: string) => {
    if (number === '050') return "throw new Error('of 050')"
    const change = number === '060' ? 'globalThis.mode = 1' : ''
    return `${bench}${change}\nbench(String(globalThis.mode), () => 1)`
  }
  const place = project(
    Object.fromEntries(numbers.map((number) => [`bench/${number}.bench.js`, textOf(number)])),
  )
  const { stdout } = await runHere(place.folder, 'list', '--json')
  const { benchmarks, findings } = JSON.parse(stdout)
  expect(benchmarks.map(({ id }: { id: string }) => id)).toEqual(
    numbers
      .filter((number) => number !== '050')
      .map((number) => `bench/${number}.bench.js › ${number === '060' ? 1 : undefined}`),
  )
  expect(findings).toMatchObject([{ code: 'load-failed', subject: 'bench/050.bench.js' }])
})

it('lists how benchmarks may grow, and refuses what is no growth with what was meant', async () => {
  const sized = (grows: string) =>
    `${bench}bench('sort', { params: { n: [1000, 10, 100] }, grows: ${grows}, run: () => 1 })\n`
  const { folder } = project({
    'bench/a.bench.js': sized("'n log n'"),
    'bench/b.bench.js': sized("'O(n log n)'"),
  })
  const { code, stdout } = await runHere(folder, 'list', '--json')
  expect(code).toBe(2)
  const { benchmarks, findings } = JSON.parse(stdout) as {
    benchmarks: { grows: unknown }[]
    findings: { subject: string; message: string }[]
  }
  expect(benchmarks.map(({ grows }) => grows)).toEqual(
    Array(3).fill({ by: 'n', power: 1, log: true, sizes: [10, 100, 1000] }),
  )
  expect(findings.map(({ subject, message }) => [subject, message.split('; ')[0]])).toEqual([
    [
      'bench/b.bench.js',
      expect.stringContaining(
        "bench('sort'): grows 'O(n log n)' is no growth: did you mean 'n log n'? Else there are '1'",
      ),
    ],
  ])
})
