import { table } from '../../../src/core/report/markdown/syntax.ts'
import { count } from '../../../src/core/wording/count.ts'
import { formatPercent } from '../../../src/model/unit.ts'
import { median } from '../../../src/stats/quantile.ts'
import { sum } from '../../../src/stats/sample.ts'
import { called } from './plan.ts'
import { clopperPearson } from './proportion.ts'
import { foundIn, left, machine, type Row, shown, slowerIn } from './rows.ts'
import { slowedNames, usualFunctions } from './suites.ts'
import type { Asked, Trial } from './trial.ts'

type Kind = Pick<Asked, 'planted' | 'loaded'> & Partial<Asked>

const [idle, loaded] = [{ loaded: false }, { loaded: true }]

/** What is asked of the gate, and what was measured of it. */
export function targets(rows: readonly Row[], trials: readonly Trial[]): string {
  const power = (kind: Kind, least: number) => foundRow(find(rows, kind), kind, least)
  const time = (kind: Kind, most: number) => timeRow(find(rows, kind), kind, most)
  const both = (kind: Kind, least: number, most: number) => [power(kind, least), time(kind, most)]
  const of = (kind: Kind) => trials.filter((trial) => isOf(trial, kind))
  return table(
    [left('what'), left('must'), left('measured'), left('')],
    [
      falseAlarms(rows),
      ...both({ planted: 1.03, ...idle }, 0.95, 6),
      ...both({ planted: 1.03, ...loaded }, 0.95, 10),
      ...both({ planted: 1.05, ...idle }, 0.99, 3),
      power({ planted: 1.05, ...loaded }, 0.99),
      ...both({ planted: 1.01, tolerance: 0.0025, ...idle }, 0.9, 15),
      ...both({ planted: 1.015, tolerance: 0.005, ...loaded }, 0.9, 10),
      ...both({ road: 'apart', planted: 1.05, ...loaded }, 0.95, 10),
      time({ planted: 1, ...loaded }, 10),
      eightExplained(of({ planted: 1.03, functions: 8, ...idle })),
      unchanged(of({ planted: 1, ...idle })),
      threeOfMany(of({ planted: 'three', functions: 200, ...idle })),
      documentation(rows, loaded),
      documentation(rows, idle),
      ninefold(trials),
    ],
  )
}

function find(rows: readonly Row[], kind: Kind): Row | undefined {
  return rows.find((row) => isOf(row, kind))
}

function isOf(
  one: Partial<Asked>,
  { road = 'paired', planted, tolerance = 0.01, functions = usualFunctions, ...of }: Kind,
): boolean {
  return (
    one.road === road &&
    one.planted === planted &&
    one.tolerance === tolerance &&
    one.functions === functions &&
    one.loaded === of.loaded
  )
}

function falseAlarms(rows: readonly Row[]): string[] {
  const same = [idle, loaded].flatMap((at) => find(rows, { planted: 1, ...at }) ?? [])
  const alarms = sum(same.map(({ suites }) => suites.of))
  const suites = sum(same.map(({ suites: { n } }) => n))
  return [
    'A/A suites of 20 with a false alarm, pairs',
    '≤ 1 of 100',
    suites === 0 ? missing : shown(clopperPearson(alarms, suites)),
    suites >= 100 ? met(alarms * 100 <= suites) : `${count(suites, 'suite')} so far`,
  ]
}

function foundRow(row: Row | undefined, kind: Kind, least: number): string[] {
  const { road, planted, tolerance = 0.01 } = kind
  const forks = road === 'apart' ? ', separate forks' : ''
  return [
    `${called(planted)} at a tolerance of ${formatPercent(tolerance)}${forks}, ${machine(kind)}: found`,
    `≥ ${formatPercent(least)}`,
    row === undefined ? missing : shown(row.cells),
    row === undefined ? '' : met(row.cells.of >= least * row.cells.n) + soFar(row.cells.n),
  ]
}

/** Of deciding; what explanations add to that is told beside it. */
function timeRow(row: Row | undefined, kind: Kind, most: number): string[] {
  const forks = kind.road === 'apart' ? 'separate forks' : 'pairs'
  const whole = row?.explained ?? 0
  return [
    `time of a benchmark, ${called(kind.planted)}${atTolerance(kind)}, ${forks}, ${machine(kind)}`,
    `≤ ${most} s`,
    row === undefined
      ? missing
      : `${row.seconds.toFixed(1)} s${whole > row.seconds ? `; with explanations ${whole.toFixed(1)} s` : ''}`,
    row === undefined ? '' : met(row.seconds <= most),
  ]
}

function atTolerance({ tolerance = 0.01 }: Kind): string {
  return tolerance === 0.01 ? '' : ` at ${formatPercent(tolerance)}`
}

/** Everything is found, and everything that is found is explained. */
function eightExplained(trials: readonly Trial[]): string[] {
  const found = sum(trials.map(foundIn))
  const told = sum(trials.map(({ explained }) => explained.length))
  const cells = sum(trials.map((trial) => trial.cells.length))
  return wallRow(
    'suite of 8, all +3 %, idle: decided and explained',
    120,
    trials,
    `${found} of ${cells} found, ${told} explained`,
    found >= 0.95 * cells && told >= found,
  )
}

function unchanged(trials: readonly Trial[]): string[] {
  return wallRow('suite of 20, nothing changed but its text, idle', 60, trials)
}

function threeOfMany(trials: readonly Trial[]): string[] {
  const exact = trials.filter(isExactlyThree).length
  return wallRow(
    'suite of 200, three of them +5 %, idle: those found',
    600,
    trials,
    `exactly those in ${exact} of ${trials.length}`,
    exact === trials.length,
  )
}

/** What does more work may allocate more, too. */
function isExactlyThree(trial: Trial): boolean {
  const slower = slowerIn(trial)
  const isAll = slower.length === slowedNames.length && slowedNames.every((name) => slower.includes(name))
  return isAll && trial.heavier.every((name) => slowedNames.includes(name))
}

/** Wall time of the whole command, explanations included; the median is held to it. */
function wallRow(
  what: string,
  limit: number,
  trials: readonly Trial[],
  also?: string,
  isRight = true,
): string[] {
  if (trials.length === 0) return [what, `< ${limit} s`, missing, '']
  const walls = trials.map(({ wall }) => wall / 1e9)
  const typical = median(walls)
  const longest =
    trials.length === 1 ? '' : ` (longest of ${trials.length}: ${Math.max(...walls).toFixed(0)} s)`
  return [
    what,
    `< ${limit} s`,
    `${typical.toFixed(0)} s${longest}${also === undefined ? '' : `; ${also}`}`,
    met(typical < limit && isRight),
  ]
}

/** The whole gate, not one benchmark of it. */
function documentation(rows: readonly Row[], at: Pick<Asked, 'loaded'>): string[] {
  const row = find(rows, { road: 'gate', planted: 'documentation', ...at })
  const suite = row && (row.seconds * row.cells.n) / row.suites.n
  return [
    `gate of a suite of 20, a word of documentation, ${machine(at)}`,
    '< 2 s',
    suite === undefined ? missing : `${suite.toFixed(1)} s`,
    suite === undefined ? '' : met(suite < 2),
  ]
}

/** Told, or honestly not decided: anything else would be wrong. */
function ninefold(trials: readonly Trial[]): string[] {
  const verdicts = trials
    .filter(({ planted }) => planted === 'ninefold')
    .map(({ cells, void: isVoid }) => (isVoid ? 'invalid' : cells[0]?.verdict))
  const number = (verdict: string) => verdicts.filter((one) => one === verdict).length
  const [regressed, undecided] = [number('regressed'), number('inconclusive')]
  return [
    '9 × the work, beside twenty busy processes',
    'regressed, or undecided',
    verdicts.length === 0 ? missing : `${regressed} regressed, ${undecided} undecided, of ${verdicts.length}`,
    verdicts.length === 0 ? '' : met(regressed + undecided === verdicts.length),
  ]
}

const missing = 'not measured yet'

/** A share of fewer benchmarks than this is not known well enough to be held against 95 or 99 %. */
function soFar(n: number): string {
  return n < 200 ? ' so far' : ''
}

function met(isMet: boolean): string {
  return isMet ? 'met' : '**missed**'
}
