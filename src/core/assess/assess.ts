import { isSampled, type MetricName, metric } from '../../model/metric.ts'
import type { BenchmarkResult, BudgetResult, Run } from '../../model/run.ts'
import { formatQuantity } from '../../model/unit.ts'
import { matches } from '../identity/filter.ts'
import { describeFailure, isWrongResult, lastOutput } from '../wording/failure-words.ts'
import { type Assessment, attentionKinds, type Item, optionalCause } from './assessment.ts'
import { comparisonItems } from './comparison-items.ts'
import { rulesOf } from './excuse.ts'
import { findingsOf } from './findings.ts'
import { growthItems } from './growth-items.ts'
import { objectiveItems } from './objective-items.ts'

/**
 * What a run is held to, worst first: that each benchmark runs and is right, keeps its budgets and objectives, grows no faster
 * than it declares, and is not worse than its base and the anchor; that nothing else is broken; and that a gate has decided something. Verdict, attention, JUnit,
 * SARIF, annotations and the criteria of a certificate are read off this list; none of them judges.
 */
export function assess(run: Run): Assessment {
  const items = [
    ...run.benchmarks.map(soundness),
    ...run.benchmarks.flatMap((benchmark) => budgetItems(benchmark, run)),
    ...run.benchmarks.flatMap(objectiveItems),
    ...growthItems(run),
    ...comparisonItems(run),
  ]
  return [...withFindings(items, run), ...evidence(run, items)]
    .map((item) => addOwner(item, run))
    .sort((a, b) => rankOf(a) - rankOf(b))
}

/** Of what is worst the lowest; what holds comes last. */
function rankOf({ told }: Item): number {
  return told ? attentionKinds.indexOf(told.kind) : attentionKinds.length
}

/** The machine kept every fork from measuring it. */
export function isUnmeasured({ state, skipped }: BenchmarkResult): boolean {
  return state === 'skipped' && skipped === 'disturbed'
}

function soundness(benchmark: BenchmarkResult): Item {
  const { id: subject, state, error } = benchmark
  const item = { criterion: 'sound', subject, about: 'result', benchmark } as const
  if (state === 'measured') return { ...item, state: 'met', look: 'none' }
  if (state === 'failed') {
    const output = error && lastOutput(error)
    const message = error?.message.trim() ?? ''
    const why = message.split('\n')[0]!.replace(/\.$/u, '')
    const told = {
      kind: isWrongResult(error) ? 'wrong result' : 'failed',
      tone: 'bad',
      ...describeFailure(error),
      ...(message === '' ? {} : { why }),
      ...optionalCause(message),
      ...(output === undefined ? {} : { output }),
    } as const
    return { ...item, state: 'not-met', look: 'failure', told }
  }
  if (!isUnmeasured(benchmark)) return { ...item, state: 'open', look: 'none' }
  // The finding says it, and why.
  const told = {
    kind: 'inconclusive',
    tone: 'warn',
    ...describeFailure({ reason: 'disturbed', message: '' }),
  } as const
  return { ...item, state: 'undecided', look: 'none', told }
}

/** What is furthest over its limit comes first. */
function budgetItems(benchmark: BenchmarkResult, { configFile }: Run): Item[] {
  const { id: subject, file, line, metrics, budget: budgets = [] } = benchmark
  const excess = ({ metric: name, observed, limit }: BudgetResult) =>
    metric(name).better === 'lower' ? observed / limit : limit / observed
  const byExcess = budgets.toSorted((a, b) => excess(b) - excess(a))
  return byExcess.map((budget): Item => {
    const { metric: name, limit, observed, kept, excused } = budget
    const item = { criterion: 'budget', budget, subject, about: `budget ${name}`, benchmark } as const
    if (kept) return { ...item, state: 'met', look: 'none' }
    const { unit, title, better } = metric(name)
    const [may, beyond, next] =
      better === 'lower' ? ['may need', 'over', 'Make it cheaper'] : ['may have only', 'under', 'Win it back']
    const { low = null, high = null, values: forks = [] } = metrics[name] ?? {}
    const excuse = excused && 'it fails softly'
    // Of a kind of the project's own both are the same file.
    const places = new Set([`${file}${line ? `:${line}` : ''}`, ...(configFile ? [configFile] : [])])
    return {
      ...item,
      state: excused ? 'excused' : 'not-met',
      look: excused ? 'warning' : 'failure',
      told: {
        kind: 'over budget',
        tone: excused ? 'warn' : 'bad',
        what: `${may} ${formatQuantity(observed, unit)} (${title}), ${beyond} its budget of ${formatQuantity(limit, unit)}`,
        ...(excuse && { excuse }),
        next: `${excused ? 'It fails softly. ' : ''}${next}, or change its budget in ${[...places].join(' or ')}.`,
      },
      numbers: { atMost: limit, observed, low, high, samples: forks.length },
    }
  })
}

function isOfTime(item: Item): boolean {
  if ('comparison' in item) return metric(item.comparison.metric).unit === 'ns'
  return !('budget' in item) || metric(item.budget.metric).unit === 'ns'
}

/**
 * Each finding is the cause of its benchmark's first item that needs a look, an error of its first failure; what is left needs
 * a look by itself.
 */
function withFindings(items: readonly Item[], run: Run): Item[] {
  const all = [...items]
  const shown = [...items.keys()].filter((place) => items[place]!.look !== 'none')
  const places = Map.groupBy(shown, (place) => items[place]!.subject)
  const benchmarks = new Map(run.benchmarks.map((one) => [one.id, one]))
  for (const finding of findingsOf(run).filter(({ severity }) => severity !== 'info')) {
    const { severity, code, subject, message, advice } = finding
    const told = places.get(subject) ?? []
    // What other processes took is no cause of a count, nor of bytes.
    const about = code === 'contaminated' ? told.filter((place) => isOfTime(all[place]!)) : told
    // What is broken is no cause of a doubt: it stands for itself.
    const [first] = severity === 'error' ? about.filter((place) => all[place]!.look === 'failure') : about
    if (first !== undefined && !about.some((place) => all[place]!.told?.cause?.includes(message))) {
      const item = all[first]!
      all[first] = { ...item, told: { ...item.told!, ...optionalCause(item.told?.cause ?? '', message) } }
    }
    const isShown = first !== undefined || about.length < told.length
    const item = { criterion: 'finding', finding, subject, about: code } as const
    const words = { what: message, next: advice }
    if (severity === 'error') {
      all.push({
        ...{ ...item, benchmark: benchmarks.get(subject), state: 'not-met' },
        look: isShown ? 'none' : 'failure',
        told: { kind: 'error', tone: 'bad', ...words },
      })
    } else if (!isShown) {
      const told = { kind: 'warning', tone: 'warn', ...words } as const
      all.push({ ...item, state: 'open', look: 'warning', told })
    }
  }
  return all
}

/** Commands that show numbers, and are held to no evidence. */
const looking: ReadonlySet<Run['request']['command']> = new Set(['run', 'time'])

/** That anything was measured; and of a gate, that something was decided, and whatever it was asked for. */
function evidence(run: Run, items: readonly Item[]): Item[] {
  const { benchmarks, request, shard, growth = [] } = run
  const lacking = (subject: string, about: string, what: string): Item => ({
    ...{ criterion: 'evidence', subject, about, state: 'undecided', look: 'none' },
    told: { kind: 'inconclusive', tone: 'warn', what, next: '' },
  })
  // Of a few benchmarks nothing may fall to some shard.
  if (benchmarks.length === 0 && shard) return []
  if (benchmarks.length === 0) return [lacking('run', 'benchmarks', 'there was no benchmark to run')]
  if (looking.has(request.command)) return []
  const decided = items.filter(
    ({ criterion, state }) => criterion === 'comparison' && state !== 'open' && state !== 'undecided',
  )
  // A project may keep no baselines, and decide by budgets and by growth alone.
  const grown = new Set(growth.flatMap(({ measured }) => measured.map(({ id }) => id)))
  const isHeld = benchmarks.every(
    ({ budget, objectives, id }) => budget !== undefined || objectives !== undefined || grown.has(id),
  )
  const isKnown = decided.length > 0 || isHeld || items.some(({ state }) => state === 'undecided')
  return [
    ...(isKnown ? [] : [lacking('run', 'decided', nothingCompared(run))]),
    ...findUncompared(run, decided).map(([id, name]) =>
      lacking(id, name, `was not compared in ${metric(name).title}`),
    ),
  ]
}

/** What cannot be said of a run that had nothing to compare with. */
function nothingCompared({ environment, request }: Run): string {
  return request.command === 'compare'
    ? 'Nothing could be compared'
    : `Nothing is recorded to compare with on class ${environment.class}`
}

/** Exact metrics that were measured of a benchmark, and not compared where something else of it was. */
function findUncompared(
  { policy, benchmarks, comparisons }: Run,
  decided: readonly Item[],
): [string, MetricName][] {
  const measured = decided.filter((item) => 'comparison' in item && item.comparison.method !== 'identical')
  const looked = new Set(measured.map(({ subject }) => subject))
  return policy.metrics
    .filter((name) => !isSampled(name))
    .flatMap((name) => {
      const compared = new Set(comparisons.filter((one) => one.metric === name).map(({ id }) => id))
      return benchmarks
        .filter(({ id, metrics }) => metrics[name] && looked.has(id) && !compared.has(id))
        .map(({ id }): [string, MetricName] => [id, name])
    })
}

/** Who has promised to repair what fails, by the rules that the run was judged under. */
function addOwner(item: Item, run: Run): Item {
  const { benchmark, state } = item
  if (!benchmark || state !== 'not-met') return item
  const { day } = rulesOf(run)
  const remedy = run.policy.remedies?.find((one) => day <= one.until && matches(one.benchmark, benchmark))
  return remedy ? { ...item, owner: remedy.owner, until: remedy.until } : item
}
