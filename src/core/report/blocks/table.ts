import type { Comparison, ComparisonReason } from '../../../model/comparison.ts'
import type { GrowthResult } from '../../../model/growth.ts'
import { metric } from '../../../model/metric.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import type { Attention } from '../../assess/attention.ts'
import { type ShortVerdict, shortVerdictsOf, shortVerdictTones } from '../../assess/short-verdict.ts'
import { isLeading, isNotSlower, isUnsuspected, type Lead, leadOf } from '../../compare/comparison-state.ts'
import { failureWords } from '../../wording/failure-words.ts'
import { withoutFile } from '../../wording/label.ts'
import { type Tone, verdictTones } from '../../wording/verdict-words.ts'

/** One benchmark. `file` and `label` are as they came in: renderers escape them. */
export type Row = {
  readonly id: string
  readonly benchmark: BenchmarkResult
  readonly comparisons: readonly Comparison[]
  /** What it is compared by first, and how many times the best of its group with the same parameters that is. */
  readonly lead: Lead | undefined
  readonly relative: number | undefined
  readonly file: string
  /** `group › name {n: 100}` */
  readonly label: string
  /** How it stands beside its base in single words, the most severe first. */
  readonly verdicts: readonly ShortVerdict[]
  /** The verdict's parts, the most severe first. */
  readonly words: readonly string[]
  readonly tone: Tone
  /** Whether it is any news: it needs attention, has changed, or is new. */
  readonly needsLook: boolean
  /** Whether it needs attention. */
  readonly attention: boolean
}

/** The table of all benchmarks: file by file, group by group, and what can be compared side by side. `items` need attention. */
export function benchmarkTable(run: Run, items: readonly Attention[]): Row[] {
  const best = bestOfGroups(run.benchmarks)
  const compared = Map.groupBy(run.comparisons, ({ id }) => id)
  const noted = withMembers(new Set(items.flatMap(({ subjects }) => subjects)), run)
  const faster = membersOf(run.growth?.filter(({ verdict }) => verdict === 'beyond'))
  return inOrder(run.benchmarks).map((benchmark) => {
    const { id, file } = benchmark
    const comparisons = compared.get(id) ?? []
    const label = withoutFile(id, file)
    const growth = faster.get(id)
    const verdicts = shortVerdictsOf(benchmark, comparisons, growth)
    const isNews = (one: ShortVerdict) => shortVerdictTones[one] !== 'plain' || one === 'new'
    return {
      ...{ id, benchmark, comparisons, lead: leadOf(benchmark), relative: best(benchmark), file },
      // A name of nothing but space could not be seen: the id has the file.
      label: label.trim() === '' ? id : label,
      verdicts,
      needsLook: noted.has(id) || verdicts.some(isNews),
      ...judgement(benchmark, comparisons, growth),
      attention: noted.has(id),
    }
  })
}

/** Each size of what grows is marked where all of them together are. */
function withMembers(noted: ReadonlySet<string>, { growth = [] }: Run): ReadonlySet<string> {
  const members = membersOf(growth.filter(({ id }) => noted.has(id)))
  return new Set([...noted, ...members.keys()])
}

function membersOf(growth: readonly GrowthResult[] = []): ReadonlyMap<string, GrowthResult> {
  return new Map(growth.flatMap((one) => one.measured.map(({ id }) => [id, one])))
}

/** Asks how many times the best of a group with the same parameters a benchmark is, where there are several. */
function bestOfGroups(benchmarks: readonly BenchmarkResult[]) {
  const ranked = benchmarks.flatMap((benchmark) => {
    const { id, state, agree } = benchmark
    const lead = leadOf(benchmark)
    // Alternatives that did what they should.
    if (state !== 'measured' || !agree || !lead || lead.estimate <= 0) return []
    return [{ ...lead, id, peers: `${lead.name} ${peersOf(benchmark)}` }]
  })
  const groups = [...Map.groupBy(ranked, ({ peers }) => peers).values()].filter(({ length }) => length > 1)
  const ratios = groups.flatMap((group) => {
    const values = group.map(({ estimate }) => estimate)
    return group.map(({ id, name, estimate }): [string, number] => {
      const isLower = metric(name).better === 'lower'
      return [id, isLower ? estimate / Math.min(...values) : Math.max(...values) / estimate]
    })
  })
  const byId = new Map(ratios)
  return ({ id }: BenchmarkResult) => byId.get(id)
}

/** The verdict in words: the failure, a broken budget, growth beyond what is declared, and what the comparisons say. */
function judgement(
  { state, error, budget = [], objectives = [] }: BenchmarkResult,
  comparisons: readonly Comparison[],
  growth: GrowthResult | undefined,
): { words: string[]; tone: Tone } {
  const parts: { words: string; tone: Tone }[] = []
  if (state === 'failed') parts.push({ words: error ? failureWords[error.reason] : 'failed', tone: 'bad' })
  if (state === 'skipped') parts.push({ words: 'skipped', tone: 'plain' })
  const over = budget.filter(({ kept }) => !kept)
  if (over.length > 0) {
    parts.push({ words: 'over budget', tone: over.every(({ excused }) => excused) ? 'warn' : 'bad' })
  }
  if (objectives.some(({ outcome }) => outcome === 'lost'))
    parts.push({ words: 'objective lost', tone: 'bad' })
  if (growth) parts.push({ words: 'grows faster', tone: growth.excused ? 'warn' : 'bad' })
  const main = comparisons.find(isLeading) ?? comparisons[0]
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
  'uneven-trials': 'its forks differ',
  'too-few-trials': 'too few forks',
  degenerate: 'too few values',
  incomparable: 'nothing to compare with',
  'stages-disagree': 'the stages disagree',
}

/**
 * Files by name; in a file, groups as they first appear; in a group, benchmarks with equal parameters together,
 * because they are alternatives.
 */
function inOrder(benchmarks: readonly BenchmarkResult[]): BenchmarkResult[] {
  const placesOf = (keys: readonly string[]) => new Map([...new Set(keys)].map((key, place) => [key, place]))
  const groups = placesOf(benchmarks.map(groupOf))
  const peers = placesOf(benchmarks.map(peersOf))
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
