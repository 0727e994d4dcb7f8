import type { Comparison } from '../../../model/comparison.ts'
import { type MetricName, metric } from '../../../model/metric.ts'
import type { Rendered } from '../../../model/rendered.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { visible } from '../../wording/plain.ts'

/** What a row is made of. One that is about a benchmark that is gone has a comparison only. */
type Given = {
  readonly id: string
  readonly benchmark?: BenchmarkResult | undefined
  readonly name?: MetricName | undefined
  readonly comparison?: Comparison | undefined
}

type Cell = string | number | null | undefined

const columns: readonly (readonly [title: string, cell: (given: Given) => Cell])[] = [
  ['id', ({ id }) => id],
  ['file', ({ benchmark }) => benchmark?.file],
  ['line', ({ benchmark }) => benchmark?.line],
  ['group', ({ benchmark }) => benchmark?.group.join(' › ')],
  ['name', ({ benchmark }) => benchmark?.name],
  ['params', ({ benchmark }) => benchmark && JSON.stringify(benchmark.params)],
  ['state', ({ benchmark }) => benchmark?.state],
  ['metric', ({ name }) => name],
  ['unit', ({ name }) => name && metric(name).unit],
  ['estimate', (given) => estimateOf(given)?.estimate],
  ['low', (given) => estimateOf(given)?.low],
  ['high', (given) => estimateOf(given)?.high],
  ['coverage', (given) => estimateOf(given)?.coverage],
  ['forks', (given) => estimateOf(given)?.values.length],
  ['method', ({ comparison }) => comparison?.method],
  ['base', ({ comparison }) => comparison?.base.commit ?? comparison?.base.ref],
  ['change', ({ comparison }) => comparison?.change?.estimate],
  ['change_low', ({ comparison }) => comparison?.change?.low],
  ['change_high', ({ comparison }) => comparison?.change?.high],
  ['difference', ({ comparison }) => comparison?.difference],
  ['limit', ({ comparison }) => comparison?.limit],
  ['verdict', ({ comparison }) => comparison?.verdict],
  ['budget', (given) => budgetOf(given)?.limit],
]

/**
 * A row for every benchmark and metric, in base units: ns, bytes, counts, and fractions for changes (RFC 4180, with a
 * header). Text stands in quotes; numbers do not.
 */
export function csv(run: Run): Rendered[] {
  const lines = [columns.map(([title]) => title).join(','), ...rows(run).map(line)]
  return [{ path: 'results.csv', mediaType: 'text/csv', text: lines.map((text) => `${text}\r\n`).join('') }]
}

function rows({ benchmarks, comparisons }: Run): Given[] {
  const known = new Set(benchmarks.map(({ id }) => id))
  const compared = Map.groupBy(comparisons, ({ id }) => id)
  return [
    ...benchmarks.flatMap((benchmark) => rowsOf(benchmark, compared.get(benchmark.id) ?? [])),
    ...comparisons
      .filter(({ id }) => !known.has(id))
      .map((comparison) => ({ id: comparison.id, name: comparison.metric, comparison })),
  ]
}

/** What failed has no number, but a row. */
function rowsOf(benchmark: BenchmarkResult, comparisons: readonly Comparison[]): Given[] {
  const { id, metrics } = benchmark
  const measured = Object.keys(metrics) as MetricName[]
  const names = [...new Set([...measured, ...comparisons.map((comparison) => comparison.metric)])]
  if (names.length === 0) return [{ id, benchmark }]
  return names.map((name) => {
    return { id, benchmark, name, comparison: comparisons.find((one) => one.metric === name) }
  })
}

function estimateOf({ benchmark, name }: Given) {
  return name === undefined ? undefined : benchmark?.metrics[name]
}

function budgetOf({ benchmark, name }: Given) {
  return benchmark?.budget?.find((budget) => budget.metric === name)
}

function line(given: Given): string {
  return columns.map(([, cell]) => writeCell(cell(given))).join(',')
}

function writeCell(cell: Cell): string {
  if (cell === undefined || cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  return `"${inert(visible(cell)).replaceAll('"', '""')}"`
}

/**
 * Spreadsheets run a cell that begins like a formula, in quotes or not; an apostrophe before it makes it text
 * (OWASP, "CSV Injection"). All text is in quotes, so that a separator of another locale begins no new cell.
 */
function inert(text: string): string {
  return /^\s*[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text
}
