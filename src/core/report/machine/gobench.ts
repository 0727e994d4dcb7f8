import { metric, metricNames } from '../../../model/metric.ts'
import type { Rendered } from '../../../model/rendered.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { truncate } from '../../wording/display-width.ts'
import { visible } from '../../wording/plain.ts'
import { nameRuntimes } from '../../wording/runtime-words.ts'
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
    ...(runtime.measured
      ? configuration('runtime', nameRuntimes(runtime))
      : configuration('node', runtime.node)),
    ...unitLines(measured),
    ...[...Map.groupBy(measured, ({ file }) => file)].flatMap(([file, own]) => [
      ...configuration('pkg', file),
      ...own.flatMap((one) => forks(names.get(one.id)!, one)),
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

/** A line for every process; those of one task after those of another. */
function forks(name: string, { metrics, trials }: BenchmarkResult): string[] {
  const names = metricNames().filter((one) => metrics[one])
  return [...Map.groupBy(trials, ({ task }) => task).values()].flat().flatMap(({ values, quality }) => {
    const measurements = names.flatMap((one) =>
      values[one] === undefined ? [] : [`${values[one]} ${metric(one).gobench}`],
    )
    return measurements.length === 0
      ? []
      : [`Benchmark${name} ${Math.max(1, quality.operations)} ${measurements.join(' ')}`]
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
  const joined = visible(part)
    .trim()
    .replace(/[\s\p{Z}]+/gu, '_')
  return joined === '' ? '_' : joined
}
