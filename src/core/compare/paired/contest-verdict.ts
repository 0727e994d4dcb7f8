import type { Comparison, Reference } from '../../../model/comparison.ts'
import type { Config } from '../../../model/config.ts'
import type { Finding } from '../../../model/finding.ts'
import type { Revision } from '../../../model/message.ts'
import { type MetricName, metric } from '../../../model/metric.ts'
import type { NullControl } from '../../../model/run.ts'
import { formatPercent } from '../../../model/unit.ts'
import { memoryTrial } from '../../kind/function/trials.ts'
import { exactValuesOf, measured } from '../../ledger/ledger.ts'
import { disturbedFindings, notCounted } from '../../ledger/unmeasured.ts'
import { isContended, waitsByItself } from '../../ledger/waiting.ts'
import { shortCommit } from '../../wording/commit.ts'
import { compareExactly } from '../exact/compare-exactly.ts'
import { limitsOf } from '../limits.ts'
import { nothing } from '../unmeasured-comparison.ts'
import type { Contest, PairStage } from './contest.ts'
import {
  apartFinding,
  baseFailure,
  mixedCode,
  openFinding,
  otherResult,
  resultsUnknown,
  sizeApart,
} from './contest-findings.ts'
import { decidePaired, type PairedDecision } from './paired.ts'
import { doubted, hasFailed, isMeasured, pairedVerdict } from './paired-verdict.ts'

/**
 * The metric that decides: CPU time in place of wall time where most pairs had to wait for a CPU and none waits by
 * itself. Chosen by contamination and sleeping alone, never by what either says.
 */
function decidingMetric({ pairs }: Pick<Contest, 'pairs'>): 'time' | 'cpu' {
  const all = [...pairs.screen, ...pairs.confirm]
  const timings = all.flatMap(({ base, head }) => [base, head])
  if (!isContended(timings) || all.some(({ cpu }) => cpu === undefined)) return 'time'
  const isWaiting = waitsByItself(timings.map((one) => ({ asleep: one.asleep, mayWait: one.asynchronous })))
  return isWaiting ? 'time' : 'cpu'
}

/** ln(head ÷ base) of the metric that decides, of every pair of both stages. */
function cellOf(contest: Contest) {
  const name = decidingMetric(contest)
  const values = (stage: PairStage) => contest.pairs[stage].map((pair) => pair[name] ?? Number.NaN)
  return { name, screen: values('screen'), confirmation: values('confirm'), apart: values('apart') }
}

/** What its pairs say so far. */
export function decideContest(contest: Contest, { gate, time }: Config, cells: number): PairedDecision {
  const cell = cellOf(contest)
  return decidePaired(cell, limitsOf('time', gate), cells, time.forks.max)
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
  const ref = shortCommit(base.ref)
  const unmeasured = { ...about, metric: 'time', method: 'paired', ...nothing } as const
  const failed = baseFailure(contest, ref)
  if (failed && contest.isNew) return [{ ...unmeasured, verdict: 'new', findings: [] }]
  if (failed) return [{ ...unmeasured, verdict: 'invalid', reason: 'base-failed', findings: [failed] }]
  const mixed = mixedCode(contest, ref)
  if (mixed) return [{ ...unmeasured, verdict: 'invalid', reason: 'mixed-code', findings: [mixed] }]
  const other = otherResult(contest, ref)
  const comparisons: Comparison[] = []
  if (wants('time') || wants('cpu')) {
    // What is open is told where more pairs would help: they would not make two results one.
    const times = compareTimes(contest, config, cells, !other)
    comparisons.push({ ...about, ...times })
  }
  for (const name of contest.memory ? config.gate.metrics : []) {
    if (metric(name).distribution !== 'exact') continue
    const values = (side: Revision) =>
      exactValuesOf(
        measured(
          contest.memories[side].map((memory) =>
            memoryTrial({ id, side, stage: 'screen', task: 'memory' }, memory),
          ),
        ),
        name,
      )
    const [head, base] = [values('head'), values('base')]
    if (contest.noMemory !== undefined && (head.length === 0 || base.length === 0)) {
      const findings = [notCounted(id, contest.noMemory)]
      comparisons.push({
        ...{ ...about, metric: name, method: 'exact', ...nothing },
        ...{ verdict: 'inconclusive', reason: 'not-counted', findings },
      })
      continue
    }
    comparisons.push({
      ...about,
      metric: name,
      ...compareExactly({ id, metric: name, head, base }, config.gate),
      values: { head, confirmation: [], base: [base] },
    })
  }
  const unknown = resultsUnknown(contest, ref)
  if (unknown) {
    return comparisons.map((one, place) =>
      place > 0 ? one : { ...one, findings: [...one.findings, unknown] },
    )
  }
  if (!other) return comparisons
  return comparisons.map((one) => ({
    ...one,
    ...doubted(one.verdict),
    // First, since it is what to do.
    findings: [other, ...one.findings],
  }))
}

function isTogether({ apart, inSequence }: Contest): boolean {
  return apart === undefined && inSequence === undefined
}

function compareTimes(
  contest: Contest,
  config: Config,
  cells: number,
  tellsOpen: boolean,
): Omit<Comparison, 'id' | 'base'> {
  const { name, screen, confirmation, apart } = cellOf(contest)
  const verdict = pairedVerdict(
    { screen, confirmation },
    limitsOf('time', config.gate),
    cells,
    config.time.forks.max,
  )
  return {
    metric: name,
    ...(name === 'time' ? {} : { standsFor: 'time' as const }),
    method: isTogether(contest) ? 'paired' : 'alternated',
    ...verdict.judged,
    pairs: { screen, confirmation, ...(apart.length === 0 ? {} : { apart }) },
    findings: [
      ...(isTogether(contest) ? [] : [apartFinding(contest)]),
      ...(apart.length === 0 ? [] : [sizeApart(contest, apart, limitsOf(name, config.gate))]),
      ...disturbedFindings(contest.benchmark.id, contest.disturbed),
      ...(tellsOpen ? openFinding(contest, verdict, config) : []),
    ],
  }
}

/** What a base-against-base control measured. */
export function nullControlOf(contest: Contest): NullControl {
  const { name, screen, confirmation } = cellOf(contest)
  return { id: contest.benchmark.id, metric: name, screen, confirmation }
}

/** Why the pairs themselves are not to be believed, if so: what the controls say, or that none could say anything. */
export function controlFindings(
  controls: readonly NullControl[],
  contests: readonly Pick<Contest, 'pairs' | 'failure'>[],
  { gate, time }: Config,
  isInterrupted: boolean,
): Finding[] {
  const failed = controls.filter((control) =>
    hasFailed(control, limitsOf(control.metric, gate), time.forks.max),
  )
  if (failed.length > 0) return failed.map((control) => failedControl(control, gate, time.forks.max))
  const isAny = contests.some(({ pairs, failure }) => !failure && pairs.screen.length > 0)
  const isControlled = controls.some((control) =>
    isMeasured(control, limitsOf(control.metric, gate), time.forks.max),
  )
  return isAny && !isControlled && !isInterrupted ? [unmeasuredControls] : []
}

function failedControl(control: NullControl, gate: Config['gate'], most: number): Finding {
  const { estimate } = decidePaired(control, limitsOf(control.metric, gate), 1, most)
  return {
    code: 'control-failed',
    severity: 'warning',
    subject: 'run',
    message: `The control failed: the same code of ${control.id}, measured against itself, differs by ${formatPercent(Math.abs(Math.expm1(estimate)))}`,
    advice: 'Nothing of this run counts. Run it again on a quieter machine.',
  }
}

const unmeasuredControls: Finding = {
  code: 'control-not-measured',
  severity: 'warning',
  subject: 'run',
  message: 'The control could not be measured: of no benchmark could the base be compared with itself',
  advice: 'Nothing of this run counts. Run it again on a quieter machine.',
}
