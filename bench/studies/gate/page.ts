import { type Column, table } from '../../../src/core/report/markdown/syntax.ts'
import { count } from '../../../src/core/wording/count.ts'
import { formatPercent } from '../../../src/model/unit.ts'
import { median } from '../../../src/stats/quantile.ts'
import { seeded } from '../../../src/stats/random.ts'
import { sum } from '../../../src/stats/sample.ts'
import { called, plan } from './plan.ts'
import { clopperPearson, type Proportion, wilson } from './proportion.ts'
import type { Raw } from './raw.ts'
import { rules } from './rivals/rules.ts'
import type { Planted } from './suites.ts'
import type { Road, Trial } from './trial.ts'

/** How often a tool calls something slower, in suites and in single benchmarks. */
type Row = {
  readonly tool: string
  readonly road?: Road
  readonly loaded: boolean
  readonly planted: Planted
  readonly tolerance?: number
  readonly suites: Proportion
  readonly cells: Proportion
  /** s of wall time for one benchmark. */
  readonly seconds: number
}

/** The page of the study, from its raw values alone. */
export function page(raw: Raw): string {
  const rows = plan.flatMap((kind) => rowsOf(raw, kind))
  const same = rows.filter(({ planted }) => planted === 1)
  const more = rows.filter(({ planted }) => typeof planted === 'number' && planted !== 1)
  return `# The gate: false alarms and power

Written by \`npm run study:gate -- --minutes …\`. A scratch library of 20 functions in git is compared with its own base: the same
code under another text, or with so many percent more of the same pieces of work in every function. Idle, and with two busy
neighbours on the same CPUs, one that computes and one that allocates. Every trial is added to \`gate/data.json\`, from which
\`npm run study:gate -- --render\` makes this page again. Without arguments the study takes five minutes, tells what it finds
and adds nothing.

${raw.conditions.cpu}, ${count(raw.conditions.cpus, 'CPU')}, Node ${raw.conditions.node}. ${count(raw.trials.length, 'decision')} by Assay, ${count(raw.rivals.length, 'run')} of other tools.

- **Assay, pairs**: \`assay compare HEAD\` in its default configuration (memory not collected, and what has regressed not profiled), as installed.
- **Assay, separate forks**: the same, with every benchmark isolated.
- **Assay, gate**: \`assay gate\` against a baseline that was recorded just before on the same, equally busy machine.
- **tinybench** measures ten processes of each revision, the base's first; the rules of benchstat and criterion and the
  10 % threshold are applied to the same processes. **Vitest** compares both revisions in one file; **benchforge** in
  ten interleaved batches, with a verdict of its own (its documentation advises forty for reliable ones: four times the time).

## What it must reach

${targets(rows, raw.trials)}

## False alarms: nothing has changed

A suite of 20 is a false alarm when any of its benchmarks is called slower. Shares with their exact 95 % intervals (Clopper and Pearson).

${table(
  [
    left('tool'),
    left('machine'),
    right('suites with an alarm'),
    right('benchmarks'),
    right('s per benchmark'),
  ],
  same.map((row) => [row.tool, machine(row), shown(row.suites), shown(row.cells), row.seconds.toFixed(1)]),
)}

## Power: planted slowdowns that are found

Shares of benchmarks that are called slower, with Wilson's 95 % intervals. At a slowdown of exactly the tolerance, calling it is a false alarm.

${table(
  [
    left('tool'),
    left('machine'),
    right('planted'),
    right('tolerance'),
    right('found'),
    right('s per benchmark'),
  ],
  more.map((row) => [
    row.tool,
    machine(row),
    called(row.planted),
    row.tolerance === undefined ? '' : formatPercent(row.tolerance),
    shown(row.cells),
    row.seconds.toFixed(1),
  ]),
)}

## Real causes

One of each per trial, in pairs, on a loaded machine; how much each costs is up to the engine.

${causes(raw.trials)}

## A crowded machine

One operation of 1 ms whose work becomes nine times as much, beside twenty busy processes on the same CPUs.

${crowded(raw.trials)}

## By function

Assay's estimates of what was planted, medians over the trials, and how often it was found.

${byFunction(raw.trials)}

${voids(raw.trials)}
`
}

const toolOf: Readonly<Record<Road, string>> = {
  paired: 'Assay, pairs',
  apart: 'Assay, separate forks',
  gate: 'Assay, gate',
}

function rowsOf(raw: Raw, { what, loaded, trials }: (typeof plan)[number]): Row[] {
  const all = trials(raw)
  if (all.length === 0) return []
  const about = { loaded, planted: what.planted }
  if (what.tool === 'assay') {
    const alarms = all.map((trial) => ('road' in trial ? foundIn(trial) : 0))
    const { road, tolerance } = what
    return [row({ tool: toolOf[road], road, tolerance, ...about }, alarms, all)]
  }
  return rules.flatMap(({ name, alarms }) => {
    const told = all.map((trial, index) =>
      'road' in trial ? undefined : alarms(trial, seeded(`${name} ${index}`))?.length,
    )
    return told.some((one) => one === undefined) ? [] : [row({ tool: name, ...about }, told as number[], all)]
  })
}

function foundIn(trial: Trial): number {
  return trial.cells.filter(({ verdict }) => verdict === 'regressed').length
}

function row(
  { tool, road, loaded, planted, tolerance }: Omit<Row, 'suites' | 'cells' | 'seconds'>,
  alarms: readonly number[],
  trials: readonly { readonly wall: number; readonly cells: object }[],
): Row {
  const cells = sum(trials.map((trial) => Object.keys(trial.cells).length))
  return {
    tool,
    loaded,
    planted,
    ...(road === undefined ? {} : { road }),
    ...(tolerance === undefined ? {} : { tolerance }),
    suites: clopperPearson(alarms.filter((of) => of > 0).length, trials.length),
    cells: (planted === 1 ? clopperPearson : wilson)(sum(alarms), cells),
    seconds: sum(trials.map(({ wall }) => wall)) / cells / 1e9,
  }
}

function targets(rows: readonly Row[], trials: readonly Trial[]): string {
  const find = (road: Road, planted: number, tolerance = 0.01) =>
    rows.filter((one) => one.road === road && one.planted === planted && one.tolerance === tolerance)
  const power = (road: Road, planted: number, tolerance: number, least: number) => {
    const found = find(road, planted, tolerance).filter(({ loaded }) => loaded)[0]
    return [
      `${called(planted)} at a tolerance of ${formatPercent(tolerance)}, ${road === 'apart' ? 'separate forks, ' : ''}loaded`,
      `≥ ${formatPercent(least)}`,
      found === undefined ? 'not measured yet' : shown(found.cells),
      found === undefined ? '' : met(found.cells.of >= least * found.cells.n) + soFar(found.cells.n),
    ]
  }
  const same = find('paired', 1)
  const alarms = sum(same.map(({ suites }) => suites.of))
  const suites = sum(same.map(({ suites: { n } }) => n))
  const time = (road: Road, planted: number, tolerance?: number) => {
    const found = find(road, planted, tolerance).filter(({ loaded }) => loaded)[0]
    return [
      `time of a benchmark, ${called(planted)}, ${road === 'apart' ? 'separate forks' : 'pairs'}, loaded`,
      '≤ 10 s',
      found === undefined ? 'not measured yet' : `${found.seconds.toFixed(1)} s`,
      found === undefined ? '' : met(found.seconds <= 10),
    ]
  }
  return table(
    [left('what'), left('must'), left('measured'), left('')],
    [
      [
        'A/A suites of 20 with a false alarm, pairs',
        '≤ 1 of 100',
        suites === 0 ? 'not measured yet' : shown(clopperPearson(alarms, suites)),
        suites >= 100 ? met(alarms * 100 <= suites) : `${suites} suites so far`,
      ],
      power('paired', 1.03, 0.01, 0.95),
      power('paired', 1.05, 0.01, 0.99),
      power('paired', 1.015, 0.005, 0.9),
      power('apart', 1.05, 0.01, 0.95),
      time('paired', 1),
      time('paired', 1.03),
      time('paired', 1.015, 0.005),
      time('apart', 1.05),
      ...rows.filter(({ planted }) => planted === 'documentation').map(documentation),
      ninefold(trials),
    ],
  )
}

/** The whole gate, not one benchmark of it. */
function documentation(row: Row): string[] {
  const suite = (row.seconds * row.cells.n) / row.suites.n
  return [
    `gate of a suite of 20, a word of documentation, ${machine(row)}`,
    '< 2 s',
    `${suite.toFixed(1)} s`,
    met(suite < 2),
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
    verdicts.length === 0
      ? 'not measured yet'
      : `${regressed} regressed, ${undecided} undecided, of ${verdicts.length}`,
    verdicts.length === 0 ? '' : met(regressed + undecided === verdicts.length),
  ]
}

/** A share of fewer benchmarks than this is not known well enough to be held against 95 or 99 %. */
function soFar(n: number): string {
  return n < 200 ? ' so far' : ''
}

function met(isMet: boolean): string {
  return isMet ? 'met' : '**missed**'
}

function causes(trials: readonly Trial[]): string {
  const cells = trials.filter(({ planted }) => planted === 'causes').flatMap((trial) => trial.cells)
  if (cells.length === 0) return 'Not measured yet.'
  const names = [...new Set(cells.map(({ name }) => name))]
  return table(
    [left('cause'), left('measured'), right('change'), right('found')],
    names.map((name) => {
      const some = cells.filter((cell) => cell.name === name)
      return [
        name,
        some[0]!.method === 'alternated' ? 'in separate forks' : 'in pairs',
        estimate(some),
        shown(wilson(some.filter(({ verdict }) => verdict === 'regressed').length, some.length)),
      ]
    }),
  )
}

function crowded(trials: readonly Trial[]): string {
  const some = trials.filter(({ planted }) => planted === 'ninefold')
  if (some.length === 0) return 'Not measured yet.'
  return table(
    [left('verdict'), left('measured'), right('change'), right('s')],
    some.map(({ cells, wall, void: isVoid }) => {
      const [cell] = cells
      if (cell === undefined) return ['none', '', '', (wall / 1e9).toFixed(0)]
      const method = cell.method === 'alternated' ? 'in separate forks' : 'in pairs'
      return [
        isVoid ? `${cell.verdict}, void` : cell.verdict,
        method,
        estimate([cell]),
        (wall / 1e9).toFixed(0),
      ]
    }),
  )
}

function byFunction(trials: readonly Trial[]): string {
  const kinds = plan.flatMap(({ what, loaded, trials: of }) => {
    if (
      what.tool !== 'assay' ||
      what.road === 'gate' ||
      typeof what.planted !== 'number' ||
      what.planted === 1
    )
      return []
    const some = of({
      conditions: { cpu: '', cpus: 0, node: '' },
      trials: [...trials],
      rivals: [],
    }) as Trial[]
    const title = `${called(what.planted)}, ${what.road === 'apart' ? 'apart, ' : ''}${machine({ loaded })}`
    return some.length === 0 ? [] : [{ title, some }]
  })
  if (kinds.length === 0) return 'Nothing was planted yet.'
  const names = [...new Set(kinds.flatMap(({ some }) => some[0]!.cells.map(({ name }) => name)))].sort()
  return table(
    [left('function'), ...kinds.map(({ title }) => right(title))],
    names.map((name) => [
      name,
      ...kinds.map(({ some }) => {
        const cells = some.flatMap((trial) => trial.cells.filter((cell) => cell.name === name))
        const found = cells.filter(({ verdict }) => verdict === 'regressed').length
        return `${estimate(cells)}, ${found} of ${cells.length}`
      }),
    ]),
  )
}

/** Median over all pairs. */
function estimate(cells: readonly Trial['cells'][number][]): string {
  const values = cells.flatMap(({ screen, confirmation }) => [...screen, ...confirmation])
  return values.length === 0 ? '' : `+${formatPercent(Math.expm1(median(values)))}`.replace('+-', '−')
}

function voids(trials: readonly Trial[]): string {
  const of = trials.filter((trial) => trial.void).length
  return `Controls, the base against itself, made ${of} of ${count(trials.length, 'decision')} void.`
}

function shown({ of, n, low, high }: Proportion): string {
  return `${of} of ${n} [${formatPercent(low)}, ${formatPercent(high)}]`
}

function machine({ loaded }: { readonly loaded: boolean }): string {
  return loaded ? 'loaded' : 'idle'
}

function left(title: string): Column {
  return { title, side: 'left' }
}

function right(title: string): Column {
  return { title, side: 'right' }
}
