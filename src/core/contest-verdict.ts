import type { Comparison, Reference } from '../model/comparison.ts'
import { type Config, policy } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import type { Revision } from '../model/message.ts'
import { type MetricName, metric } from '../model/metric.ts'
import type { Memory, Paired } from '../model/outcome.ts'
import { formatPercent } from '../model/unit.ts'
import { boundOf } from './bound-of.ts'
import { changeInterval } from './change-interval.ts'
import { compareExactly } from './compare-exactly.ts'
import type { Contest, Stage } from './contest.ts'
import { apartFinding, baseFailure, otherResult, sizeApart, undecidedFinding } from './contest-findings.ts'
import { metricValues } from './metric-values.ts'
import { decidePaired, type PairedDecision } from './paired.ts'
import { shortCommit } from './report/words.ts'
import { isContended, waitsByItself } from './waiting.ts'

/** Of a benchmark whose code and data are the same in both revisions: nothing is measured. */
export function identicalTo(id: string, base: Reference): Comparison {
  return { id, metric: 'time', method: 'identical', base, ...nothing, verdict: 'identical', findings: [] }
}

/**
 * The metric that decides: CPU time in place of wall time where most pairs had to wait for a CPU and none waits by
 * itself. Chosen by contamination and sleeping alone, never by what either says.
 */
function decidingMetric({ pairs }: Pick<Contest, 'pairs'>): 'time' | 'cpu' {
  const all = [...pairs.screen, ...pairs.confirm]
  const timings = all.flatMap(({ base, head }) => [base, head])
  if (!isContended(timings) || all.some(({ cpu }) => cpu === undefined)) return 'time'
  return waitsByItself(timings) ? 'time' : 'cpu'
}

/** What its pairs say so far. */
export function decideContest(contest: Contest, { gate, time }: Config, cells: number): PairedDecision {
  const name = decidingMetric(contest)
  const values = (stage: Stage) => contest.pairs[stage].map((pair) => pair[name] ?? Number.NaN)
  return decidePaired(
    { screen: values('screen'), confirmation: values('confirm') },
    gate,
    cells,
    time.forks.max,
  )
}

/** What the pairs of one benchmark say, metric by metric that the gate asks for. */
export function compareContest(
  contest: Contest,
  base: Reference,
  config: Config,
  cells: number,
): Comparison[] {
  const { id } = contest.benchmark
  const about = { id, base }
  const wants = (name: MetricName) => config.gate.metrics.some((asked) => asked === name)
  const failed = baseFailure(contest, shortCommit(base.ref))
  if (failed) {
    return [
      { ...about, metric: 'time', method: 'paired', ...nothing, verdict: 'invalid', findings: [failed] },
    ]
  }
  const comparisons: Comparison[] = []
  if (wants('time') || wants('cpu')) comparisons.push({ ...about, ...compareTimes(contest, config, cells) })
  for (const name of config.gate.metrics) {
    const row = metric(name)
    if (row.distribution !== 'exact') continue
    const values = (side: Revision) => metricValues(name, [], countable(contest.memories[side], name))
    if (values('head').length === 0 || values('base').length === 0) continue
    comparisons.push({
      ...about,
      metric: name,
      ...compareExactly({ id, head: values('head'), base: values('base') }, row, config.gate),
    })
  }
  const other = otherResult(contest, shortCommit(base.ref))
  return other ? comparisons.map((one) => doubted(one, other)) : comparisons
}

/** What returns something else is not passed, however fast; what is slower or heavier for certain still is. */
function doubted(comparison: Comparison, finding: Finding): Comparison {
  const verdict = comparison.verdict === 'regressed' ? 'regressed' : 'invalid'
  return { ...comparison, verdict, findings: [...comparison.findings, finding] }
}

const nothing = { n: { head: 0, base: 0 }, decisive: true, minimumDetectable: null } as const

function compareTimes(contest: Contest, config: Config, cells: number): Omit<Comparison, 'id' | 'base'> {
  const name = decidingMetric(contest)
  const decision = decideContest(contest, config, cells)
  const { verdict, n, estimate, bounds, wanted } = decision
  const { screen, confirm, apart } = contest.pairs
  const values = (pairs: readonly Paired[]) => pairs.map((pair) => pair[name] ?? Number.NaN)
  const standing = values(decision.stage === 'screen' ? screen : confirm).slice(0, n)
  const spread = estimate - bounds.low
  return {
    metric: name,
    ...(name === 'time' ? {} : { standsFor: 'time' as const }),
    method: contest.apart === undefined ? 'paired' : 'alternated',
    change: { estimate: Math.expm1(estimate), ...changeInterval(standing) },
    n: { head: n, base: n },
    pairs: {
      screen: values(screen),
      confirmation: values(confirm),
      ...(apart.length === 0 ? {} : { apart: values(apart) }),
    },
    verdict: wanted > 0 ? 'inconclusive' : verdict,
    decisive: true,
    minimumDetectable: boundOf(Math.log1p(config.gate.tolerance) + spread),
    findings: [
      ...(contest.apart === undefined ? [] : [apartFinding(contest)]),
      ...(apart.length === 0 ? [] : [sizeApart(contest, values(apart))]),
      ...(verdict === 'inconclusive' && wanted === 0 ? [undecidedFinding(contest, decision, config)] : []),
    ],
  }
}

/** Forks whose figure of an exact metric is to the byte: one compilation may be in bytes that were read too seldom. */
function countable(memories: readonly Memory[], name: MetricName): readonly Memory[] {
  return name === 'allocated' ? memories.filter(({ repeats }) => repeats >= policy.exactRepeats) : memories
}

/** Whether a base-against-base control says that the pairs themselves are to be believed. */
export function controlFinding(contest: Contest, config: Config): Finding | undefined {
  const { verdict, estimate } = decideContest(contest, config, 1)
  if (verdict !== 'regressed' && verdict !== 'improved') return undefined
  return {
    code: 'control-failed',
    severity: 'warning',
    subject: 'run',
    message: `The control failed: the same code of ${contest.benchmark.id}, measured against itself, differs by ${formatPercent(Math.abs(Math.expm1(estimate)))}`,
    advice: 'Nothing of this run counts. Run it again on a quieter machine.',
  }
}
