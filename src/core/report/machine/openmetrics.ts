import { type MetricName, metric, metricNames } from '../../../model/metric.ts'
import type { Rendered } from '../../../model/rendered.ts'
import { type Estimate, type Run, runVerdictSchema } from '../../../model/run.ts'
import { shortCommit } from '../../wording/commit.ts'
import { visible } from '../../wording/plain.ts'
import { nameRuntimes } from '../../wording/runtime-words.ts'
import { uniqueNames } from './unique-names.ts'

type Labels = Readonly<Record<string, string>>
type Sample = readonly [labels: Labels, value: number]

/** Samples of one name; the order of everything is fixed, so that files can be compared. */
type Family = {
  readonly name: string
  readonly type: 'gauge' | 'info' | 'stateset'
  readonly unit?: '' | 'seconds' | 'bytes' | 'ratio'
  readonly help: string
  readonly samples: readonly Sample[]
}

/**
 * OpenMetrics 1.0 text: base units (seconds, bytes), the unit at the end of the name, one family for an estimate and one
 * for each end of its interval. Without timestamps: whoever reads it knows when.
 */
export function openmetrics(run: Run): Rendered[] {
  const families = familiesOf(run).filter(({ samples }) => samples.length > 0)
  const text = [...families.flatMap(writeFamily), '# EOF'].map((line) => `${line}\n`).join('')
  const mediaType = 'application/openmetrics-text; version=1.0.0; charset=utf-8'
  return [{ path: 'metrics.txt', mediaType, text }]
}

/** A run as time series: what differs in every run is no label of a number, so that a series goes on. */
function familiesOf(run: Run): Family[] {
  const { benchmarks, verdict } = run
  const name = namesOf(benchmarks)
  const verdicts = runVerdictSchema.options.map((one): Sample => {
    return [{ assay_verdict: one }, Number(one === verdict)]
  })
  return [
    { name: 'assay_run', type: 'info', help: 'What was run.', samples: [[runLabels(run), 1]] },
    { name: 'assay_verdict', type: 'stateset', help: 'The verdict of the run.', samples: verdicts },
    {
      name: 'assay_measured',
      type: 'gauge',
      help: 'Whether a benchmark was measured.',
      samples: benchmarks.map(({ id, state }) => [{ benchmark: name(id) }, Number(state === 'measured')]),
    },
    ...estimateFamilies(run, name),
    ...comparisonFamilies(run),
    ...growthFamilies(run),
    {
      name: 'assay_budget_kept',
      type: 'gauge',
      help: 'Whether a benchmark keeps its budget.',
      samples: benchmarks.flatMap(({ id, budget = [] }) =>
        budget.map((one): Sample => [{ benchmark: name(id), metric: one.metric }, Number(one.kept)]),
      ),
    },
  ]
}

function runLabels({ id, tool, source, environment }: Run): Labels {
  return {
    id,
    version: tool.version,
    method: String(tool.method),
    commit: source.commit === undefined ? '' : shortCommit(source.commit),
    branch: source.branch ?? '',
    class: environment.class,
    node: environment.runtime.node,
    ...(environment.runtime.measured && { runtime: nameRuntimes(environment.runtime) }),
  }
}

/** Of one metric: the median of its forks, and both ends of its interval. */
function estimateFamilies(run: Run, name: (id: string) => string): Family[] {
  const names = metricNames()
  return [
    ...namedFamilies(
      run,
      name,
      names.filter((of) => !metric(of).own),
    ),
    ...ownFamilies(
      run,
      name,
      names.filter((of) => metric(of).own),
    ),
  ]
}

/** Of a project's own, families for each unit: the name is a label, which no name of another family can be. */
function ownFamilies(
  { benchmarks }: Run,
  name: (id: string) => string,
  names: readonly MetricName[],
): Family[] {
  return Object.entries(exposed).flatMap(([baseUnit, { unit, scale }]) => {
    const own = names.filter((of) => metric(of).unit === baseUnit)
    return ends.map(([end, what]): Family => {
      const parts = ['assay_own', end === 'estimate' ? '' : end, unit]
      return {
        name: parts.filter((part) => part !== '').join('_'),
        type: 'gauge',
        unit,
        help: `${what} of a metric of the project's own.`,
        samples: own.flatMap((of) =>
          benchmarks.flatMap(({ id, metrics: { [of]: estimate } }): Sample[] =>
            estimate ? [[{ benchmark: name(id), metric: of }, estimate[end] / scale]] : [],
          ),
        ),
      }
    })
  })
}

function namedFamilies(
  { benchmarks }: Run,
  name: (id: string) => string,
  names: readonly MetricName[],
): Family[] {
  return names.flatMap((of) => {
    const { unit: baseUnit, title, per } = metric(of)
    const { unit, scale } = exposed[baseUnit]
    return ends.map(([end, what]): Family => {
      const parts = ['assay', toSnakeCase(of), end === 'estimate' ? '' : end, unit]
      return {
        name: parts.filter((part) => part !== '').join('_'),
        type: 'gauge',
        unit,
        help: `${what} of ${title} per ${per}.`,
        samples: benchmarks.flatMap(({ id, metrics: { [of]: estimate } }): Sample[] =>
          estimate ? [[{ benchmark: name(id) }, estimate[end] / scale]] : [],
        ),
      }
    })
  })
}

const exposed = {
  ns: { unit: 'seconds', scale: 1e9 },
  byte: { unit: 'bytes', scale: 1 },
  count: { unit: '', scale: 1 },
} as const satisfies Record<Estimate['unit'], { unit: Family['unit']; scale: number }>

const ends = [
  ['estimate', 'Median of the forks'],
  ['low', 'Lower end of the interval'],
  ['high', 'Upper end of the interval'],
] as const

/** Changes, and how they were compared. A bound that is not known to exist has no sample. */
function comparisonFamilies({ benchmarks, comparisons, anchor }: Run): Family[] {
  const all = [
    ...comparisons.map((comparison) => ({ against: 'base', comparison })),
    ...(anchor?.comparisons ?? []).map((comparison) => ({ against: 'anchor', comparison })),
  ]
  const name = namesOf([...benchmarks, ...all.map(({ comparison }) => comparison)])
  const compared = all.map(({ against, comparison }) => {
    return { labels: { benchmark: name(comparison.id), metric: comparison.metric, against }, comparison }
  })
  return [
    ...ends.map(([end, what]): Family => {
      const isEstimate = end === 'estimate'
      return {
        name: isEstimate ? 'assay_change_ratio' : `assay_change_${end}_ratio`,
        type: 'gauge',
        unit: 'ratio',
        help: isEstimate
          ? 'Change against the base as a fraction of it; positive is worse.'
          : `${what} of the change.`,
        samples: compared.flatMap(({ labels, comparison: { change } }): Sample[] => {
          const value = change?.[end] ?? null
          return value === null ? [] : [[labels, value]]
        }),
      }
    }),
    {
      name: 'assay_comparison',
      type: 'info',
      help: 'How a benchmark was compared, and the verdict.',
      samples: compared.map(({ labels, comparison: { method, verdict } }) => {
        return [{ ...labels, method, verdict }, 1]
      }),
    },
  ]
}

/** Of what grows with a parameter: what each series has is in its name. */
function growthFamilies({ growth = [] }: Run): Family[] {
  const name = namesOf(growth)
  const fitted = growth.flatMap(({ id, fit }) => (fit ? { labels: { benchmark: name(id) }, fit } : []))
  return [
    {
      name: 'assay_growth_exponent',
      type: 'gauge',
      help: 'Power of n that a benchmark grows with.',
      samples: fitted.map(({ labels, fit }) => [labels, fit.exponent.estimate]),
    },
    {
      name: 'assay_growth_excess_ratio',
      type: 'gauge',
      unit: 'ratio',
      help: 'How many times more than declared it rises without its steepest step.',
      samples: fitted.map(({ labels, fit }) => [labels, fit.excess.estimate]),
    },
  ]
}

/** Two benchmarks must not become one series. */
function namesOf(all: readonly { readonly id: string }[]): (id: string) => string {
  const ids = all.map(({ id }) => id)
  const names = uniqueNames(ids, visible)
  return (id) => names.get(id)!
}

/** `peakRss` → `peak_rss`. */
function toSnakeCase(name: string): string {
  return name.replaceAll('.', '_').replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
}

function writeFamily({ name, type, unit = '', help, samples }: Family): string[] {
  const suffix = type === 'info' ? '_info' : ''
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === '' ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escapeText(help)}`,
    ...samples.map(([labels, value]) => `${name}${suffix}${writeLabels(labels)} ${writeNumber(value)}`),
  ]
}

/** An empty label is the same as none. */
function writeLabels(labels: Labels): string {
  const pairs = Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label}="${escapeText(visible(value))}"`)
  return `{${pairs.join(',')}}`
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function writeNumber(value: number): string {
  return String(value).replace('Infinity', 'Inf').replace(/^Inf/u, '+Inf')
}
