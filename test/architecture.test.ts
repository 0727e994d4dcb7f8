import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Layer, layers } from './layers.ts'

const src = fileURLToPath(new URL('../src', import.meta.url))

type Import = { readonly from: string; readonly specifier: string; readonly typeOnly: boolean }

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(src, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .sort()

const imports = files.flatMap((from) => importsOf(from, readFileSync(join(src, from), 'utf8')))

describe('the layers table is law', () => {
  it('every file under src is TypeScript and in a layer', () => {
    expect(files.filter((file) => !file.endsWith('.ts') || !layerOf(file))).toEqual([])
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
    expect(allowed({ from: 'core/x.ts', specifier: 'node:fs', typeOnly: false })).toBe(false)
    expect(allowed({ from: 'flow/x.ts', specifier: '../host/host.ts', typeOnly: true })).toBe(false)
  })
})

describe('the measured process stays small', () => {
  it('loads nothing but the worker, the api, five modules of stats and tinybench', () => {
    const roots = ['worker/measure.ts', 'worker/load.ts', 'index.ts']
    const loaded = new Set<string>()
    const visit = (file: string) => {
      if (loaded.has(file)) return
      loaded.add(file)
      for (const one of imports) if (one.from === file && !one.typeOnly) visit(target(one))
    }
    for (const root of roots) visit(root)
    const outside = [...loaded].filter((file) => !/^(worker|api)\/|^index\.ts$|^node:/u.test(file))
    expect(outside.sort()).toEqual([
      'stats/histogram.ts',
      'stats/hodges-lehmann.ts',
      'stats/quantile.ts',
      'stats/random.ts',
      'stats/sample.ts',
      'tinybench',
    ])
  })
})

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
  if (layer.parts.some((part) => fits(to, part))) return true
  return one.typeOnly && (layer.typesOnly ?? []).some((part) => fits(to, part))
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
  const found: string[] = []
  const done = new Set<string>()
  const walk = (file: string, trail: readonly string[]) => {
    if (trail.includes(file)) found.push([...trail.slice(trail.indexOf(file)), file].join(' → '))
    if (done.has(file) || trail.includes(file)) return
    for (const one of imports) {
      if (one.from === file && !one.typeOnly && one.specifier.startsWith('.'))
        walk(target(one), [...trail, file])
    }
    done.add(file)
  }
  for (const file of files) walk(file, [])
  return found
}
