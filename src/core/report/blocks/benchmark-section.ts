import { metric, metricNames } from '../../../model/metric.ts'
import { paragraph, type Section } from './block.ts'
import type { Row } from './table.ts'
import type { View } from './view.ts'

/** All benchmarks in one table. */
export function benchmarkSection({ rows, table }: View): Section[] {
  if (rows.length === 0) return []
  const isCompared = table.columns.some(({ title }) => title === 'Before')
  const before = isCompared ? ' Before is what it would be now without the change.' : ''
  const what = `${perWords(rows)} Beside a number stands its interval; a positive change is worse${exceptions(rows)}.${before}`
  return [{ id: 'table', title: 'All benchmarks', blocks: [paragraph(what), table] }]
}

/** ", of hits a negative one": where more of what leads is better. */
function exceptions(rows: readonly Row[]): string {
  const rising = metricNames().filter(
    (name) => metric(name).better === 'higher' && rows.some(({ lead }) => lead?.name === name),
  )
  return rising.map((name) => `, of ${metric(name).title} a negative one`).join('')
}

/** Of what the numbers are: "Numbers are per operation; peak memory is per process." */
function perWords(rows: readonly Row[]): string {
  const others = metricNames().flatMap((name) => {
    const { column, per } = metric(name)
    const isShown = column && rows.some(({ benchmark }) => benchmark.metrics[name])
    return isShown && per !== 'operation' ? [`; ${column.title.toLowerCase()} is per ${per}`] : []
  })
  return `Numbers are per operation${others.join('')}.`
}
