import type { Comparison } from '../../../model/comparison.ts'
import { metric, metricNames } from '../../../model/metric.ts'
import { type Estimate, type Run, runVerdictSchema } from '../../../model/run.ts'
import { shortCommit } from '../../wording/commit.ts'
import { visible } from '../../wording/plain.ts'
import { uniqueNames } from './unique-names.ts'

export type Labels = Readonly<Record<string, string>>

/** Samples of one name; the order of everything is fixed, so that files can be compared. */
export type Family = {
  readonly name: string
  readonly type: 'gauge' | 'info' | 'stateset'
  readonly unit: '' | 'seconds' | 'bytes' | 'ratio'
  readonly help: string
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[]
}

/** A run as time series: what differs in every run is no label of a number, so that a series goes on. */
export function metricFamilies(run: Run): Family[] {
  return [
    runInfo(run),
    verdict(run),
    state(run),
    ...estimates(run),
    ...changes(run),
    verdicts(run),
    budgets(run),
  ].filter(({ samples }) => samples.length > 0)
}

function runInfo({ id, tool, source, environment }: Run): Family {
  const labels = {
    id,
    version: tool.version,
    method: String(tool.method),
    commit: source.commit === undefined ? '' : shortCommit(source.commit),
    branch: source.branch ?? '',
    class: environment.class,
    node: environment.runtime.node,
  }
  return {
    name: 'assay_run',
    type: 'info',
    unit: '',
    help: 'What was run.',
    samples: [{ labels, value: 1 }],
  }
}

function verdict({ verdict: reached }: Run): Family {
  const name = 'assay_verdict'
  const samples = runVerdictSchema.options.map((one) => ({
    labels: { [name]: one },
    value: Number(one === reached),
  }))
  return { name, type: 'stateset', unit: '', help: 'The verdict of the run.', samples }
}

function state({ benchmarks }: Run): Family {
  const named = names(benchmarks)
  return {
    name: 'assay_measured',
    type: 'gauge',
    unit: '',
    help: 'Whether a benchmark was measured.',
    samples: benchmarks.map(({ id, state }) => ({
      labels: { benchmark: named(id) },
      value: Number(state === 'measured'),
    })),
  }
}

/** Of one metric: the median of its forks, and both ends of its interval. */
function estimates({ benchmarks }: Run): Family[] {
  const named = names(benchmarks)
  return metricNames().flatMap((metricName) => {
    const { unit: baseUnit, title, per } = metric(metricName)
    const { unit, scale } = exposed[baseUnit]
    const measured = benchmarks.flatMap(({ id, metrics }) => {
      const estimate = metrics[metricName]
      return estimate ? [{ labels: { benchmark: named(id) }, estimate }] : []
    })
    return (['estimate', 'low', 'high'] as const).map(
      (end): Family => ({
        name: [
          `assay_${snake(metricName)}`,
          ...(end === 'estimate' ? [] : [end]),
          ...(unit === '' ? [] : [unit]),
        ].join('_'),
        type: 'gauge',
        unit,
        help: `${ends[end]} of ${title} per ${per}.`,
        samples: measured.map(({ labels, estimate }) => ({ labels, value: estimate[end] / scale })),
      }),
    )
  })
}

const exposed = {
  ns: { unit: 'seconds', scale: 1e9 },
  byte: { unit: 'bytes', scale: 1 },
  count: { unit: '', scale: 1 },
} as const satisfies Record<Estimate['unit'], { unit: Family['unit']; scale: number }>

const ends = {
  estimate: 'Median of the forks',
  low: 'Lower end of the interval',
  high: 'Upper end of the interval',
} as const

type Compared = { readonly labels: Labels; readonly comparison: Comparison }

function compared({ benchmarks, comparisons, anchor }: Run): Compared[] {
  const all = [
    ...comparisons.map((comparison) => ({ against: 'base', comparison })),
    ...(anchor?.comparisons ?? []).map((comparison) => ({ against: 'anchor', comparison })),
  ]
  const named = names([...benchmarks, ...all.map(({ comparison }) => comparison)])
  return all.map(({ against, comparison }) => {
    return { labels: { benchmark: named(comparison.id), metric: comparison.metric, against }, comparison }
  })
}

/** A bound that is not known to exist has no sample. */
function changes(run: Run): Family[] {
  const known = compared(run).flatMap(({ labels, comparison: { change } }) =>
    change ? [{ labels, change }] : [],
  )
  return [
    {
      name: 'assay_change_ratio',
      type: 'gauge',
      unit: 'ratio',
      help: 'Change against the base as a fraction of it; positive is worse.',
      samples: known.map(({ labels, change }) => ({ labels, value: change.estimate })),
    },
    ...(['low', 'high'] as const).map(
      (end): Family => ({
        name: `assay_change_${end}_ratio`,
        type: 'gauge',
        unit: 'ratio',
        help: `${ends[end]} of the change.`,
        samples: known.flatMap(({ labels, change }) => {
          const value = change[end]
          return value === null ? [] : [{ labels, value }]
        }),
      }),
    ),
  ]
}

function verdicts(run: Run): Family {
  return {
    name: 'assay_comparison',
    type: 'info',
    unit: '',
    help: 'How a benchmark was compared, and the verdict.',
    samples: compared(run).map(({ labels, comparison: { method, verdict } }) => ({
      labels: { ...labels, method, verdict },
      value: 1,
    })),
  }
}

function budgets({ benchmarks }: Run): Family {
  const named = names(benchmarks)
  return {
    name: 'assay_budget_kept',
    type: 'gauge',
    unit: '',
    help: 'Whether a benchmark keeps its budget.',
    samples: benchmarks.flatMap(({ id, budget = [] }) =>
      budget.map((one) => ({
        labels: { benchmark: named(id), metric: one.metric },
        value: Number(one.kept),
      })),
    ),
  }
}

/** Two benchmarks must not become one series. */
function names(all: readonly { readonly id: string }[]): (id: string) => string {
  const named = uniqueNames(
    all.map(({ id }) => id),
    visible,
  )
  return (id) => named.get(id)!
}

/** `peakRss` → `peak_rss`. */
function snake(name: string): string {
  return name.replaceAll('.', '_').replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
}
