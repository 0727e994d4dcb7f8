import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison } from '../model/comparison.ts'
import { type Config, policy } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import type { Revision, Sides } from '../model/message.ts'
import { type MetricName, metric } from '../model/metric.ts'
import type { Failure, Memory, Outcome, Paired, Timing } from '../model/outcome.ts'
import { formatPercent } from '../model/unit.ts'
import { median } from '../stats/quantile.ts'
import { integer, type Random, seeded, shuffle } from '../stats/random.ts'
import { compareExactly } from './compare-exactly.ts'
import { decidePaired, type PairedDecision } from './paired.ts'
import { isContended } from './waiting.ts'

/** Two revisions of one benchmark, and what their forks have reported so far. */
export type Contest = {
  readonly benchmark: Benchmark
  /** Fresh pairs of the second stage alone decide about a suspect. */
  readonly pairs: { readonly screen: Paired[]; readonly confirmation: Paired[] }
  readonly memories: Sides<Memory[]>
  /** Whether memory is to be measured, too. */
  readonly memory: boolean
  /** Why the two are measured in processes of their own, adjacent in time; absent while they share one. */
  apart: string | undefined
  failure: { readonly revision: Revision; readonly failure: Failure } | undefined
}

export type Stage = keyof Contest['pairs']

/** What is drawn for a pair: independent coins, which is what makes the sign test of its value exact. */
export type Chance = {
  /** Which revision is loaded first, and which runs first. */
  readonly loads: Revision
  readonly runs: Revision
  /** For the engine's own random numbers and hashes. */
  readonly seed: number
  /** Bytes added to the environment, which moves the stack. */
  readonly padding: number
}

/** One pair to measure, or one memory fork of each revision. */
export type ContestStep = {
  readonly kind: 'pair' | 'memory'
  readonly benchmark: Benchmark
  readonly apart: boolean
  readonly stage: Stage
  readonly chance: Chance
}

export function contestOf(benchmark: Benchmark, memory: boolean): Contest {
  return {
    benchmark,
    memory,
    pairs: { screen: [], confirmation: [] },
    memories: { base: [], head: [] },
    apart: benchmark.isolate ? 'it asks for that (isolate)' : undefined,
    failure: undefined,
  }
}

/**
 * The next round: one pair for every contest that is not decided, in an order of its own, and memory forks as long
 * as there are too few. Empty when everything is decided.
 */
export function nextContestRound(
  contests: readonly Contest[],
  config: Config,
  seed: string,
  round: number,
): ContestStep[] {
  const random = seeded(`${seed} pairs ${round}`)
  const cells = contests.length
  const steps: ContestStep[] = []
  for (const contest of contests) {
    if (contest.failure) continue
    const { benchmark } = contest
    const apart = contest.apart !== undefined
    const { stage, wanted } = decide(contest, config, cells)
    const stageName: Stage = stage === 'screen' ? 'screen' : 'confirmation'
    if (wanted > 0) steps.push({ kind: 'pair', benchmark, apart, stage: stageName, chance: draw(random) })
    const wantsMemory = contest.memory && contest.memories.head.length < policy.memoryForks
    if (wantsMemory)
      steps.push({ kind: 'memory', benchmark, apart: true, stage: 'screen', chance: draw(random) })
  }
  return shuffle(steps, random)
}

function draw(random: Random): Chance {
  const coin = (): Revision => (random() < 0.5 ? 'base' : 'head')
  return {
    loads: coin(),
    runs: coin(),
    seed: 1 + integer(random, 2 ** 31 - 2),
    padding: integer(random, 4096),
  }
}

/** How the forks of a step ended: one for both revisions, or one of each. */
export type ContestOutcomes = { readonly together: Outcome } | Sides<Outcome>

/** Files what a step's forks reported. */
export function addOutcomes(contest: Contest, step: ContestStep, outcomes: ContestOutcomes): void {
  if ('together' in outcomes) {
    const { together } = outcomes
    if (together.state === 'measured' && together.kind === 'pair')
      contest.pairs[step.stage].push(together.pair)
    // Whatever keeps the two from sharing a process, each has a chance in one of its own: from the beginning, since
    // pairs of both kinds are not one sample.
    if (together.state === 'failed') {
      contest.apart = together.failure.message
      contest.pairs.screen.length = 0
      contest.pairs.confirmation.length = 0
    }
    return
  }
  const { base, head } = outcomes
  for (const revision of ['head', 'base'] as const) {
    const outcome = outcomes[revision]
    if (outcome.state === 'failed') contest.failure ??= { revision, failure: outcome.failure }
  }
  if (base.state !== 'measured' || head.state !== 'measured') return
  if (base.kind === 'time' && head.kind === 'time') {
    contest.pairs[step.stage].push(pairOf(base.timing, head.timing))
  } else if (base.kind === 'memory' && head.kind === 'memory') {
    contest.memories.base.push(base.memory)
    contest.memories.head.push(head.memory)
  }
}

/** What the working tree's side reported. */
export function headOf(outcomes: ContestOutcomes): { head?: Timing; memory?: Memory } {
  const outcome = 'together' in outcomes ? outcomes.together : outcomes.head
  if (outcome.state !== 'measured') return {}
  if (outcome.kind === 'pair') return { head: outcome.pair.head }
  return outcome.kind === 'time' ? { head: outcome.timing } : { memory: outcome.memory }
}

/** Of a benchmark whose code and data are the same in both revisions: nothing is measured. */
export function identicalTo(id: string, base: { readonly commit: string; readonly ref: string }): Comparison {
  return { id, metric: 'time', method: 'identical', base, ...nothing, verdict: 'identical', findings: [] }
}

/** Two forks that ran one after the other, as a pair. */
export function pairOf(base: Timing, head: Timing): Paired {
  const cpu = base.cpu && head.cpu ? Math.log(head.cpu / base.cpu) : undefined
  return {
    base,
    head,
    time: Math.log(head.value / base.value),
    ...(cpu !== undefined && Number.isFinite(cpu) ? { cpu } : {}),
    pairs: 1,
    clean: base.cleanOnly && head.cleanOnly ? 1 : 0,
    cleanOnly: base.cleanOnly && head.cleanOnly,
  }
}

/**
 * The metric that decides: CPU time in place of wall time where most pairs had to wait for a CPU and none waits by
 * itself. Chosen by contamination and sleeping alone, never by what either says.
 */
function decidingMetric({ pairs }: Contest): 'time' | 'cpu' {
  const all = [...pairs.screen, ...pairs.confirmation]
  const timings = all.flatMap(({ base, head }) => [base, head])
  if (!isContended(timings) || all.some(({ cpu }) => cpu === undefined)) return 'time'
  const waits = timings.some(
    ({ asynchronous, asleep }) => asynchronous || asleep === undefined || asleep >= policy.asleep.judged,
  )
  return waits ? 'time' : 'cpu'
}

function decide(contest: Contest, { gate, time }: Config, cells: number): PairedDecision {
  const name = decidingMetric(contest)
  const values = (stage: Stage) => contest.pairs[stage].map((pair) => pair[name] ?? Number.NaN)
  return decidePaired(
    { screen: values('screen'), confirmation: values('confirmation') },
    gate,
    cells,
    time.forks.max,
  )
}

/** What the pairs of one benchmark say, metric by metric that the gate asks for. */
export function compareContest(
  contest: Contest,
  base: { readonly commit: string; readonly ref: string },
  config: Config,
  cells: number,
): Comparison[] {
  const { id } = contest.benchmark
  const about = { id, base: { commit: base.commit, ref: base.ref } }
  const wants = (name: MetricName) => config.gate.metrics.some((asked) => asked === name)
  const invalid = invalidity(contest, base.ref)
  if (invalid) {
    return [
      { ...about, metric: 'time', method: 'paired', ...nothing, verdict: 'invalid', findings: [invalid] },
    ]
  }
  const comparisons: Comparison[] = []
  if (wants('time') || wants('cpu')) comparisons.push({ ...about, ...compareTimes(contest, config, cells) })
  for (const name of config.gate.metrics) {
    const row = metric(name)
    if (row.distribution !== 'exact') continue
    const values = (side: Revision) =>
      contest.memories[side].flatMap((memory) => exactValue(memory, name) ?? [])
    if (values('head').length === 0 || values('base').length === 0) continue
    comparisons.push({
      ...about,
      metric: name,
      ...compareExactly({ id, head: values('head'), base: values('base') }, row, config.gate),
    })
  }
  return comparisons
}

const nothing = { n: { head: 0, base: 0 }, decisive: true, minimumDetectable: null } as const

function compareTimes(contest: Contest, config: Config, cells: number): Omit<Comparison, 'id' | 'base'> {
  const name = decidingMetric(contest)
  const { verdict, n, estimate, bounds, wanted } = decide(contest, config, cells)
  const { screen, confirmation } = contest.pairs
  const values = (pairs: readonly Paired[]) => pairs.map((pair) => pair[name] ?? Number.NaN)
  const spread = estimate - bounds.low
  return {
    metric: name,
    ...(name === 'time' ? {} : { standsFor: 'time' as const }),
    method: contest.apart === undefined ? 'paired' : 'alternated',
    change: { estimate: Math.expm1(estimate), low: ratio(bounds.low), high: ratio(bounds.high) },
    n: { head: n, base: n },
    pairs: { screen: values(screen), confirmation: values(confirmation) },
    verdict: wanted > 0 ? 'inconclusive' : verdict,
    decisive: true,
    minimumDetectable: Number.isFinite(spread) ? (1 + config.gate.tolerance) * Math.exp(spread) - 1 : null,
    findings: contest.apart === undefined ? [] : [apartFinding(contest)],
  }
}

function ratio(log: number): number | null {
  return Number.isFinite(log) ? Math.expm1(log) : null
}

function exactValue(memory: Memory, name: MetricName): number | undefined {
  if (name !== 'allocated' && name !== 'external' && name !== 'retained') return undefined
  const value = memory[name]
  return value === undefined || (name === 'allocated' && memory.repeats < policy.exactRepeats)
    ? undefined
    : Math.max(0, value)
}

/** Why the two cannot be compared, if so: one fails, or they do not do the same. */
function invalidity({ benchmark, failure, pairs }: Contest, ref: string): Finding | undefined {
  const about = { severity: 'error', subject: benchmark.id } as const
  if (failure?.revision === 'base') {
    return {
      ...about,
      severity: 'warning',
      code: 'base-failed',
      message: `It does not run at ${ref}: ${failure.failure.reason}, ${failure.failure.message}`,
      advice: 'Compare with a revision where it runs; at this one there is nothing to compare with.',
    }
  }
  if (benchmark.mayDiffer) return undefined
  const all = [...pairs.screen, ...pairs.confirmation]
  const results = (side: Revision) => [...new Set(all.map((pair) => pair[side].result))]
  const [mine, theirs] = [results('head'), results('base')]
  // Results that differ from run to run of the same code say nothing.
  if (mine.length !== 1 || theirs.length !== 1 || !mine[0] || !theirs[0] || mine[0] === theirs[0])
    return undefined
  return {
    ...about,
    code: 'different-result',
    message: `It returns another result than at ${ref}`,
    advice: 'Mend it; or, if the change is meant to return something else, say so with `mayDiffer: true`.',
  }
}

function apartFinding({ benchmark, apart }: Contest): Finding {
  return {
    code: 'measured-apart',
    severity: 'info',
    subject: benchmark.id,
    message: `Its revisions were measured in processes of their own, one after the other: ${apart}`,
    advice: 'Nothing; separate processes need a larger change, or more pairs, for the same certainty.',
  }
}

/** How much slower head is than base in the medians of all forks: for progress and plots, not for verdicts. */
export function roughChange({ pairs }: Contest): number | undefined {
  const all = [...pairs.screen, ...pairs.confirmation].map(({ time }) => time)
  return all.length === 0 ? undefined : Math.expm1(median(all))
}

/** Benchmarks whose base is measured against itself. */
const mostControls = 3

/** Some of the contests once more, for the base against itself: so a run can tell that its own pairs are biased. */
export function controlsOf(contests: readonly Contest[], seed: string): Contest[] {
  const paired = contests.filter(({ apart, failure }) => apart === undefined && failure === undefined)
  const drawn = shuffle(paired, seeded(`${seed} controls`)).slice(0, mostControls)
  return drawn.map(({ benchmark }) => contestOf(benchmark, false))
}

/** Whether a base-against-base control says that the pairs themselves are to be believed. */
export function controlFinding(contest: Contest, config: Config): Finding | undefined {
  const { verdict, estimate } = decide(contest, config, 1)
  if (verdict !== 'regressed' && verdict !== 'improved') return undefined
  return {
    code: 'control-failed',
    severity: 'warning',
    subject: 'run',
    message: `The control failed: the same code of ${contest.benchmark.id}, measured against itself, differs by ${formatPercent(Math.abs(Math.expm1(estimate)))}`,
    advice: 'Nothing of this run counts. Run it again on a quieter machine.',
  }
}
