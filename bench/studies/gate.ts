import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { underLoad } from './accuracy/processes.ts'
import { page, type Raw } from './gate/page.ts'
import { measureRivals } from './gate/rivals.ts'
import { scratchProject } from './gate/scratch.ts'
import { compareOnce } from './gate/trial.ts'

/**
 * The study of the gate: how often it cries wolf, what it finds, and what that takes, beside the rules that others
 * gate by. Trials are added to reports/studies/gate/data.json; the page is made of all of them.
 *
 *   npm run study:gate                     adds five minutes of trials
 *   npm run study:gate -- --minutes 60     adds an hour
 *   npm run study:gate -- --only 1,1.03    of these factors
 *   npm run study:gate -- --render         makes the page from the raw values again
 */

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    only: { type: 'string' },
    render: { type: 'boolean', default: false },
  },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const dataFile = fileURLToPath(new URL('../../reports/studies/gate/data.json', import.meta.url))
const pageFile = fileURLToPath(new URL('../../reports/studies/gate.md', import.meta.url))

/** What is tried, and how often in relation to the others. Rivals take no tolerance. */
const plan = [
  { tool: 'assay', factor: 1, loaded: true, tolerance: '1 %', weight: 6 },
  { tool: 'assay', factor: 1, loaded: false, tolerance: '1 %', weight: 3 },
  { tool: 'assay', factor: 1.03, loaded: true, tolerance: '1 %', weight: 2 },
  { tool: 'rivals', factor: 1, loaded: true, tolerance: '', weight: 2 },
  { tool: 'assay', factor: 1.05, loaded: true, tolerance: '1 %', weight: 1 },
  { tool: 'assay', factor: 1.015, loaded: true, tolerance: '0.5 %', weight: 1 },
  { tool: 'rivals', factor: 1.03, loaded: true, tolerance: '', weight: 1 },
  { tool: 'assay', factor: 1.03, loaded: false, tolerance: '1 %', weight: 1 },
  { tool: 'rivals', factor: 1, loaded: false, tolerance: '', weight: 1 },
  { tool: 'assay', factor: 1.1, loaded: true, tolerance: '1 %', weight: 0.5 },
  { tool: 'rivals', factor: 1.03, loaded: false, tolerance: '', weight: 0.5 },
  { tool: 'rivals', factor: 1.05, loaded: true, tolerance: '', weight: 0.5 },
] as const
type Planned = (typeof plan)[number]

const raw = read()
if (!options.render) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' })
const end = Date.now() + Number(options.minutes) * 60e3
const factors = options.only?.split(',').map(Number)
while (!options.render && Date.now() < end) {
  const next = leastDone(plan.filter(({ factor }) => factors?.includes(factor) ?? true))
  process.stderr.write(`${JSON.stringify(next)}\n`)
  await (next.loaded ? underLoad(() => attempt(next)) : attempt(next))
  write()
}
write()
process.stdout.write(page(raw))

/** The trial that is farthest behind its share. */
function leastDone(candidates: readonly Planned[]): Planned {
  const done = ({ tool, factor, loaded, tolerance }: Planned) =>
    tool === 'rivals'
      ? raw.rivals.filter((trial) => trial.factor === factor && trial.loaded === loaded).length
      : raw.trials.filter(
          (trial) =>
            trial.factor === factor &&
            trial.loaded === loaded &&
            trial.tolerance === Number.parseFloat(tolerance) / 100,
        ).length
  return candidates.toSorted((a, b) => done(a) / a.weight - done(b) / b.weight)[0]!
}

async function attempt({ tool, factor, loaded, tolerance }: Planned): Promise<void> {
  if (tool === 'rivals') {
    raw.rivals.push(await measureRivals(factor, loaded))
    return
  }
  const scratch = scratchProject(
    `export default { collect: { memory: false }, gate: { tolerance: '${tolerance}' } }`,
  )
  try {
    raw.trials.push(await compareOnce(scratch, factor, loaded))
  } finally {
    scratch.remove()
  }
}

function read(): {
  conditions: Raw['conditions']
  trials: Raw['trials'][number][]
  rivals: Raw['rivals'][number][]
} {
  const conditions = {
    cpu: cpus()[0]?.model ?? 'unknown CPU',
    cpus: cpus().length,
    node: process.versions.node,
  }
  if (!existsSync(dataFile)) return { conditions, trials: [], rivals: [] }
  return JSON.parse(readFileSync(dataFile, 'utf8'))
}

function write(): void {
  mkdirSync(dirname(dataFile), { recursive: true })
  writeFileSync(dataFile, `${JSON.stringify(raw)}\n`)
  writeFileSync(pageFile, page(raw))
}
