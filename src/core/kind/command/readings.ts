import type { CommandSpec } from '../../../model/command.ts'
import { isDeclared, metric } from '../../../model/metric.ts'
import type { OwnReading, OwnReadings } from '../../../model/own-reading.ts'
import { parseMetricLine } from './metric-line.ts'

/**
 * What one run of a command says of the project's own metrics: by lines `ASSAY_METRIC name=value unit`, or by what a pattern
 * finds. Of several the last one counts.
 *
 * @param printed what it wrote on stdout, and then on stderr
 */
export function readMetrics(printed: string, metrics: CommandSpec['metrics']): OwnReadings {
  const lines = new Map<string, OwnReading>()
  for (const line of printed.split(/\r?\n/u)) {
    const told = parseMetricLine(line)
    if (told && 'name' in told) lines.set(told.name, readingOf(told))
    // One that tells nothing is the last one of its name all the same.
    else if (told) lines.set(nameIn(line), { problem: 'no-number', saw: told.problem })
  }
  const entries = Object.entries(metrics).map(([name, { pattern, flags = '' }]): [string, OwnReading] => {
    const found =
      pattern === undefined ? lines.get(name) : readByPattern(printed, name, new RegExp(pattern, flags))
    return [name, found ?? lines.get('') ?? { problem: 'not-printed', saw: 'no line of its output tells it' }]
  })
  return Object.fromEntries(entries)
}

/** The name that a line is about; '' where it has none. */
function nameIn(line: string): string {
  return /^\S+\s+([^\s=]+)=/u.exec(line)?.[1] ?? ''
}

/** What the first group has found is the number, and what the second one has found is its unit. */
function readByPattern(printed: string, name: string, pattern: RegExp): OwnReading | undefined {
  const all = [...printed.matchAll(new RegExp(pattern.source, [...new Set(`${pattern.flags}g`)].join('')))]
  const [whole, value = whole, unit = ''] = all.at(-1) ?? []
  if (value === undefined) return undefined
  // A comma is one thing in 1,500 rows and another in 1,5 s.
  const isGrouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(value)
  const number = value.replaceAll(isGrouped ? /,/gu : /[\s_]/gu, '')
  const told = parseMetricLine(`ASSAY_METRIC ${name}=${number} ${unit}`.trimEnd())
  if (!told || !('name' in told))
    return { problem: 'no-number', saw: `'${`${value} ${unit}`.trim().slice(0, 80)}'` }
  // A number without a unit is in that of the metric.
  return readingOf(unit === '' && isDeclared(name) ? { ...told, unit: metric(name).unit } : told)
}

function readingOf({
  name,
  value,
  unit,
}: {
  readonly name: string
  readonly value: number
  readonly unit: string
}): OwnReading {
  if (isDeclared(name) && metric(name).unit !== unit)
    return { problem: 'other-unit', saw: `a ${unit}, and not a ${metric(name).unit}` }
  return { value, low: value, high: value, operations: 1, whole: true, unit }
}
