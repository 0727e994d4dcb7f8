import type { Comparison } from '../../../model/comparison.ts'
import { policy } from '../../../model/config.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import { isSampled, metric } from '../../../model/metric.ts'
import { formatChange, formatPercent } from '../../../model/unit.ts'
import { mannWhitneyTest } from '../../../stats/mann-whitney.ts'
import type { Variance } from '../../../stats/moderated-variance.ts'
import { boundOf, changeWithin } from '../change.ts'
import { compareExactly } from '../exact/compare-exactly.ts'
import { contradiction, notSlower } from '../faster-findings.ts'
import { type Limits, limitsFor, type Policy, worsening } from '../limits.ts'
import { confirmLevel, freshForks } from '../second-stage.ts'
import { type Judged, undecided } from '../unmeasured-comparison.ts'
import { type RecordedShift, recordedShift } from './recorded-shift.ts'

/** One metric of one benchmark, now and as recorded. One value per fork. */
export type Cell = Pick<Comparison, 'id' | 'metric' | 'standsFor' | 'base'> & {
  readonly head: number[]
  /** Fresh forks of the second stage; when there are any, they alone decide. */
  readonly confirmation: number[]
  /** What is recorded, by session, the oldest first. */
  readonly sessions: number[][]
  /** Their ids, in the same order. */
  readonly sessionIds: readonly string[]
  /** How far sessions of the same code scatter, where that is known (session-noise.ts). */
  readonly noise?: Variance | undefined
}

/**
 * Compares with recorded values. `cells` is the number of sampled cells tested in this run, among which the
 * second stage shares alpha.
 */
export function compareCell(cell: Cell, policyOfGate: Policy, cells: number): Comparison {
  const judged = isSampled(cell.metric)
    ? { ...compareSampled(cell, limitsFor(cell, policyOfGate), cells), cells: Math.max(1, cells) }
    : compareExactly({ ...cell, base: cell.sessions.flat() }, policyOfGate)
  const { id, metric: name, standsFor, base } = cell
  return { id, metric: name, ...(standsFor === undefined ? {} : { standsFor }), base, ...judged }
}

/** Whether the first stage gives reason for a second one. */
export function isSuspect(cell: Cell, policyOfGate: Policy): boolean {
  if (!isSampled(cell.metric) || isDegenerate(cell)) return false
  return shiftOf(cell, cell.head).exceeds(Math.log1p(limitsFor(cell, policyOfGate).tolerance))
}

/**
 * The screen: a slowdown is suspected when it is larger than the tolerance, and called a regression only when fresh
 * forks alone prove it to be larger than what a recorded number may drift by itself. That nothing is slower, or that
 * something is faster, is said only where sessions tell how far they scatter: one of them is one day of the machine.
 */
function compareSampled(cell: Cell, limits: Limits, cells: number): Judged {
  const base = cell.sessions.flat()
  // The second stage stands on its own: what made a cell suspect must not colour its estimate.
  const confirmed = isConfirmed(cell, limits, cells)
  const all = confirmed ? cell.confirmation : [...cell.head, ...cell.confirmation]
  const nothing: Omit<Judged, 'verdict'> = {
    method: 'recorded',
    n: { head: all.length, base: base.length },
    sessions: {
      count: cell.sessions.length,
      ids: [...cell.sessionIds],
      ...(cell.noise && { scatter: Math.sqrt(cell.noise.variance), degrees: cell.noise.df }),
    },
    decisive: true,
    minimumDetectable: null,
    findings: [],
  }
  if (isDegenerate(cell)) return { ...nothing, ...undecided('degenerate', degenerate(cell.id)) }
  const shift = shiftOf(cell, all)
  const interval = shift.bounds((1 - policy.confidence) / 2)
  const change = changeWithin(shift.estimate, interval, limits)
  // Of the screen alone: fresh forks that contradict it say nothing about its spread.
  const screen = cell.confirmation.length === 0 ? shift : shiftOf(cell, cell.head)
  const spread = screen.estimate - screen.bounds(screen.level).low
  const tolerance = Math.log1p(limits.tolerance)
  const judged = { ...nothing, change, minimumDetectable: boundOf(tolerance + spread, limits) }

  const isSlower = interval.low > tolerance
  const isFaster = interval.high < -tolerance
  if (screen.exceeds(tolerance)) {
    const verdict = confirmed ? secondLook(cell, limits, cells) : 'inconclusive'
    const isOutside = verdict === 'equivalent' && (isSlower || isFaster)
    if (verdict !== 'inconclusive' && !isOutside) return { ...judged, verdict }
    if (isOutside && isFaster)
      return { ...judged, ...undecided('stages-disagree', contradiction(cell.id, change)) }
    const cleared = confirmed && !shift.exceeds(tolerance)
    if (cleared && !cell.noise) return { ...judged, ...undecided('one-session', oneSession(cell)) }
    return { ...judged, ...undecided('suspected', suspicion(cell, change.estimate, limits, confirmed)) }
  }
  if (!cell.noise) return { ...judged, ...undecided('one-session', oneSession(cell)) }
  if (shift.bounds(limits.alpha).high < -tolerance) return { ...judged, verdict: 'improved' }
  if (!isEquivalent(screen, limits)) return { ...judged, ...undecided('uncertain') }
  if (isFaster) {
    // What a gate asks is answered: it is not slower.
    return { ...judged, decisive: false, ...undecided('uncertain', notSlower(cell.id, change, limits)) }
  }
  if (!isSlower) return { ...judged, verdict: 'equivalent' }
  return { ...judged, ...undecided('suspected', suspicion(cell, change.estimate, limits, false)) }
}

function shiftOf({ metric: name, sessions, noise }: Cell, forks: readonly number[]): RecordedShift {
  const logs = (values: readonly number[]) => worseLogs(values, metric(name))
  return recordedShift({ head: logs(forks), sessions: sessions.map(logs) }, noise)
}

function isEquivalent({ bounds, level }: RecordedShift, { margin }: Limits): boolean {
  return bounds(level).high < Math.log1p(margin)
}

/** The fresh forks alone: proven slower than drift explains, or disproven to be slower by the margin. */
function secondLook(cell: Cell, limits: Limits, cells: number): 'regressed' | 'equivalent' | 'inconclusive' {
  const { confirmation, sessions, noise } = cell
  const shift = Math.log1p(Math.max(limits.tolerance, limits.drift))
  const { p } = mannWhitneyTest(worseLogs(confirmation, limits), worseLogs(sessions.flat(), limits), {
    shift,
  })
  if (p <= confirmLevel(limits.alpha, cells)) return 'regressed'
  return noise && isEquivalent(shiftOf(cell, confirmation), limits) ? 'equivalent' : 'inconclusive'
}

/** Whether the second stage came to its end: one that was cut short is a look that nobody declared. */
function isConfirmed({ confirmation, sessions }: Cell, limits: Limits, cells: number): boolean {
  return confirmation.length >= freshForks(sessions.flat().length, confirmLevel(limits.alpha, cells))
}

/** Values that are all equal give an interval of no width, which proves nothing about a sampled metric. */
function isDegenerate({ head, sessions, confirmation }: Cell): boolean {
  const base = sessions.flat()
  // On the log scale: what is nearly equal may be the same there.
  if ([head, base].some((values) => new Set(values.map(Math.log)).size < 2)) return true
  return [head, base, confirmation].some((values) => values.some((value) => !(value > 0)))
}

function worseLogs(values: readonly number[], limits: Pick<Limits, 'better'>): readonly number[] {
  return worsening(values.map(Math.log), limits)
}

function suspicion(cell: Cell, estimate: number, limits: Limits, confirmed: boolean): Finding {
  const change = `${formatChange(estimate)}${cell.standsFor ? ` in ${metric(cell.metric).title}` : ''} against the baseline`
  const recorded = `the recorded baseline allows for ${formatPercent(limits.drift)} of drift`
  return finding(
    'suspected-regression',
    cell.id,
    confirmed
      ? `${change}, but fresh forks do not prove more than ${recorded}`
      : `${change} is more than the tolerance of ${formatPercent(limits.tolerance)}, on a first look${cell.noise ? '' : ' at one recorded session'}`,
    confirmed
      ? 'Measure the baseline again in this session (assay baseline update at its commit), then gate again.'
      : "Run 'assay gate' to confirm it on fresh forks.",
  )
}

/**
 * Nothing is suspected, and nothing more can be said: the numbers of one day are the machine's as much as the code's. Outside
 * git a second session takes the place of the first.
 */
function oneSession({ id, base }: Cell): Finding {
  return finding(
    'one-session',
    id,
    'Nothing slower is suspected, and nothing is ruled out: one recorded session does not show how far numbers move between sessions',
    base.commit === undefined
      ? 'Put the project under git, commit, and record it again: a commit can be measured in pairs, which need no second session.'
      : 'Record a second session, better on another day: assay baseline update --why "…". Until then a gate measures it in pairs.',
  )
}

function degenerate(id: string): Finding {
  return finding(
    'degenerate-data',
    id,
    'Too few values, equal values, or values of zero cannot be compared',
    'Give it more work per operation, or more forks.',
  )
}
