import { metric, metricNames } from '../../../model/metric.ts'
import type { Rendered } from '../../../model/rendered.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { truncate } from '../../wording/display-width.ts'
import { visible } from '../../wording/plain.ts'
import { uniqueNames } from './unique-names.ts'

/**
 * The Go benchmark format (golang/proposal, design/14313; golang/perf, benchfmt): a line for every fork, so that
 * benchstat, which takes a line for a sample, infers over forks as Assay does. What differs from run to run on one machine is no
 * configuration line: benchstat compares only where all of them are equal.
 */
export function gobench(run: Run): Rendered[] {
  const { os, hardware, runtime } = run.environment
  const measured = run.benchmarks.filter(({ metrics }) => Object.keys(metrics).length > 0)
  const byId = new Map(measured.map((benchmark) => [benchmark.id, benchmark]))
  const names = uniqueNames([...byId.keys()], (id) => nameOf(byId.get(id)!))
  const lines = [
    ...configuration('goos', goos[os.platform] ?? os.platform),
    ...configuration('goarch', goarch[os.arch] ?? os.arch),
    ...configuration('cpu', hardware.cpu),
    ...configuration('node', runtime.node),
    ...unitLines(measured),
    ...filesOf(measured).flatMap((file) => [
      ...configuration('pkg', file),
      ...measured.filter((one) => one.file === file).flatMap((one) => forks(names.get(one.id)!, one)),
    ]),
  ]
  return [{ path: 'bench.txt', mediaType: 'text/plain', text: lines.map((line) => `${line}\n`).join('') }]
}

const goos: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' }
const goarch: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', mipsel: 'mipsle' }

/** A line without a value would delete the key. */
function configuration(key: string, value: string): string[] {
  const shown = visible(value).trim()
  return shown === '' ? [] : [`${key}: ${truncate(shown, 500)}`]
}

/** What is exact is told as it is, without an interval; of units that Go does not have, which way is better. */
function unitLines(benchmarks: readonly BenchmarkResult[]): string[] {
  return metricNames()
    .filter((name) => benchmarks.some(({ metrics }) => metrics[name]))
    .map((name) => {
      const { better, distribution } = metric(name)
      return `Unit ${metric(name).gobench} better=${better}${distribution === 'exact' ? ' assume=exact' : ''}`
    })
}

function filesOf(benchmarks: readonly BenchmarkResult[]): string[] {
  return [...new Set(benchmarks.map(({ file }) => file))]
}

/** Metrics of different sources are of different processes: each has lines of its own. */
function forks(name: string, { metrics, timings }: BenchmarkResult): string[] {
  const sources = new Set(metricNames().map((metricName) => metric(metricName).from))
  return [...sources].flatMap((from) => {
    const own = metricNames().filter((metricName) => metric(metricName).from === from)
    const isTimed = own.some((metricName) => metric(metricName).leads)
    const columns = own.flatMap((metricName) => {
      const values = metrics[metricName]?.forks
      return values ? [{ unit: metric(metricName).gobench, values }] : []
    })
    const rows = Math.max(0, ...columns.map(({ values }) => values.length))
    return Array.from({ length: rows }, (_, fork) => {
      const timing = isTimed ? timings[fork] : undefined
      const operations = timing ? timing.samples * timing.batch : 1
      const measurements = columns.flatMap(({ unit, values }) =>
        values[fork] === undefined ? [] : [`${values[fork]} ${unit}`],
      )
      return `Benchmark${name} ${operations} ${measurements.join(' ')}`
    })
  })
}

/**
 * `Sort/native/n=100` of `sort › native {n: 100}`: no white space, a capital first as Go's own names have, and no number
 * after a hyphen at the end, which Go's tools would take for the number of processors.
 */
function nameOf({ group, name, params }: BenchmarkResult): string {
  const values = Object.entries(params).map(([key, value]) => `${key}=${value}`)
  const path = [...group, name, ...values].map((part) => word(part)).join('/')
  const first = String.fromCodePoint(path.codePointAt(0)!)
  const capital = first.toUpperCase() + path.slice(first.length)
  return truncate(capital, 500).replace(/-(?=\d+$)/u, '_')
}

function word(part: string): string {
  return (
    visible(part)
      .trim()
      .replace(/[\s\p{Z}]+/gu, '_') || '_'
  )
}
