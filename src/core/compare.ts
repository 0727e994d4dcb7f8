import type { Comparison } from '../model/comparison.ts'
import { type Config, policy } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import { type MetricName, metric } from '../model/metric.ts'
import { formatChange, formatPercent } from '../model/unit.ts'
import { hodgesLehmannShift } from '../stats/hodges-lehmann-shift.ts'
import { mannWhitneyBounds, mannWhitneyTest } from '../stats/mann-whitney.ts'
import { compareExactly } from './compare-exactly.ts'
import { confirmLevel, freshForks } from './second-stage.ts'

/** One metric of one benchmark, now and as recorded. One value per fork. */
export type Cell = {
  readonly id: string
  readonly metric: MetricName
  /** The metric in whose place this one decides (deciding-metric.ts). */
  readonly standsFor?: MetricName
  readonly head: readonly number[]
  /** Fresh forks of the second stage; when there are any, they alone decide. */
  readonly confirmation: readonly number[]
  readonly base: readonly number[]
  readonly baseCommit: string | undefined
  readonly baseline: string
}

type Gate = Config['gate']
type Judged = Pick<
  Comparison,
  'change' | 'difference' | 'verdict' | 'decisive' | 'minimumDetectable' | 'findings' | 'n' | 'method'
>

/**
 * Compares with recorded values. `cells` is the number of sampled cells tested in this run, among which the
 * second stage shares alpha.
 */
export function compare(cell: Cell, gate: Gate, cells: number): Comparison {
  const row = metric(cell.metric)
  const judged =
    row.distribution === 'exact' ? compareExactly(cell, row, gate) : compareSampled(cell, gate, cells)
  return {
    id: cell.id,
    metric: cell.metric,
    ...(cell.standsFor === undefined ? {} : { standsFor: cell.standsFor }),
    base: {
      ...(cell.baseCommit === undefined ? {} : { commit: cell.baseCommit }),
      baseline: cell.baseline,
    },
    ...judged,
  }
}

/** Whether the first stage gives reason for a second one. */
export function isSuspect(cell: Cell, gate: Gate): boolean {
  if (metric(cell.metric).distribution === 'exact' || isDegenerate(cell)) return false
  return slower(cell.head, cell.base, gate.tolerance) <= policy.screenAlpha
}

/**
 * The screen: a slowdown is suspected at screenAlpha against the tolerance, and called a regression only when
 * fresh forks alone prove it to be larger than what a recorded number may drift by itself.
 */
function compareSampled(cell: Cell, gate: Gate, cells: number): Judged {
  const { id, base } = cell
  // The second stage stands on its own: what made a cell suspect must not colour its estimate.
  const confirmed = isConfirmed(cell, gate, cells)
  const all = confirmed ? cell.confirmation : [...cell.head, ...cell.confirmation]
  const n = { head: all.length, base: base.length }
  const nothing: Omit<Judged, 'verdict'> = {
    method: 'recorded',
    n,
    decisive: true,
    minimumDetectable: null,
    findings: [],
  }
  if (isDegenerate(cell)) {
    return { ...nothing, verdict: 'inconclusive', findings: [degenerate(id)] }
  }
  const shift = hodgesLehmannShift(logs(all), logs(base))
  const interval = mannWhitneyBounds(logs(all), logs(base), (1 - policy.confidence) / 2)
  const screen = mannWhitneyBounds(logs(cell.head), logs(base), policy.screenAlpha)
  const change = { estimate: Math.expm1(shift), low: finite(interval.low), high: finite(interval.high) }
  // Of the screen alone: fresh forks that contradict it say nothing about its spread.
  const spread = hodgesLehmannShift(logs(cell.head), logs(base)) - screen.low
  const minimumDetectable = finite(Math.log1p(gate.tolerance) + spread)
  const judged = { ...nothing, change, minimumDetectable }

  const allowance = Math.max(gate.tolerance, gate.drift)
  if (isSuspect(cell, gate)) {
    const verdict = confirmed ? secondLook(cell, gate, cells) : 'inconclusive'
    const findings = verdict === 'inconclusive' ? [suspicion(cell, change.estimate, gate, confirmed)] : []
    return { ...judged, verdict, findings }
  }
  if (slower(base, all, allowance) <= gate.alpha) return { ...judged, verdict: 'improved' }
  if (screen.high < Math.log1p(gate.margin)) return { ...judged, verdict: 'equivalent' }
  return { ...judged, verdict: 'inconclusive' }
}

/** One-sided p of "head is slower than base by more than this ratio". */
function slower(head: readonly number[], base: readonly number[], ratio: number): number {
  return mannWhitneyTest(logs(head), logs(base), { shift: Math.log1p(ratio) }).p
}

/** The fresh forks alone: proven slower than drift explains, or disproven to be slower by the margin. */
function secondLook(
  { confirmation, base }: Cell,
  gate: Gate,
  cells: number,
): 'regressed' | 'equivalent' | 'inconclusive' {
  const allowance = Math.max(gate.tolerance, gate.drift)
  if (slower(confirmation, base, allowance) <= confirmLevel(gate.alpha, cells)) return 'regressed'
  const { high } = mannWhitneyBounds(logs(confirmation), logs(base), policy.screenAlpha)
  return high < Math.log1p(gate.margin) ? 'equivalent' : 'inconclusive'
}

/** Whether the second stage came to its end: one that was cut short is a look that nobody declared. */
function isConfirmed({ confirmation, base }: Cell, gate: Gate, cells: number): boolean {
  return confirmation.length >= freshForks(base.length, confirmLevel(gate.alpha, cells))
}

/** Values that are all equal give an interval of no width, which proves nothing about a sampled metric. */
function isDegenerate({ head, base, confirmation }: Cell): boolean {
  if (new Set(head).size < 2 || new Set(base).size < 2) return true
  return [head, base, confirmation].flat().some((value) => !(value > 0))
}

function logs(values: readonly number[]): number[] {
  return values.map(Math.log)
}

/** A bound on the log scale as ratio − 1; JSON has no infinity. */
function finite(log: number): number | null {
  return Number.isFinite(log) ? Math.expm1(log) : null
}

function suspicion(cell: Cell, estimate: number, gate: Gate, confirmed: boolean): Finding {
  const change = `${formatChange(estimate)}${cell.standsFor ? ` in ${metric(cell.metric).title}` : ''} against the baseline`
  const recorded = `the recorded baseline allows for ${formatPercent(gate.drift)} of drift`
  return {
    code: 'suspected-regression',
    severity: 'warning',
    subject: cell.id,
    message: confirmed
      ? `${change}, but fresh forks do not prove more than ${recorded}`
      : `${change} is more than the tolerance of ${formatPercent(gate.tolerance)}, on a first look`,
    advice: confirmed
      ? 'Measure the baseline again in this session (assay baseline update at its commit), then gate again.'
      : "Run 'assay gate' to confirm it on fresh forks.",
  }
}

function degenerate(id: string): Finding {
  return {
    code: 'degenerate-data',
    severity: 'warning',
    subject: id,
    message: 'Too few values, equal values, or values of zero cannot be compared',
    advice: 'Give it more work per operation, or more forks.',
  }
}
