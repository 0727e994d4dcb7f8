import { type Finding, finding } from '../../model/finding.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import { formatQuantity } from '../../model/unit.ts'

/** Of a metric of one's own that is declared to be exact: forks of the same code tell these different values. */
export function notDeterministic(id: string, name: MetricName, values: readonly number[]): Finding {
  const { title, unit } = metric(name)
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => formatQuantity(value, unit))
  return finding(
    'not-deterministic',
    id,
    `Its metric '${title}' is declared to be exact, and forks of the same code tell ${low} to ${high}`,
    `Make each fork do the same work, or declare it with exact: false, so that it is tested: measure: { ${name}: { read, exact: false } }.`,
  )
}
