import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildInto } from '../../build.ts'
import { measureCauses } from './commands/causes.ts'
import { compareOnce, hyperfineVersion, makePrograms } from './commands/comparisons.ts'
import { measureCounters } from './commands/counters.ts'
import { measureImports } from './commands/imports.ts'
import { measurePeaks } from './commands/memory.ts'
import { startNeighbours } from './commands/neighbours.ts'
import { page } from './commands/page.ts'
import { type CommandsRaw, type ComparisonRow, commandsSchema } from './commands/raw.ts'
import { climb, compareLayout, measureAgainstItself, measureRuntime } from './commands/runtimes.ts'
import { conditions, kept } from './kept.ts'

/**
 * The study of commands: two programs of 100 ms that are the same, or of which one has more to do; peak memory under a large
 * process; runs that are slow for a planted cause. hyperfine, where it is installed, does the same comparisons.
 *
 *   npm run study:commands -- --parts same --trials 50 --neighbours 2
 *   npm run study:commands -- --parts slower --plants 0.03,0.1 --trials 20 --rivals   beside hyperfine
 *   npm run study:commands -- --parts memory,causes,imports,counters,itself --trials 20
 *   npm run study:commands -- --parts runtimes --packages FOLDER   whose node_modules has node22, node26, bun and deno
 *   npm run study:commands -- --parts layout --runtimes bun --packages FOLDER --trials 20
 *
 * Adds to reports/studies/commands.md; `--fresh` begins anew. Planting a quota needs root and version 1 of control groups.
 */

const { values: options } = parseArgs({
  options: {
    parts: { type: 'string', default: 'same,slower,memory,causes' },
    trials: { type: 'string', default: '20' },
    plants: { type: 'string', default: '0.03,0.1' },
    programs: { type: 'string', default: 'perl,node' },
    neighbours: { type: 'string', default: '0' },
    rivals: { type: 'boolean', default: false },
    runtimes: { type: 'string', default: 'node@22,node@24,node@26,bun,deno' },
    packages: { type: 'string' },
    fresh: { type: 'boolean', default: false },
  },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const parts = options.parts.split(',')
const trials = Number(options.trials)
const study = kept('commands', commandsSchema, nothing, page)
if (options.fresh) study.write(nothing())
const version = hyperfineVersion()
const about = { ...conditions(), ...(version !== undefined && { hyperfine: version }) }

// Without parts the page is made again from what is known.
if (options.parts === '') study.write(study.read())
if (parts.includes('memory')) study.write({ ...study.read(), ...about, memory: await measurePeaks() })
if (parts.includes('causes')) study.write({ ...study.read(), ...about, causes: await measureCauses(trials) })
if (parts.includes('imports')) study.write({ ...study.read(), ...about, imports: measureImports(trials) })
if (['counters', 'runtimes', 'ladder', 'itself', 'layout'].some((part) => parts.includes(part)))
  await measureSuites()
if (parts.includes('same') || parts.includes('slower')) await compareAll()

function nothing(): CommandsRaw {
  return {
    comparisons: [],
    memory: [],
    causes: [],
    imports: [],
    counters: [],
    runtimes: [],
    itself: [],
    layout: [],
  }
}

/** What takes a project of its own, by the command as it is built. */
async function measureSuites(): Promise<void> {
  const main = await buildInto(join(root, '.assay', 'study-commands'))
  if (parts.includes('counters')) {
    // Ten functions in each suite.
    const counters = await measureCounters(main, Math.ceil(trials / 2))
    study.write({ ...study.read(), ...about, counters })
  }
  if (parts.includes('runtimes')) {
    for (const runtime of options.runtimes.split(',')) {
      const row = await measureRuntime(main, runtime, options.packages)
      const raw = study.read()
      const others = raw.runtimes.filter((one) => one.runtime !== runtime)
      const ratios = await climb(main, runtime, options.packages)
      study.write({ ...raw, ...about, runtimes: [...others, { ...row, ratios }] })
      process.stderr.write(`${JSON.stringify(row)}\n`)
    }
  }
  if (parts.includes('ladder')) {
    for (const one of study.read().runtimes) {
      const ratios = await climb(main, one.runtime, options.packages)
      const raw = study.read()
      const runtimes = raw.runtimes.map((row) => (row.runtime === one.runtime ? { ...row, ratios } : row))
      study.write({ ...raw, runtimes })
    }
  }
  if (parts.includes('layout')) {
    study.write({ ...study.read(), ...about, layout: [] })
    for (let trial = 0; trial < trials; trial++) {
      for (const runtime of options.runtimes.split(',')) {
        const rows = await compareLayout(main, runtime, options.packages)
        const raw = study.read()
        study.write({ ...raw, layout: [...raw.layout, ...rows] })
        process.stderr.write(`${JSON.stringify(rows)}\n`)
      }
    }
  }
  if (parts.includes('itself')) {
    study.write({ ...study.read(), ...about, itself: [] })
    for await (const row of measureAgainstItself(main, trials)) {
      const raw = study.read()
      study.write({ ...raw, itself: [...raw.itself, row] })
      process.stderr.write(`${JSON.stringify(row)}\n`)
    }
  }
}

/** Identical ones and planted ones by turns, so that a busy minute meets all. */
async function compareAll(): Promise<void> {
  const main = await buildInto(join(root, '.assay', 'study-commands'))
  const programs = makePrograms()
  const count = Number(options.neighbours)
  const neighbours = startNeighbours(count)
  const plants = [
    ...(parts.includes('same') ? [0] : []),
    ...(parts.includes('slower') ? options.plants.split(',').map(Number) : []),
  ]
  try {
    for (let trial = 0; trial < trials; trial++) {
      for (const program of options.programs.split(',') as ComparisonRow['program'][]) {
        for (const plant of plants) {
          const row = compareOnce(
            main,
            programs,
            { program, plant, neighbours: count },
            options.rivals && version !== undefined,
          )
          const raw = study.read()
          study.write({ ...raw, ...about, comparisons: [...raw.comparisons, row] })
          process.stderr.write(`${JSON.stringify(row)}\n`)
        }
      }
    }
  } finally {
    neighbours.stop()
    programs.remove()
  }
}
