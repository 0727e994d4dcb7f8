import { table } from '../../../src/core/report/markdown/syntax.ts'
import { count } from '../../../src/core/wording/count.ts'
import { formatPercent } from '../../../src/model/unit.ts'
import { standardDeviation } from '../../../src/stats/moments.ts'
import { median } from '../../../src/stats/quantile.ts'
import { sum } from '../../../src/stats/sample.ts'
import { called, plan } from './plan.ts'
import { wilson } from './proportion.ts'
import type { Raw } from './raw.ts'
import { foundIn, left, machine, type Row, right, rowsOf, shown } from './rows.ts'
import { usualFunctions } from './suites.ts'
import { targets } from './targets.ts'
import type { Trial } from './trial.ts'

/** The page of the study, from its raw values alone. */
export function page(raw: Raw): string {
  const rows = plan.flatMap((kind) => rowsOf(raw, kind))
  const same = rows.filter(({ planted }) => planted === 1)
  const more = rows.filter(({ planted }) => typeof planted === 'number' && planted !== 1)
  return `# The gate: false alarms and power

Written by \`npm run study:gate -- --minutes …\`. A scratch library of 20 functions in git is compared with its own base: the same
code with another constant of the same size in each function, or with so many percent more of the same pieces of work in every
function. (A constant of 4 bytes in place of 1 moves machine code: one function became 5 % faster by it on one processor.)
Idle, and with two busy neighbours on the same CPUs, one that computes and one that allocates. Every trial is added to
\`gate/data.json\`, from which \`npm run study:gate -- --render\` makes this page again. Without arguments the study takes
five minutes, tells what it finds and adds nothing.

${count(raw.conditions.cpus, 'CPU')}, Node ${raw.conditions.node}. ${count(raw.trials.length, 'decision')} by Assay${onMachines(raw.trials)},
${count(raw.rivals.length, 'run')} of other tools${onMachines(raw.rivals)}. Counts are of all machines together, and so are times.

- **Assay, pairs**: \`assay compare HEAD\` as installed. Nothing but the tolerance is configured, so memory is counted, and what has regressed is explained.
- **Assay, separate forks**: the same, with every benchmark isolated.
- **Assay, gate**: \`assay gate\` against a baseline that was recorded just before on the same, equally busy machine.
- **s per benchmark** is wall time of the whole command, memory included, by the number of benchmarks. Explanations are left
  out of it, and counted in **with explanations**. Assay tells on stderr when each fork starts: explanations last from the start of
  the first profile to the start of the last. What the last one takes is counted as deciding.
- **tinybench** measures ten processes of each revision, the base's first; the rules of benchstat and criterion and the
  10 % threshold are applied to the same processes. **Vitest** compares both revisions in one file; **benchforge** in
  ten interleaved batches, with a verdict of its own (its documentation advises forty for reliable ones: four times the time).
  The first eight of their runs were made earlier than those of Assay, on a machine that was two to three times slower.

## What it must reach

${targets(rows, raw.trials)}

## False alarms: nothing has changed

A suite of 20 is a false alarm when any of its benchmarks is called slower, or heavier. Shares with their exact 95 % intervals (Clopper and Pearson).

${table(
  [
    left('tool'),
    left('machine'),
    right('suites with an alarm'),
    right('benchmarks'),
    right('s per benchmark'),
    right('with explanations'),
  ],
  same.map((row) => [row.tool, machine(row), shown(row.suites), shown(row.cells), ...secondsOf(row)]),
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
    right('with explanations'),
  ],
  more.map((row) => [
    row.tool,
    machine(row),
    called(row.planted),
    row.tolerance === undefined ? '' : formatPercent(row.tolerance),
    shown(row.cells),
    ...secondsOf(row),
  ]),
)}

## Whole suites

Wall time of the whole command as installed, explanations included. Of the suite of 200, every function has another text
and three do 5 % more work.

${wholeSuites(raw)}

## Spread between pairs

A pair in one process holds both revisions. On CPUs that nobody uses, such pairs run side by side; on a loaded machine, one
after the other. For each benchmark, the standard deviation of ln(head ÷ base) over the pairs of a screening, its median
over the trials; of that, the median and the largest over the benchmarks.

${spread(raw.trials)}

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

/** ": 12 on this processor, 3 on that one". */
function onMachines(trials: readonly { readonly cpu: string }[]): string {
  const shares = [...Map.groupBy(trials, ({ cpu }) => cpu)].map(([cpu, own]) => `${own.length} on ${cpu}`)
  return shares.length === 0 ? '' : ` (${shares.join(', ')})`
}

function secondsOf({ seconds, explained }: Row): [string, string] {
  return [seconds.toFixed(1), explained === undefined ? '' : explained.toFixed(1)]
}

/** The kinds of trial that are held to the time of the whole suite. */
function wholeSuites(raw: Raw): string {
  const rows = plan.flatMap(({ what, loaded, trials: of }) => {
    if (what.tool !== 'assay' || what.road !== 'paired' || loaded) return []
    if (what.functions === usualFunctions && what.planted !== 1) return []
    const some = of(raw) as Trial[]
    if (some.length === 0) return []
    const walls = some.map(({ wall }) => wall)
    const total = (number: (trial: Trial) => number) => `${sum(some.map(number))}`
    return [
      [
        `${what.functions}`,
        called(what.planted),
        `${some.length}`,
        inSeconds(median(walls)),
        inSeconds(Math.max(...walls)),
        inSeconds(median(some.map(({ explaining }) => explaining))),
        total((trial) => trial.cells.length),
        total(foundIn),
        total(({ heavier }) => heavier.length),
        total(({ explained }) => explained.length),
      ],
    ]
  })
  if (rows.length === 0) return 'Not measured yet.'
  return table(
    [
      right('suite of'),
      left('planted'),
      right('trials'),
      right('median, s'),
      right('longest, s'),
      right('explaining, s'),
      right('benchmarks'),
      right('slower'),
      right('heavier'),
      right('explained'),
    ],
    rows,
  )
}

function inSeconds(time: number): string {
  return (time / 1e9).toFixed(0)
}

function spread(trials: readonly Trial[]): string {
  const rows = [false, true].flatMap((loaded) => {
    const cells = trials
      .filter((one) => one.loaded === loaded && isUsual(one))
      .flatMap((one) => one.cells)
      .filter(({ method, screen }) => method === 'paired' && screen.length > 1)
    if (cells.length === 0) return []
    const names = [...new Set(cells.map(({ name }) => name))]
    const spreads = names.map((wanted) =>
      median(cells.filter(({ name }) => name === wanted).map(({ screen }) => standardDeviation(screen))),
    )
    const [typical, largest] = [median(spreads), Math.max(...spreads)]
    return [
      [
        machine({ loaded }),
        formatPercent(typical),
        formatPercent(largest),
        `${names.length}`,
        `${cells.length}`,
      ],
    ]
  })
  if (rows.length === 0) return 'Not measured yet.'
  return table(
    [left('machine'), right('median'), right('largest'), right('benchmarks'), right('screenings')],
    rows,
  )
}

/** Such trials are made on both, the idle machine and the loaded one. */
function isUsual({ road, planted, functions }: Trial): boolean {
  return road === 'paired' && functions === usualFunctions && typeof planted === 'number'
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
      what.functions !== usualFunctions ||
      typeof what.planted !== 'number' ||
      what.planted === 1
    )
      return []
    const some = of({
      conditions: { cpus: 0, node: '' },
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
