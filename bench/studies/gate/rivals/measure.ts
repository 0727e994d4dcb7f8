import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { z } from 'zod'
import { conditions } from '../../kept.ts'
import { sourceOf } from '../suites.ts'

/** What one process of tinybench tells about one function: ms, and at most a hundred averages over stretches. */
const toldSchema = z.strictObject({ mean: z.number(), moe: z.number(), samples: z.array(z.number()) })
export type Told = z.infer<typeof toldSchema>
const sidesOf = <T extends z.ZodType>(one: T) => z.strictObject({ base: one, head: one })

/** By function: what a tool measured, or the answer that it gave itself. */
const cellSchemas = {
  /** Ten processes of each revision; with the samples of the first. */
  tinybench: sidesOf(z.array(toldSchema)),
  /** Mean latency, ms. */
  vitest: sidesOf(z.number()),
  /** Change in percent with the bounds of its interval. */
  benchforge: z.strictObject({
    direction: z.string(),
    percent: z.number(),
    low: z.number(),
    high: z.number(),
  }),
}
export type Tool = keyof typeof cellSchemas
export const tools = Object.keys(cellSchemas) as Tool[]

const trialOf = <T extends Tool>(tool: T) =>
  z.strictObject({
    tool: z.literal(tool),
    planted: z.number(),
    loaded: z.boolean(),
    /** Model of the processor that it ran on. */
    cpu: z.string(),
    /** Wall time of everything, ns. */
    wall: z.number(),
    cells: z.record(z.string(), cellSchemas[tool]),
  })
export const rivalTrialSchema = z.discriminatedUnion('tool', [
  trialOf('tinybench'),
  trialOf('vitest'),
  trialOf('benchforge'),
])
export type RivalTrial = z.infer<typeof rivalTrialSchema>

/** Measures base and head as the documentation of the tool shows. */
export async function measureRival(tool: Tool, planted: number, loaded: boolean): Promise<RivalTrial> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-rival-'))
  try {
    for (const side of ['base', 'head'] as const) {
      writeFileSync(join(folder, `${side}.mjs`), sourceOf(planted, side) + namedExports)
    }
    await prepare[tool](folder)
    const start = process.hrtime.bigint()
    const cells = await measure[tool](folder)
    const wall = Number(process.hrtime.bigint() - start)
    return rivalTrialSchema.parse({ tool, planted, loaded, cpu: conditions().cpu, wall, cells })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** benchforge finds a function by the name that it is exported by. */
const namedExports = `
const all = Object.values(workloads)
export const [${Array.from({ length: 20 }, (_, index) => `f${index}`).join(', ')}] = all
`

/** Not a dependency of this repository: it wants a script at its installation. Installed where it is measured. */
const benchforge = { version: '0.2.5', batches: '10' }

const prepare: Record<Tool, (folder: string) => Promise<void>> = {
  tinybench: async () => {},
  vitest: async (folder) => {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    symlinkSync(path('../../../../node_modules'), join(folder, 'node_modules'), 'junction')
    writeFileSync(join(folder, 'compare.bench.js'), vitestFile)
  },
  benchforge: async (folder) => {
    mkdirSync(join(folder, 'installed'))
    // Without one npm looks for a project further up.
    writeFileSync(join(folder, 'installed/package.json'), '{}')
    const wanted = `benchforge@${benchforge.version}`
    await execa('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', wanted], {
      cwd: join(folder, 'installed'),
    })
  },
}

const vitestFile = `import { appendFileSync } from 'node:fs'
import { test } from 'vitest'
import { workloads as base } from './base.mjs'
import { workloads as head } from './head.mjs'
for (const name of Object.keys(base)) {
  test(name, async ({ bench }) => {
    const told = await bench.compare(bench('base', base[name]), bench('head', head[name]))
    const of = (side) => told.get(side).latency.mean
    appendFileSync('told.ndjson', JSON.stringify([name, { base: of('base'), head: of('head') }]) + '\\n')
  })
}
`

const measure: Record<Tool, (folder: string) => Promise<object>> = {
  // All processes of the base, then all of the head.
  tinybench: async (folder) => {
    const cells: Record<string, { base: Told[]; head: Told[] }> = {}
    for (const side of ['base', 'head'] as const) {
      for (let index = 0; index < tinybench.processes; index++) {
        const told = await node(folder, path('tinybench.mjs'), join(folder, `${side}.mjs`), tinybench.time)
        for (const [name, one] of Object.entries(z.record(z.string(), toldSchema).parse(JSON.parse(told)))) {
          cells[name] ??= { base: [], head: [] }
          cells[name][side].push(index === 0 ? one : { ...one, samples: [] })
        }
      }
    }
    return cells
  },
  vitest: async (folder) => {
    await node(
      folder,
      join(folder, 'node_modules/vitest/vitest.mjs'),
      'bench',
      '--run',
      '--testTimeout',
      '60000',
    )
    const lines = readFileSync(join(folder, 'told.ndjson'), 'utf8').trim().split('\n')
    return Object.fromEntries(lines.map((line) => JSON.parse(line) as [string, object]))
  },
  benchforge: async (folder) => {
    const entry = join(folder, 'installed/node_modules/benchforge/dist/index.mjs')
    const [base, head] = [join(folder, 'base.mjs'), join(folder, 'head.mjs')]
    return JSON.parse(await node(folder, path('benchforge.mjs'), entry, base, head, benchforge.batches))
  },
}

/** Processes of each revision, as benchstat advises; ms of sampling per function, a tenth of tinybench's default. */
const tinybench = { processes: 10, time: '100' }

async function node(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execa(process.execPath, args, { cwd, stdin: 'ignore', maxBuffer: 1e9 })
  return stdout
}

function path(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
