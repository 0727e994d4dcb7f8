import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'acorn'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Project, project, quick } from './project.ts'

/**
 * What `npm pack` makes is what people install. It is unpacked as npm does it; its dependencies, and no others, are linked from
 * this repository, so that the test needs no registry.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}
let packed = ''
let listed: string[] = []

beforeAll(() => {
  packed = mkdtempSync(join(tmpdir(), 'assay-packed-'))
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', packed], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // The build speaks on stdout, too; the listing is the JSON at the end.
  const answer = JSON.parse(output.slice(output.search(/^[[{]$/mu))) as
    | { files: { path: string }[] }[]
    | Record<string, { files: { path: string }[] }>
  listed = Object.values(answer).flatMap(({ files }) => files.map(({ path }) => path))
  const [tarball] = readdirSync(packed).filter((name) => name.endsWith('.tgz'))
  execFileSync('tar', ['-xzf', tarball!], { cwd: packed })
})
afterAll(() => rmSync(packed, { recursive: true, force: true }))

function installed(files: Readonly<Record<string, string>>): { place: Project; program: string } {
  const place = project({ 'perf.config.ts': configuration, ...files })
  const modules = join(place.folder, 'node_modules')
  mkdirSync(join(modules, '@types'), { recursive: true })
  execFileSync('cp', ['-r', join(packed, 'package'), join(modules, 'assay')])
  for (const name of Object.keys(dependencies))
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  symlinkSync(join(root, 'node_modules/@types/node'), join(modules, '@types/node'))
  return { place, program: join(modules, 'assay/dist/cli/main.js') }
}

const configuration = `import { defineConfig } from 'assay'
export default defineConfig({${quick} })
`

const benchmark = `import { bench, group, type Run } from 'assay'
import { readFileSync } from 'node:fs'
const later: Run | undefined = undefined
group('numbers', () => {
  bench('sum', {
    params: { n: [10] },
    setup: ({ n }) => Array.from({ length: n }, (_, i) => i),
    run: (numbers) => numbers.reduce((sum, n) => sum + n, 0),
    verify: (sum, { n }) => sum === (n * (n - 1)) / 2 && later === undefined,
  })
})
bench('read', () => readFileSync('package.json', 'utf8').length)
`

describe('the packed tarball', () => {
  it('holds the built program, its types, the licence and the manual, and nothing else', () => {
    const folders = new Set(listed.map((path) => path.split('/')[0]))
    expect([...folders].sort()).toEqual([
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'package.json',
      'reports',
      'schema',
    ])
    expect(
      listed.filter((path) => /^reports\/(?!studies\/(?:[\w-]+\.md|accuracy\/[\w-]+\.svg)$)/u.test(path)),
    ).toEqual([])
    expect(listed.filter((path) => path.startsWith('schema/'))).toEqual(['schema/run.schema.json'])
    expect(listed.filter((path) => path.startsWith('dist/') && !/\.(js|d\.ts)$/u.test(path))).toEqual([
      'dist/cli/LICENSES.txt',
      'dist/worker/cold/marks.cjs',
      'dist/worker/cold/observe.cjs',
      'dist/worker/LICENSES.txt',
      'dist/worker/soak/readings.cjs',
      'dist/worker/supervise/supervise.pl',
      'dist/worker/supervise/supervise.py',
    ])
  })

  it('has every file that its manifest names', () => {
    const text = readFileSync(join(packed, 'package/package.json'), 'utf8')
    const manifest = JSON.parse(text) as { bin: object; exports: Record<string, string | object> }
    const named = Object.values(manifest.exports).flatMap((one) =>
      typeof one === 'string' ? one : Object.values<string>({ ...one }),
    )
    const files = [...Object.values<string>({ ...manifest.bin }), ...named].map((one) =>
      one.replace(/^\.\//u, ''),
    )
    expect(files).toContain('dist/index.d.ts')
    expect(files.filter((one) => !listed.includes(one))).toEqual([])
  })

  it('has a command line that imports nothing but what only an import can load, so that it starts soon', () => {
    const program = readFileSync(join(packed, 'package/dist/cli/cli.js'), 'utf8')
    const { body } = parse(program, { ecmaVersion: 'latest', sourceType: 'module' })
    expect(body.filter(({ type }) => type === 'ImportDeclaration')).toEqual([])
    expect(program).toContain('process.getBuiltinModule(`node:fs`)')
  })

  it('has a program for measuring that is one file, but for what few forks need and where benchmarks register', () => {
    const program = readFileSync(join(packed, 'package/dist/worker/measure.js'), 'utf8')
    expect(program.match(/^import .*$/gmu)).toEqual(['import { registry } from "../api/registry.js";'])
    const later = [...program.matchAll(/\bimport\("\.\/([\w-]+)\.js"\)/gu)].map(([, name]) => name)
    expect([...new Set(later)].sort()).toEqual(['memory', 'pair', 'result-digest'])
    expect(program).toContain('process.getBuiltinModule("node:v8")')
    const licences = readFileSync(join(packed, 'package/dist/worker/LICENSES.txt'), 'utf8')
    expect(licences).toMatch(/^tinybench [\d.]+ \(MIT\)$/mu)
  })

  it('has pages whose links lead to what is packed', () => {
    const dead = listed
      .filter((path) => path.endsWith('.md'))
      .flatMap((page) => {
        const text = readFileSync(join(packed, 'package', page), 'utf8').replaceAll(/^```[\s\S]*?^```/gmu, '')
        const targets = [...text.matchAll(/\]\(([^)\s#]+)/gu)].map(([, target]) => target!)
        return targets
          .filter((target) => !/^[a-z]+:/u.test(target))
          .map((target) => posix.join(posix.dirname(page), target))
          .filter(
            (path) => !listed.some((one) => one === path || one.startsWith(`${path.replace(/\/$/u, '')}/`)),
          )
          .map((path) => `${page} → ${path}`)
      })
    expect(dead).toEqual([])
  })

  it('holds what is started by itself, and every module that one of its modules imports', () => {
    const modules = listed.filter((path) => path.endsWith('.js'))
    for (const name of [
      'worker/measure',
      'worker/examine',
      'worker/load',
      'worker/extend',
      'worker/alone',
      'worker/controls',
      'host/environment/probe',
    ])
      expect(modules).toContain(`dist/${name}.js`)
    const imported = modules.flatMap((path) => {
      const text = readFileSync(join(packed, 'package', path), 'utf8')
      const names = [...text.matchAll(/(?:from |import |import\()["'](\.[^"']+\.js)["']/gu)].map(
        ([, name]) => name!,
      )
      return names.map((name) => posix.join(posix.dirname(path), name))
    })
    expect(imported.length).toBeGreaterThan(100)
    expect(imported.filter((path) => !modules.includes(path))).toEqual([])
  })

  it('hands the licences of packages on that are part of its command line', () => {
    const licences = readFileSync(join(packed, 'package/dist/cli/LICENSES.txt'), 'utf8')
    const named = [...licences.matchAll(/^(\S+) [\d.]+ \(([\w.-]+)\)$/gmu)].map(([, name]) => name)
    expect(named).toEqual(
      expect.arrayContaining(['acorn', 'execa', 'picomatch', 'semver', 'simple-statistics', 'zod']),
    )
    expect(licences.match(/Permission (is hereby granted|to use, copy, modify)/gu)!.length).toBeGreaterThan(
      10,
    )
  })

  it.each([
    ['module', ['sum', 'read']],
    ['commonjs', ['sum']],
  ])('runs TypeScript benchmarks in a package of type %s', async (type, names) => {
    const { place, program } = installed({
      'package.json': JSON.stringify({ name: 'empty', version: '1.0.0', type }),
      'bench/numbers.bench.ts': benchmark,
    })
    const result = await place.runFrom({ program }, 'run', ...names)
    expect(result.stderr).not.toContain('Warning')
    expect(result).toMatchObject({ code: 0 })
    expect(place.latest().benchmarks.map(({ name, state }) => [name, state])).toEqual(
      names.map((name) => [name, 'measured']),
    )
  })

  it('brings the control kernels of the doctor', async () => {
    const { place, program } = installed({})
    const result = await place.runFrom({ program }, 'doctor', '--time', '1ms', '--json')
    expect(result.stderr).not.toContain('failed')
    expect(result.stdout, `it ended with ${result.code}: ${result.stderr}`).not.toBe('')
    const { controls } = JSON.parse(result.stdout) as { controls: { a: number[]; b: number[] }[] }
    expect(controls.map(({ a, b }) => [a.length, b.length])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ])
  })

  it('has types that a strict project can use', () => {
    const { place } = installed({
      'bench/numbers.bench.ts': benchmark,
      'perf/mine.ts': `import { type Kind, type Renderer, testKind, testRenderer } from 'assay/extend'
const kind: Kind = {
  metrics: { time: { unit: 'ns', title: 'build time', phrase: ['takes', 'longer'] } },
  primary: 'time',
  list: () => [{ name: 'all', params: { minify: true } }],
  measure: async ({ time, benchmark }) => ({ values: { time: time + benchmark.name.length } }),
}
await testKind(kind)
export const mine: Renderer = ({ benchmarks }) => [{ path: 'names.txt', text: benchmarks[0]?.name ?? '' }]
await testRenderer(mine)
`,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          module: 'nodenext',
          target: 'es2024',
          noEmit: true,
          types: ['node'],
        },
        include: ['bench', 'perf', 'perf.config.ts'],
      }),
    })
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    expect(() =>
      execFileSync(process.execPath, [compiler, '-p', place.folder, '--singleThreaded'], {
        encoding: 'utf8',
      }),
    ).not.toThrow()
  })

  it('needs only packages without install scripts', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean; dev?: boolean }>
    }
    const production = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev)
    expect(production.map(([path]) => path)).toEqual(
      expect.arrayContaining(Object.keys(dependencies).map((name) => `node_modules/${name}`)),
    )
    expect(production.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([])
  })

  it('has less than 12 MB with all packages that it needs', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dependencies?: Record<string, string> }>
    }
    const needed = new Set(Object.keys(dependencies))
    // A set visits what is added to it meanwhile.
    for (const name of needed)
      for (const one of Object.keys(lock.packages[`node_modules/${name}`]!.dependencies ?? {}))
        needed.add(one)
    const folders = [join(packed, 'package'), ...[...needed].map((name) => join(root, 'node_modules', name))]
    const bytes = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => statSync(join(entry.parentPath, entry.name)).size),
    )
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12e6)
  })
})
