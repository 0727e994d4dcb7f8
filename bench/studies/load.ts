import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildInto } from '../../build.ts'
import { startNeighbours } from './commands/neighbours.ts'
import { conditions, kept } from './kept.ts'
import { searchCapacity } from './load/capacities.ts'
import { compareServers } from './load/comparisons.ts'
import { soakServers } from './load/leaks.ts'
import { page } from './load/page.ts'
import { measureRate } from './load/rates.ts'
import { type LoadRaw, loadSchema } from './load/raw.ts'
import { measureStall } from './load/stall.ts'

/**
 * The study of services under load: a server that stops, beside other tools; how fast one process sends; two revisions of a
 * server that are the same, or of which one has more to do; servers that keep something of each request, or nothing.
 *
 *   npm run study:load -- --parts stall
 *   npm run study:load -- --parts rates --trials 5
 *   npm run study:load -- --parts same,slower --trials 20 --neighbours 2
 *   npm run study:load -- --parts leaks --trials 20
 *   npm run study:load -- --parts capacities --trials 10
 *
 * Adds to reports/studies/load.md; `--fresh` begins anew. wrk and hey are asked where they are on PATH; npm installs the others.
 */

const { values: options } = parseArgs({
  options: {
    parts: { type: 'string', default: 'stall,rates,same,slower,leaks,capacities' },
    trials: { type: 'string', default: '20' },
    rates: { type: 'string', default: '1000,5000,10000,20000' },
    seconds: { type: 'string', default: '30' },
    plants: { type: 'string', default: '0.05' },
    neighbours: { type: 'string', default: '0' },
    fresh: { type: 'boolean', default: false },
  },
})
/** Turns of a loop in a request that take as long as the rest of it: found by comparing 0 with 10,000 and 20,000. */
const loopsPerRequest = 25_000
const root = fileURLToPath(new URL('../..', import.meta.url))
const parts = options.parts.split(',')
const trials = Number(options.trials)
const study = kept('load', loadSchema, nothing, page)
if (options.fresh) study.write(nothing())
const about = conditions()

// Without parts the page is made again from what is known.
if (options.parts === '') study.write(study.read())
if (parts.includes('stall')) study.write({ ...study.read(), ...about, stall: await measureStall() })
if (parts.includes('rates')) await measureRates()
if (parts.includes('leaks'))
  await repeat(
    (main) => soakServers(main, Number(options.seconds)),
    (raw, rows) => ({ ...raw, leaks: [...raw.leaks, ...rows] }),
  )
if (parts.includes('capacities'))
  await repeat(searchCapacity, (raw, row) => ({ ...raw, capacities: [...raw.capacities, row] }))
if (parts.includes('same') || parts.includes('slower')) await compareAll()

function nothing(): LoadRaw {
  return { rates: [], comparisons: [], leaks: [], capacities: [] }
}

async function measureRates(): Promise<void> {
  for (let trial = 0; trial < trials; trial++) {
    for (const rate of options.rates.split(',').map(Number)) {
      const row = await measureRate(rate)
      const raw = study.read()
      study.write({ ...raw, ...about, rates: [...raw.rates, row] })
      process.stderr.write(`${JSON.stringify(row)}\n`)
    }
  }
}

/** What the commands say of services, again and again: rows that are added to what is known. */
async function repeat<Row>(
  measure: (main: string) => Row,
  add: (raw: LoadRaw, row: Row) => LoadRaw,
): Promise<void> {
  const main = await buildInto(join(root, '.assay', 'study-load'))
  for (let trial = 0; trial < trials; trial++) {
    const row = measure(main)
    study.write({ ...add(study.read(), row), ...about })
    process.stderr.write(`${JSON.stringify(row)}\n`)
  }
}

/** Equal ones and planted ones by turns, so that a busy minute meets all. */
async function compareAll(): Promise<void> {
  const main = await buildInto(join(root, '.assay', 'study-load'))
  const neighbours = Number(options.neighbours)
  const { stop } = startNeighbours(neighbours)
  const plants = [
    ...(parts.includes('same') ? [0] : []),
    ...(parts.includes('slower') ? options.plants.split(',').map(Number) : []),
  ]
  try {
    for (let trial = 0; trial < trials; trial++) {
      for (const plant of plants) {
        const row = compareServers(main, { plant, neighbours }, loopsPerRequest)
        const raw = study.read()
        study.write({ ...raw, ...about, comparisons: [...raw.comparisons, row] })
        process.stderr.write(`${JSON.stringify(row)}\n`)
      }
    }
  } finally {
    stop()
  }
}
