import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Conditions, page } from './accuracy/page.ts'
import { rivalNames, toolTitles } from './accuracy/rivals.ts'
import { type SectionName, sectionNames, sections } from './accuracy/sections/all.ts'

/**
 * The study of accuracy: the same kernels through Assay and its rivals, side by side in one run. Writes
 * reports/studies/accuracy.md, plots beside it, and the raw figures.
 *
 *   npm run study:accuracy                       everything
 *   npm run study:accuracy -- --only corpus,ladder   these sections; the others stay as they were measured
 *   npm run study:accuracy -- --quick            few processes; prints the page and writes nothing but with --write
 *   npm run study:accuracy -- --render           makes the page from the raw figures again
 */

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    render: { type: 'boolean', default: false },
    seed: { type: 'string', default: 'accuracy' },
  },
})
const folder = fileURLToPath(new URL('../../reports/studies', import.meta.url))
const beside = join(folder, 'accuracy')
const dataFile = join(beside, 'data.json')
const write = options.write || options.render || !options.quick

/** Everything that the page is made of. */
type Raw = { readonly conditions: Conditions; readonly data: Readonly<Partial<Record<SectionName, unknown>>> }

const chosen = options.render ? [] : chooseSections(options.only)
const kept = options.render || (options.only !== undefined && write) ? readRaw() : undefined
const data: Partial<Record<SectionName, unknown>> = { ...kept?.data }
const durations: Record<string, { load: number; seconds: number }> = { ...kept?.conditions.sections }
for (const name of chosen) {
  const load = loadavg()[0]!
  const start = performance.now()
  data[name] = await sections[name].measure({
    times: (full) => (options.quick ? Math.min(full, 2) : full),
    defaultTime: options.quick ? 100 : undefined,
    seed: options.seed,
    say: (text) => process.stderr.write(`${text}\n`),
  })
  durations[name] = { load, seconds: Math.round((performance.now() - start) / 1e3) }
}
// The page is made of what is written down, so that it can be made again.
const written = JSON.parse(JSON.stringify(data, rounded)) as typeof data
const conditions: Conditions =
  options.render && kept ? kept.conditions : { ...machine(), sections: durations }
const reports = sectionNames
  .filter((name) => written[name] !== undefined)
  .map((name) => sections[name].report(written[name]))
const text = page(reports, conditions)
if (write) {
  // Plots of sections that are gone go, too.
  rmSync(beside, { recursive: true, force: true })
  mkdirSync(beside, { recursive: true })
  for (const [file, plot] of reports.flatMap(({ plots }) => Object.entries(plots)))
    writeFileSync(join(beside, file), plot)
  writeFileSync(dataFile, `${JSON.stringify({ conditions, data: written } satisfies Raw)}\n`)
  writeFileSync(join(folder, 'accuracy.md'), text)
}
process.stdout.write(text)

function chooseSections(only: string | undefined): SectionName[] {
  const asked = only?.split(',') ?? sectionNames
  const unknown = asked.find((name) => !sectionNames.some((known) => known === name))
  if (unknown !== undefined) throw new Error(`there is no section '${unknown}': ${sectionNames.join(', ')}`)
  return sectionNames.filter((name) => asked.includes(name))
}

function readRaw(): Raw | undefined {
  try {
    return JSON.parse(readFileSync(dataFile, 'utf8')) as Raw
  } catch (error) {
    if (options.render) throw error
    return undefined
  }
}

function machine(): Omit<Conditions, 'sections'> {
  const versions = rivalNames.map((name) => [toolTitles[name], versionOf(name)] as const)
  return {
    cpu: cpus()[0]?.model ?? 'unknown CPU',
    cpus: cpus().length,
    node: process.versions.node,
    versions: Object.fromEntries(versions),
  }
}

/** Found from the entry point: not every package lets its package.json be imported. */
function versionOf(name: string): string {
  const require = createRequire(import.meta.url)
  for (let at = dirname(require.resolve(name)); ; at = dirname(at)) {
    try {
      const found = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')) as {
        name?: string
        version?: string
      }
      if (found.name === name && found.version) return found.version
    } catch {
      if (dirname(at) === at) throw new Error(`${name} has no package.json`)
    }
  }
}

/** Six significant digits are more than any of these readings has. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(6)) : value
}
