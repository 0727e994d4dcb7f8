import type { Comparison, ComparisonReason } from '../../../model/comparison.ts'
import { type MetricName, metric } from '../../../model/metric.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import {
  formatChangeInterval,
  formatInterval,
  formatMagnitude,
  formatQuantity,
  formatRatio,
} from '../../../model/unit.ts'
import type { Attention } from '../../assess/attention.ts'
import { isAbout, isNotSlower, isUnsuspected } from '../../compare/comparison-state.ts'
import { shortChange } from '../../wording/change-words.ts'
import { failureWords } from '../../wording/failure-words.ts'
import { withoutFile } from '../../wording/label.ts'
import { rateWords } from '../../wording/rate.ts'
import { type Tone, verdictTones } from '../../wording/verdict-words.ts'

/** What a row says in words and numbers, by column; '' where there is nothing to say. */
export type Cells = {
  readonly time: string
  /** The wider half of the time's interval, relative: `± 2.1 %`. */
  readonly spread: string
  /** The time's interval, in the scale of the time. */
  readonly interval: string
  readonly change: string
  readonly changeInterval: string
  readonly rate: string
  /** How many times the fastest of its group with the same parameters. */
  readonly relative: string
  readonly allocated: string
  /** Bytes that an operation never gives back, where there are any. */
  readonly retained: string
  readonly peakRss: string
  readonly verdict: string
}

/** One benchmark. `file` and `label` are as they came in: renderers escape them. */
export type Row = {
  readonly id: string
  readonly benchmark: BenchmarkResult
  readonly file: string
  /** `group › name {n: 100}` */
  readonly label: string
  /** The verdict's parts, the most severe first. */
  readonly words: readonly string[]
  readonly tone: Tone
  /** Whether it needs attention. */
  readonly attention: boolean
  readonly cells: Cells
}

/** The table of all benchmarks: file by file, group by group, and what can be compared side by side. `items` need attention. */
export function benchmarkTable(run: Run, items: readonly Attention[]): Row[] {
  const fastest = fastestOfGroups(run.benchmarks)
  const compared = Map.groupBy(run.comparisons, ({ id }) => id)
  const noted = new Set(items.flatMap(({ subjects }) => subjects))
  return inOrder(run.benchmarks).map((benchmark) => {
    const { id, file } = benchmark
    const comparisons = compared.get(id) ?? []
    const { words, tone } = judgement(benchmark, comparisons)
    const label = withoutFile(id, file)
    return {
      id,
      benchmark,
      file,
      // A name of nothing but space could not be seen: the id has the file.
      label: label.trim() === '' ? id : label,
      words,
      tone,
      attention: noted.has(id),
      cells: {
        ...timeCells(benchmark),
        ...changeCells(comparisons),
        rate: rateWords(benchmark.work, benchmark.metrics.time?.estimate),
        relative: relative(benchmark, fastest),
        allocated: allocated(benchmark, comparisons),
        retained: (benchmark.metrics.retained?.estimate ?? 0) > 0 ? amount(benchmark, 'retained') : '',
        peakRss: amount(benchmark, 'peakRss'),
        verdict: words.join(', '),
      },
    }
  })
}

function timeCells({ metrics: { time } }: BenchmarkResult): Pick<Cells, 'time' | 'spread' | 'interval'> {
  if (!time) return { time: '', spread: '', interval: '' }
  const { estimate, low, high } = time
  const half = Math.max(high - estimate, estimate - low)
  return {
    time: formatQuantity(estimate, metric('time').unit),
    spread: estimate > 0 ? `± ${formatMagnitude(half / estimate)}` : '',
    interval: formatInterval(estimate, low, high, metric('time').unit),
  }
}

function changeCells(comparisons: readonly Comparison[]): Pick<Cells, 'change' | 'changeInterval'> {
  const main = comparisons.find((comparison) => isAbout(comparison, 'time'))
  // What is identical was not measured on both sides: a number would say more than is known.
  if (!main?.change || main.method === 'identical') return { change: '', changeInterval: '' }
  return {
    change: shortChange(main),
    changeInterval: formatChangeInterval(main.change.low, main.change.high),
  }
}

function amount({ metrics }: BenchmarkResult, name: MetricName): string {
  const estimate = metrics[name]
  return estimate ? formatQuantity(estimate.estimate, estimate.unit) : ''
}

function allocated(benchmark: BenchmarkResult, comparisons: readonly Comparison[]): string {
  const bytes = amount(benchmark, 'allocated')
  const comparison = comparisons.find((candidate) => candidate.metric === 'allocated')
  const moved = comparison?.verdict === 'regressed' || comparison?.verdict === 'improved'
  return bytes !== '' && moved && comparison.change ? `${bytes} (${shortChange(comparison)})` : bytes
}

function relative(benchmark: BenchmarkResult, fastest: ReadonlyMap<string, number>): string {
  const best = fastest.get(peersOf(benchmark))
  const time = comparableTime(benchmark)
  return best === undefined || time === undefined ? '' : formatRatio(time / best)
}

/** The fastest time among the members of a group that have the same parameters, where there are several. */
function fastestOfGroups(benchmarks: readonly BenchmarkResult[]): Map<string, number> {
  const times = new Map<string, number[]>()
  for (const benchmark of benchmarks) {
    const time = comparableTime(benchmark)
    if (time !== undefined) times.set(peersOf(benchmark), [...(times.get(peersOf(benchmark)) ?? []), time])
  }
  const several = [...times].filter(([, values]) => values.length > 1)
  return new Map(several.map(([peers, values]) => [peers, Math.min(...values)]))
}

/** A time that may be ranked: of an alternative that did what it should. */
function comparableTime({ state, agree, metrics: { time } }: BenchmarkResult): number | undefined {
  return state === 'measured' && agree && time && time.estimate > 0 ? time.estimate : undefined
}

/** The verdict in words: the failure, a broken budget, and what the comparisons say. */
function judgement(
  { state, error, budget = [] }: BenchmarkResult,
  comparisons: readonly Comparison[],
): { words: string[]; tone: Tone } {
  const parts: { words: string; tone: Tone }[] = []
  if (state === 'failed') parts.push({ words: error ? failureWords[error.reason] : 'failed', tone: 'bad' })
  if (state === 'skipped') parts.push({ words: 'skipped', tone: 'plain' })
  const over = budget.filter(({ kept }) => !kept)
  if (over.length > 0) {
    parts.push({ words: 'over budget', tone: over.every(({ excused }) => excused) ? 'warn' : 'bad' })
  }
  const main = comparisons.find((comparison) => isAbout(comparison, 'time')) ?? comparisons[0]
  for (const verdict of new Set([main, ...comparisons].flatMap((comparison) => comparison?.verdict ?? []))) {
    const agreeing = comparisons.filter((comparison) => comparison.verdict === verdict)
    const isOpenGain = agreeing.every(isNotSlower)
    const calm = isOpenGain || agreeing.every(isUnsuspected)
    const excused = verdict === 'regressed' && agreeing.every((one) => one.excused)
    const tone = calm ? 'plain' : excused ? 'warn' : verdictTones[verdict]
    // Where all is well the main metric's verdict is enough; a metric that has its own is named.
    if (verdict !== main?.verdict && tone === 'plain') continue
    const told = tone !== 'plain' && (agreeing.length > 1 || verdict !== main?.verdict)
    const named = told || agreeing.some(({ standsFor }) => standsFor !== undefined)
    const word = isOpenGain ? 'not slower' : calm ? 'no suspicion' : verdict
    parts.push({ words: named ? `${word} (${agreeing.map(nameAndReason).join(' and ')})` : word, tone })
  }
  const tone = (['bad', 'warn', 'good'] as const).find((worst) => parts.some((part) => part.tone === worst))
  return { words: parts.map(({ words }) => words), tone: tone ?? 'plain' }
}

/** The metric, and in a few words why it is open, where another verdict about as much stands beside it. */
function nameAndReason({ metric: name, reason }: Comparison): string {
  const words = reason && openReasons[reason]
  return words === undefined ? name : `${name}: ${words}`
}

const openReasons: Readonly<Partial<Record<ComparisonReason, string>>> = {
  'uneven-forks': 'its forks differ',
  'too-few-forks': 'too few forks',
  degenerate: 'too few values',
  incomparable: 'nothing to compare with',
  'stages-disagree': 'the stages disagree',
}

/**
 * Files by name; in a file, groups as they first appear; in a group, benchmarks with equal parameters together,
 * because they are alternatives.
 */
function inOrder(benchmarks: readonly BenchmarkResult[]): BenchmarkResult[] {
  const groups = new Map<string, number>()
  const peers = new Map<string, number>()
  for (const benchmark of benchmarks) {
    const group = groupOf(benchmark)
    if (!groups.has(group)) groups.set(group, groups.size)
    if (!peers.has(peersOf(benchmark))) peers.set(peersOf(benchmark), peers.size)
  }
  return benchmarks.toSorted(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      groups.get(groupOf(a))! - groups.get(groupOf(b))! ||
      (a.group.length > 0 ? peers.get(peersOf(a))! - peers.get(peersOf(b))! : 0),
  )
}

function groupOf({ file, group }: BenchmarkResult): string {
  return JSON.stringify([file, group])
}

function peersOf({ file, group, params }: BenchmarkResult): string {
  return JSON.stringify([file, group, params])
}
