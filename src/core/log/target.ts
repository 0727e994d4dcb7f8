import { AssayError } from '../../model/assay-error.ts'
import { quantityExample } from '../../model/config.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import type { Target } from '../../model/note.ts'
import { parsePercent, parseQuantity } from '../../model/unit.ts'

/**
 * Reads a target as people write it: a quantity in a unit of the metric, `'50 ms'`, or a change, `'-20 %'`.
 *
 * @throws AssayError `usage`
 */
export function parseTarget(text: string, name: MetricName): Target {
  const { title, unit, better } = metric(name)
  const change = parseChange(text)
  if (change !== undefined) {
    const isBetter = better === 'lower' ? change < 0 && change > -1 : change > 0
    if (isBetter) return { change }
    throw usage(`a target of '${text}' would make ${title} no better: ${better} is better`)
  }
  const limit = parseQuantity(text, unit)
  if (limit !== undefined) return { limit }
  throw usage(`a target of ${title} is ${quantityExample[unit]} or a change such as '-20 %', not '${text}'`)
}

/** `'-20 %'` as −0.2: a change has a sign. */
function parseChange(text: string): number | undefined {
  const [, sign, size = ''] = /^\s*([-−+])(.*)$/u.exec(text) ?? []
  const change = sign === undefined ? undefined : parsePercent(size)
  return change === undefined ? undefined : sign === '+' ? change : -change
}

function usage(message: string): AssayError {
  return new AssayError('usage', message, "Write for example: --target '50 ms', or --target '-20 %'.")
}
