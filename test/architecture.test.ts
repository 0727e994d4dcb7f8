import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import picomatch from 'picomatch'
import { describe, expect, it } from 'vitest'
import config from '../vitest.config.ts'
import { type Layer, layers } from './layers.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const src = fileURLToPath(new URL('../src', import.meta.url))

type Import = { readonly from: string; readonly specifier: string; readonly typeOnly: boolean }

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(src, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .sort()

const imports = files.flatMap((from) => importsOf(from, readFileSync(join(src, from), 'utf8')))

describe('the layers table is law', () => {
  it('every file under src is in a layer or room, and TypeScript unless something else runs it', () => {
    expect(
      files.filter((file) => !/\.ts$|^worker\/(?:cold|soak|supervise)\//u.test(file) || !layerOf(file)),
    ).toEqual([])
  })

  it('every layer holds files', () => {
    expect(layers.filter((layer) => !files.some((file) => fits(file, layer.path)))).toEqual([])
  })

  it('no import leaves its layer but as the table allows', () => {
    expect(
      imports.filter((one) => !allowed(one)).map(({ from, specifier }) => `${from} → ${specifier}`),
    ).toEqual([])
  })

  it('no modules import each other in a circle at run time', () => {
    expect(cycles()).toEqual([])
  })

  it('no layers or rooms import each other in a circle, types included', () => {
    const rows = new Map(layers.map(({ path }) => [path, new Set<string>()]))
    for (const one of imports) {
      const [from, to] = [layerOf(one.from), layerOf(target(one))]
      if (from && to && from !== to && one.specifier.startsWith('.')) rows.get(from.path)?.add(to.path)
    }
    expect(circles(rows)).toEqual([])
  })

  it('the check sees a forbidden import, and a type import as one', () => {
    const text =
      "import { z } from 'zod'\nimport type { Run } from '../model/run.ts'\nexport { x } from './y.ts'\n"
    expect(importsOf('worker/x.ts', text)).toEqual([
      { from: 'worker/x.ts', specifier: 'zod', typeOnly: false },
      { from: 'worker/x.ts', specifier: '../model/run.ts', typeOnly: true },
      { from: 'worker/x.ts', specifier: './y.ts', typeOnly: false },
    ])
    expect(allowed({ from: 'worker/x.ts', specifier: 'zod', typeOnly: false })).toBe(false)
    expect(allowed({ from: 'worker/x.ts', specifier: '../model/run.ts', typeOnly: true })).toBe(true)
    expect(allowed({ from: 'worker/x.ts', specifier: '../model/run.ts', typeOnly: false })).toBe(false)
    expect(allowed({ from: 'core/plan/x.ts', specifier: 'node:fs', typeOnly: false })).toBe(false)
    expect(allowed({ from: 'core/plan/x.ts', specifier: '../ledger/y.ts', typeOnly: false })).toBe(true)
    expect(allowed({ from: 'core/ledger/x.ts', specifier: '../plan/y.ts', typeOnly: true })).toBe(false)
    expect(allowed({ from: 'core/doctor/x.ts', specifier: '../compare/y.ts', typeOnly: false })).toBe(true)
    expect(allowed({ from: 'core/doctor/x.ts', specifier: '../compare/paired/y.ts', typeOnly: false })).toBe(
      false,
    )
    expect(
      circles(
        new Map([
          ['a', new Set(['b'])],
          ['b', new Set(['c'])],
          ['c', new Set(['b'])],
        ]),
      ),
    ).toEqual(['b → c → b'])
    expect(allowed({ from: 'flow/x.ts', specifier: '../host/host.ts', typeOnly: true })).toBe(false)
  })
})

describe('what a fork of a function says', () => {
  /** Who makes it, and the kind itself. Everything else reads trials, whatever their kind. */
  const readers =
    /^(?:worker\/|core\/kind\/function\/|host\/run\/(?:function|fork|examine)\.ts|host\/revision\/(?:trace|proof)\.ts|model\/(?:kind|message)\.ts)/u

  it('is a type that only its kind, its runner and its worker know', () => {
    const others = imports.filter((one) => target(one) === 'model/outcome.ts' && !readers.test(one.from))
    expect(others.map(({ from }) => from)).toEqual([])
  })

  it('has no word in the types of trials, comparisons, runs, baselines and certificates', () => {
    const general = ['trial', 'step', 'comparison', 'run', 'baseline', 'certificate', 'metric'].map(
      (name) => `model/${name}.ts`,
    )
    const fields = general.flatMap((file) => {
      const code = readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '')
      const found = code.matchAll(/^ +(?:readonly )?['"]?([\w-]+)['"]?\??:/gmu)
      return [...found].map(([, name]) => `${file}: ${name}`)
    })
    // A request repeats what was asked for on the command line: --forks.
    const request = 'model/run.ts: forks'
    expect(fields.length).toBeGreaterThan(100)
    expect(
      fields.filter((field) => field !== request && /: .*(?:fork|batch|heap|tier|deopt|warm)/iu.test(field)),
    ).toEqual([])
  })
})

describe('findings', () => {
  it('are worded by no host: it returns facts', () => {
    const worded = imports.filter(
      (one) =>
        one.from.startsWith('host/') &&
        /(?:^model\/finding|finding(?:s|)|unusable)\.ts$/u.test(target(one) ?? ''),
    )
    expect(worded.map(({ from }) => from)).toEqual([])
  })
})

describe('the engine', () => {
  /**
   * Files of the worker that know V8. What others ask is in `engine/engine.ts`, and JavaScriptCore answers, too. The readings of a
   * soak run in processes of Node that are not ours.
   */
  const knowing = /^worker\/(?:engine\/(?:v8(?:-[\w-]+)?|structured-copy)\.ts|soak\/readings\.cjs)$/u

  it('is known to nobody in the worker but its own files: neither modules nor natives of V8 are named elsewhere', () => {
    const strange = files.filter((file) => {
      if (!file.startsWith('worker/') || knowing.test(file)) return false
      const text = readFileSync(join(src, file), 'utf8')
      const code = text.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/^\s*\/\/.*$/gmu, '')
      return /\bnode:(?:v8|inspector)\b|\bbun:jsc\b|%[A-Z][a-z]\w*\(/u.test(code)
    })
    expect(strange).toEqual([])
  })
})

describe('names', () => {
  it('are each exported by one file', () => {
    const owners = new Map<string, string[]>()
    // Names that other libraries export are theirs.
    for (const file of files.filter((one) => !one.startsWith('worker/dialect/words/'))) {
      const text = readFileSync(join(src, file), 'utf8')
      const declared = text.matchAll(
        /^export (?:async )?(?:function\*?|const|let|class|type|interface) (\w+)/gmu,
      )
      for (const name of new Set([...declared].map(([, found]) => found!)))
        owners.set(name, [...(owners.get(name) ?? []), file])
    }
    expect([...owners].filter(([, declaring]) => declaring.length > 1)).toEqual([])
  })
})

describe('files', () => {
  /** Longer than 250 lines, with the reason. */
  const long: Readonly<Record<string, string>> = {
    'core/kind/function/load-cause.ts': 'a table: a row for every cause of a load that fails',
    'host/run/fork.ts': 'one fork from its start to its end',
    'model/config.ts': 'a table: every field of the configuration with its default',
    'worker/supervise/supervise.pl': 'a program for another interpreter, which is one file',
    'worker/supervise/supervise.py': 'a program for another interpreter, which is one file',
  }

  it('are at most 250 lines long, or have a reason', () => {
    const lengths = files.map(
      (file) => [file, readFileSync(join(src, file), 'utf8').split('\n').length - 1] as const,
    )
    expect(lengths.filter(([, lines]) => lines > 250).map(([file]) => file)).toEqual(Object.keys(long))
  })
})

describe('the measured process stays small', () => {
  it('loads nothing but the worker, the api, five modules of stats, tinybench, and what reads a tsconfig', () => {
    const roots = ['worker/measure.ts', 'worker/examine.ts', 'worker/load.ts', 'index.ts']
    const loaded = new Set<string>()
    const visit = (file: string) => {
      if (loaded.has(file)) return
      loaded.add(file)
      for (const one of imports) if (one.from === file && !one.typeOnly) visit(target(one))
    }
    for (const root of roots) visit(root)
    const outside = [...loaded].filter((file) => !/^(worker|api)\/|^index\.ts$|^node:/u.test(file))
    expect(outside.sort()).toEqual([
      // Only where Node alone does not run a project's sources.
      'get-tsconfig',
      'stats/histogram.ts',
      'stats/hodges-lehmann.ts',
      'stats/quantile.ts',
      'stats/random.ts',
      'stats/sample.ts',
      'tinybench',
    ])
  })
})

describe('the tests', () => {
  /** Named for what a room does together, where no file of it does it alone, with the reason. */
  const behaviours: Readonly<Record<string, string>> = {
    'core/compare/verdict-properties': 'what every way to compare promises',
    'core/init/templates/github': 'what both workflows have in common, and agree about',
    'core/report/example-run': 'that the example of the other tests is a run',
    'core/report/words': 'what all formats have to say alike',
    'flow/own-metrics': "what metrics of a project's own come to, from a listing to a verdict",
    'model/schemas': 'what all documents have in common',
    'worker/dialect/conformance': 'that files in the words of libraries are called as those call them',
    'stats/calibration': 'that tests and intervals are wrong as often as they say, by one simulation',
  }

  it('stand where their source stands, and are called as it is', () => {
    const names = globSync('{api,core,flow,host,model,stats,worker}/**/*.test.ts', { cwd: here }).map(
      (file) => file.split(sep).join('/').replace('.test.ts', ''),
    )
    const strays = names.filter((name) => !isOfSource(name) && !(name in behaviours))
    expect(strays).toEqual([])
    const needless = Object.keys(behaviours).filter(
      (name) => !names.includes(name) || isOfSource(name) || !isFolder(posix.dirname(name)),
    )
    expect(needless).toEqual([])
  })

  it('are each in one project, and none is left out', () => {
    const tests = globSync('**/*.test.ts', { cwd: here }).map((file) => `test/${file.split(sep).join('/')}`)
    const projects = (config.test!.projects as { test: { include: string[]; exclude?: string[] } }[]).map(
      ({ test: { include, exclude = [] } }) =>
        (file: string) =>
          picomatch(include)(file) && !picomatch(exclude)(file),
    )
    expect(tests.filter((file) => projects.filter((has) => has(file)).length !== 1)).toEqual([])
  })
})

/** Whether a test has the name of a file or folder below `src`, or that of what it simulates or finds properties of. */
function isOfSource(name: string): boolean {
  const plain = name.replace(/-(?:simulation|properties)$/u, '')
  return [name, plain].some((one) => files.includes(`${one}.ts`)) || isFolder(name)
}

function isFolder(path: string): boolean {
  return files.some((file) => file.startsWith(`${path}/`))
}

/** Static, re-exporting and dynamic imports of a source text. */
function importsOf(from: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/^\s*\/\/.*$/gmu, '')
  const found = code.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^'"`;]*?\s+from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gu,
  )
  return [...found].map(([, type, direct, dynamic]) => ({
    from,
    specifier: (direct ?? dynamic)!,
    typeOnly: type !== undefined,
  }))
}

function allowed(one: Import): boolean {
  const layer = layerOf(one.from)
  if (!layer) return false
  const to = target(one)
  if (!one.specifier.startsWith('.')) {
    return layer.packages.some((name) => (name === 'node:' ? to.startsWith('node:') : to === name))
  }
  if (layerOf(to) === layer) return true
  if (layer.parts.some((part) => isOf(to, part))) return true
  return one.typeOnly && (layer.typesOnly ?? []).some((part) => isOf(to, part))
}

/** Whether a file is of a part: that file, below that folder (`core/`), or directly in it (`core/compare/*`). */
function isOf(file: string, part: string): boolean {
  return part.endsWith('/*') ? posix.dirname(file) === part.slice(0, -2) : fits(file, part)
}

function target({ from, specifier }: Import): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier
}

function layerOf(file: string): Layer | undefined {
  return layers.find(({ path }) => fits(file, path))
}

function fits(file: string, path: string): boolean {
  return path.endsWith('/') ? file.startsWith(path) : file === path
}

function cycles(): string[] {
  const loaded = new Map<string, Set<string>>()
  for (const one of imports) {
    if (one.typeOnly || !one.specifier.startsWith('.')) continue
    const targets = loaded.get(one.from) ?? new Set()
    loaded.set(one.from, targets.add(target(one)))
  }
  return circles(loaded)
}

/** The ways through a graph that come back to where they began. */
function circles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const walk = (node: string, trail: readonly string[]) => {
    if (trail.includes(node)) found.push([...trail.slice(trail.indexOf(node)), node].join(' → '))
    if (done.has(node) || trail.includes(node)) return
    for (const next of graph.get(node) ?? []) walk(next, [...trail, node])
    done.add(node)
  }
  for (const node of graph.keys()) walk(node, [])
  return found
}
