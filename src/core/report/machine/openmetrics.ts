import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { visible } from '../../wording/plain.ts'
import { type Family, type Labels, metricFamilies } from './metric-families.ts'

/**
 * OpenMetrics 1.0 text: base units (seconds, bytes), the unit at the end of the name, one family for an estimate and one
 * for each end of its interval. Without timestamps: whoever reads it knows when.
 */
export function openmetrics(run: Run): Rendered[] {
  const text = [...metricFamilies(run).flatMap(family), '# EOF'].map((line) => `${line}\n`).join('')
  const mediaType = 'application/openmetrics-text; version=1.0.0; charset=utf-8'
  return [{ path: 'metrics.txt', mediaType, text }]
}

function family({ name, type, unit, help, samples }: Family): string[] {
  const suffix = type === 'info' ? '_info' : ''
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === '' ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...samples.map(({ labels, value }) => `${name}${suffix}${written(labels)} ${number(value)}`),
  ]
}

/** An empty label is the same as none. */
function written(labels: Labels): string {
  const pairs = Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label}="${escaped(visible(value))}"`)
  return `{${pairs.join(',')}}`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function number(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  if (value === Number.NEGATIVE_INFINITY) return '-Inf'
  return String(value)
}
