import { execa } from 'execa'
import { declareOwnMetrics } from '../../../src/core/kind/own-metrics.ts'
import { completeMetric } from '../../../src/model/own-metric.ts'
import { runSchema } from '../../../src/model/run.ts'
import { gitProject } from '../git-project.ts'
import type { CounterRow } from './raw.ts'

/** Functions of one suite, each of which asks a database some times. */
const functions = 10

/** Suites whose functions ask as often as before, though their text is another one; and some in which one asks once more. */
export async function measureCounters(main: string, suites: number): Promise<CounterRow[]> {
  const withdraw = declareOwnMetrics({ queries: completeMetric('queries', {}) })
  const rows: CounterRow[] = []
  for (let suite = 0; suite < suites; suite++) {
    for (const more of [0, 1]) rows.push(await measureSuite(main, suite, more))
  }
  withdraw()
  return rows
}

async function measureSuite(main: string, suite: number, more: number): Promise<CounterRow> {
  const slowed = suite % functions
  const project = gitProject({
    'bench/queries.bench.js': benchmarks,
    'src/pages.js': source('base', () => 0),
  })
  try {
    project.write(
      'src/pages.js',
      source('head', (index) => (index === slowed ? more : 0)),
    )
    const words = ['compare', 'HEAD', '--json', '--quiet', '--forks', '2', '--time', '40 ms']
    const { stdout, stderr } = await execa(process.execPath, [main, ...words], {
      ...{ cwd: project.folder, reject: false },
    })
    const run = runSchema.parse(JSON.parse(stdout || `"${stderr.slice(0, 200)}"`))
    const own = run.comparisons.filter(({ metric }) => metric === 'queries')
    const raised = own.filter(({ verdict }) => verdict === 'regressed' || verdict === 'improved')
    return {
      more,
      compared: own.length,
      equivalent: own.filter(({ verdict }) => verdict === 'equivalent').length,
      raised: raised.length,
      right: raised.filter(({ id }) => id.endsWith(`page ${slowed}`)).length,
      forks: Math.max(0, ...own.map(({ n }) => n.head)),
    }
  } finally {
    project.remove()
  }
}

const benchmarks = `import { bench } from 'assay'
import { db, pages } from '../src/pages.js'
for (const [name, page] of Object.entries(pages))
  bench(name, { run: page, mayDiffer: true, measure: { queries: () => db.count } })
`

function source(text: string, more: (index: number) => number): string {
  const pages = Array.from(
    { length: functions },
    (_, index) =>
      `  'page ${index}': () => { let n = 0; for (let i = 0; i < ${5 + index + more(index)}; i++) n += ask(i); return n + '${text}'.length },\n`,
  )
  return `export const db = { count: 0 }
const ask = (i) => { db.count++; return i % 7 }
export const pages = {
${pages.join('')}}
`
}
