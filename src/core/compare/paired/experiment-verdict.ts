import type { Comparison, Reference } from '../../../model/comparison.ts'
import type { Config } from '../../../model/config.ts'
import type { Finding } from '../../../model/finding.ts'
import type { Revision } from '../../../model/message.ts'
import { isSampled, type MetricName, metric } from '../../../model/metric.ts'
import type { NullControl } from '../../../model/run.ts'
import { configOn } from '../../kind/config-on.ts'
import { hasMetric, kindOf } from '../../kind/kinds.ts'
import { exactValuesOf, measured, refusalOf, valuesOf } from '../../ledger/ledger.ts'
import { disturbedFindings, notCounted } from '../../ledger/unmeasured.ts'
import { shortCommit } from '../../wording/commit.ts'
import { askedOf } from '../asked-metrics.ts'
import { decidingMetrics } from '../deciding-metric.ts'
import { compareExactly } from '../exact/compare-exactly.ts'
import { limitsFor } from '../limits.ts'
import {
  compareWithNothing,
  findUnmeasured,
  nothing,
  notMeasured,
  tellUnmeasured,
  undecided,
} from '../unmeasured-comparison.ts'
import type { ExperimentState, PairStage } from './experiment.ts'
import { apartFinding, baseFailure, mixedCode, openFinding, sizeApart } from './experiment-findings.ts'
import { decidePaired, type PairedDecision } from './paired.ts'
import { pairedVerdict, rejectOtherResult } from './paired-verdict.ts'

/** ln(head ÷ base) of a metric that decides, of every pair. */
type PairedCell = NullControl & { readonly size: number[] }

/** Each sampled metric that is asked for, as far as pairs tell it, by what decides. */
function cellsOf({ experiment, pairs, sides }: ExperimentState, asked: readonly MetricName[]): PairedCell[] {
  const all = [...pairs.screen, ...pairs.confirm]
  const stages = { screen: [...sides.base, ...sides.head], confirm: [] }
  const isInPairs = (name: MetricName) => all.every(({ end }) => end.values[name] !== undefined)
  const sampled = asked.filter((name) => isSampled(name) && hasMetric(experiment.benchmark, name))
  return [...decidingMetrics(stages, sampled, isInPairs)].flatMap(([name, standsFor]) => {
    const values = (stage: PairStage) => valuesOf(pairs[stage], name)
    const screen = values('screen')
    if (screen.length === 0 && pairs.screen.length > 0) return []
    return {
      ...{ id: experiment.benchmark.id, metric: name, ...(name === standsFor ? {} : { standsFor }) },
      ...{ screen, confirmation: values('confirm'), size: values('size') },
    }
  })
}

/** What pairs are measured for: what the gate asks for, or where that is nothing which they tell, the kind's own metric. */
function plannedCells(state: ExperimentState, { gate }: Config): PairedCell[] {
  const asked = cellsOf(state, askedOf(state.experiment.benchmark, gate.metrics))
  return asked.length > 0 ? asked : cellsOf(state, [kindOf(state.experiment.benchmark).primary])
}

/** What the pairs say so far, metric by metric. */
export function decideExperiment(
  state: ExperimentState,
  config: Config,
  tests: number,
): { readonly cell: PairedCell; readonly decision: PairedDecision }[] {
  return plannedCells(state, config).map((cell) => ({
    cell,
    decision: decidePaired(cell, limitsFor(cell, config.gate), tests, config.time.forks.max),
  }))
}

/** What the pairs of one benchmark say, metric by metric that the gate asks for. */
export function compareExperiment(
  state: ExperimentState,
  base: Reference,
  config: Config,
  tests: number,
): Comparison[] {
  const { benchmark, isNew } = state.experiment
  const { id } = benchmark
  const { primary, compareResults } = kindOf(benchmark)
  const ref = shortCommit(base.ref)
  const unmeasured = (standing: Pick<Comparison, 'verdict' | 'reason'>, findings: Finding[]) => [
    compareWithNothing(id, primary, standing, findings, base),
  ]
  const failed = baseFailure(state, ref)
  if (failed && isNew) return unmeasured({ verdict: 'new' }, [])
  if (failed) return unmeasured({ verdict: 'invalid', reason: 'base-failed' }, [failed])
  const mixed = mixedCode(state, ref)
  if (mixed) return unmeasured({ verdict: 'invalid', reason: 'mixed-code' }, [mixed])
  const { other, unknown, also = [] } = compareResults?.(benchmark, state.sides, ref) ?? {}
  // What is open is told where more pairs would help: they would not make two results one.
  const asked = askedOf(benchmark, config.gate.metrics)
  const sampled = cellsOf(state, asked).map((cell) => compareCell(state, cell, base, config, tests, !other))
  const { screen } = state.pairs
  const lacking = screen.length === 0 ? [] : findUnmeasured(benchmark, asked, screen)
  const comparisons = [
    ...sampled,
    ...lacking.map((name) => notMeasured(id, name, base)),
    ...compareCounts(state, base, config),
  ]
  // First, since it is what to do.
  if (other)
    return comparisons.map((one) => ({ ...rejectOtherResult(one), findings: [other, ...one.findings] }))
  return comparisons.map((one, place) =>
    place === 0 ? { ...one, findings: [...one.findings, ...(unknown ? [unknown] : []), ...also] } : one,
  )
}

function compareCell(
  state: ExperimentState,
  cell: PairedCell,
  base: Reference,
  config: Config,
  tests: number,
  tellsOpen: boolean,
): Comparison {
  const { id, metric: name, standsFor, screen, confirmation, size } = cell
  const limits = limitsFor(cell, config.gate)
  const verdict = pairedVerdict(cell, limits, tests, config.time.forks.max)
  const isTogether = state.way === 'together'
  return {
    ...{ id, base, metric: name, ...(standsFor === undefined ? {} : { standsFor }) },
    method: isTogether ? 'paired' : 'alternated',
    ...verdict.judged,
    pairs: {
      ...{ screen, confirmation, ...(size.length === 0 ? {} : { apart: size }) },
      base: valuesOf(state.sides.base, name),
    },
    findings: [
      ...(isTogether || state.reason === undefined ? [] : [apartFinding(state)]),
      ...sizeApart(id, size, limits, verdict.judged.change),
      ...disturbedFindings(id, state.disturbed),
      ...(tellsOpen ? openFinding(state, verdict, limits) : []),
    ],
  }
}

/** What is counted exactly, in forks of either side. */
function compareCounts({ experiment, trials }: ExperimentState, base: Reference, config: Config) {
  const { id } = experiment.benchmark
  if (experiment.isControl) return []
  const { collects } = kindOf(experiment.benchmark)
  const refusal = refusalOf(trials)
  return config.gate.metrics.flatMap((name): Comparison[] => {
    if (isSampled(name) || !hasMetric(experiment.benchmark, name)) return []
    if (collects?.(name, configOn(experiment.benchmark, config)) === false) return []
    const values = (side: Revision) => exactValuesOf(measured(trials, { side }), name)
    const [head, theirs] = [values('head'), values('base')]
    const about = { id, base, metric: name }
    const isRead = valuesOf(measured(trials, { side: 'head' }), name).length > 0
    if (metric(name).own && !isRead)
      return [
        { ...about, method: 'exact', ...nothing, ...undecided('not-counted', tellUnmeasured(id, name)) },
      ]
    if (refusal !== undefined && (head.length === 0 || theirs.length === 0)) {
      const said = undecided('not-counted', notCounted(id, refusal))
      return [{ ...about, method: 'exact', ...nothing, ...said }]
    }
    const judged = compareExactly({ id, metric: name, head, base: theirs }, config.gate)
    return [{ ...about, ...judged, values: { head, confirmation: [], base: [theirs] } }]
  })
}

/** What a base-against-base control measured, metric by metric. */
export function nullControlsOf(state: ExperimentState, config: Config): NullControl[] {
  return plannedCells(state, config).map(({ size: _, ...control }) => control)
}
