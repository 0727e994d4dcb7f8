import type { Certificate, Criterion } from '../../model/certificate.ts'
import type { Comparison } from '../../model/comparison.ts'
import { metric } from '../../model/metric.ts'
import type { BenchmarkResult, BudgetResult, Run } from '../../model/run.ts'
import { formatQuantity } from '../../model/unit.ts'
import { rulesOf } from '../assess/excuse.ts'
import { excuseWords, waiverFor } from '../assess/excuse-words.ts'
import { isDecided } from '../compare/comparison-state.ts'
import { matches } from '../identity/filter.ts'
import { changePhrase } from '../wording/change-words.ts'
import { basePhrase } from '../wording/commit.ts'
import { explanationFor, explanationSentence } from '../wording/explanation-words.ts'
import { beyondLimit, sampledTolerance } from '../wording/limit-words.ts'

type Criteria = Certificate['criteria']

/** `passed`, or what it is if it does not simply hold. */
type Judged = 'passed' | Criterion

/** Everything that a run was held against: it runs and is right, keeps its budgets, is not worse than its base. */
export function criteriaOf(run: Run): Criteria {
  const benchmarks = new Map(run.benchmarks.map((one) => [one.id, one]))
  const all: Judged[] = [
    ...run.benchmarks.map(running),
    ...run.findings.filter(({ severity }) => severity === 'error').map(broken),
    ...run.benchmarks.flatMap((one) => (one.budget ?? []).map((budget) => keeping(one, budget))),
    ...run.comparisons.flatMap((one) => comparing(one, run, benchmarks.get(one.id)) ?? []),
    ...(run.anchor?.comparisons ?? [])
      // What is undecided against the anchor decides nothing.
      .filter((one) => isDecided(one) && one.verdict !== 'identical')
      .flatMap((one) => comparing(one, run, benchmarks.get(one.id)) ?? []),
  ]
  const open = all
    .filter((one) => one !== 'passed')
    .map((one) => promised(one, run, benchmarks.get(one.subject)))
  const counted = (result: Criterion['result']) => open.filter((one) => one.result === result).length
  return {
    passed: all.length - open.length,
    failed: counted('failed'),
    undecided: counted('undecided'),
    excused: counted('excused'),
    open,
  }
}

function running(benchmark: BenchmarkResult): Judged {
  const { id, error } = benchmark
  if (!error) return 'passed'
  return {
    subject: id,
    kind: 'sound',
    ...placeOf(benchmark),
    sentence: `${id}: ${error.reason}, ${firstLine(error.message)}.`,
    result: 'failed',
  }
}

function broken({ subject, message }: Run['findings'][number]): Judged {
  return { subject, kind: 'sound', sentence: `${subject}: ${firstLine(message)}.`, result: 'failed' }
}

function keeping(
  benchmark: BenchmarkResult,
  { metric: name, limit, observed, kept, excused }: BudgetResult,
): Judged {
  if (kept) return 'passed'
  const { id, metrics } = benchmark
  const { unit } = metric(name)
  return {
    subject: id,
    kind: 'budget',
    ...placeOf(benchmark),
    sentence: `${id} breaks its budget of ${name}: ${formatQuantity(observed, unit)}, where at most ${formatQuantity(limit, unit)} is allowed${excused ? '; it fails softly' : ''}.`,
    metric: name,
    atMost: limit,
    observed,
    low: metrics[name]?.low ?? null,
    high: metrics[name]?.high ?? null,
    samples: metrics[name]?.forks.length ?? 0,
    result: excused ? 'excused' : 'failed',
  }
}

/** `undefined` where nothing is demanded: what is new is compared with nothing. */
function comparing(one: Comparison, run: Run, benchmark: BenchmarkResult | undefined): Judged | undefined {
  const { id, metric: name, method, verdict, decisive, excused, n } = one
  if (isDecided(one) && verdict !== 'regressed') return 'passed'
  if (verdict === 'new' || (verdict === 'inconclusive' && !decisive)) return undefined
  const result = verdict !== 'regressed' ? 'undecided' : excused ? 'excused' : 'failed'
  return {
    subject: id,
    kind: 'comparison',
    ...placeOf(benchmark),
    ...(result === 'excused' ? excusing(one, run) : { sentence: `${sentenceOf(one, run)}.` }),
    metric: name,
    ...(method === 'exact' ? counted(one) : tested(one, result, run)),
    samples: n.head,
    result,
  }
}

type Observed = Pick<Criterion, 'atMost' | 'observed' | 'low' | 'high'>

/** Beyond the tolerance it fails, for certain; a pass is below the margin. */
function tested({ change }: Comparison, result: Criterion['result'], { policy }: Run): Observed {
  return {
    atMost: result === 'undecided' ? policy.margin : sampledTolerance(policy),
    ...(change && { observed: change.estimate, low: change.low, high: change.high }),
  }
}

/** In base units, as it was held against the limit: of a base of nothing there is no ratio. */
function counted({ metric: name, limit, difference, values }: Comparison): Observed {
  const [head, base] = [values?.head ?? [], values?.base.flat() ?? []]
  const ends = [Math.min(...head) - Math.max(...base), Math.max(...head) - Math.min(...base)]
  const [low, high] = metric(name).better === 'lower' ? ends : ends.map((end) => -end).toReversed()
  return {
    ...(limit === undefined ? {} : { atMost: limit }),
    ...(difference === undefined ? {} : { observed: difference }),
    ...(head.length > 0 && base.length > 0 ? { low: low!, high: high! } : {}),
  }
}

function sentenceOf(one: Comparison, run: Run): string {
  const { id, metric: name, verdict } = one
  if (verdict === 'missing') return `${id} is missing`
  if (verdict !== 'regressed') return `${id} is ${verdict} in ${name}`
  const explanation = explanationFor(one, run)
  const why = explanation ? `: ${explanationSentence(explanation, name)}` : ''
  return `${id} ${changePhrase(one)} than ${basePhrase(one)}${beyondLimit(one)}${why}`
}

/** What excuses a regression, and until when. */
function excusing(one: Comparison, run: Run): Pick<Criterion, 'sentence' | 'owner' | 'until'> {
  const sentence = `${sentenceOf(one, run)}; ${excuseWords(one, run)}.`
  const waiver = waiverFor(one, run)
  return waiver ? { sentence, owner: waiver.owner, until: waiver.until } : { sentence }
}

/** Who has promised to repair what fails, by the rules that the run was judged under. */
function promised(criterion: Criterion, run: Run, benchmark: BenchmarkResult | undefined): Criterion {
  if (!benchmark || criterion.result !== 'failed') return criterion
  const remedy = (run.policy.remedies ?? []).find(
    (one) => rulesOf(run).day <= one.until && matches(one.benchmark, benchmark),
  )
  return remedy ? { ...criterion, owner: remedy.owner, until: remedy.until } : criterion
}

function placeOf(benchmark: BenchmarkResult | undefined): { at?: string } {
  if (!benchmark) return {}
  const { file, line } = benchmark
  return { at: line === undefined ? file : `${file}:${line}` }
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/\.$/u, '')
}
