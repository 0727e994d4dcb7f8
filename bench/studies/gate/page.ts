import { table } from '../../../src/core/report/markdown-syntax.ts'
import { count } from '../../../src/core/report/words.ts'
import { formatPercent } from '../../../src/model/unit.ts'
import { median } from '../../../src/stats/quantile.ts'
import { seeded } from '../../../src/stats/random.ts'
import { sum } from '../../../src/stats/sample.ts'
import { clopperPearson, type Proportion, wilson } from './proportion.ts'
import type { RivalTrial } from './rivals.ts'
import { type Rule, rules } from './rules.ts'
import type { Trial } from './trial.ts'

/** Everything that the page is made of. */
export type Raw = {
  readonly conditions: { readonly cpu: string; readonly cpus: number; readonly node: string }
  readonly trials: readonly Trial[]
  readonly rivals: readonly RivalTrial[]
}

/** How often a tool alarms, in suites and in single benchmarks. */
type Row = {
  readonly tool: string
  readonly loaded: boolean
  readonly factor: number
  readonly tolerance: number | undefined
  readonly suites: Proportion
  readonly cells: Proportion
  /** s of wall time for one benchmark. */
  readonly seconds: number
}

/** The page of the study, from its raw values alone. */
export function page(raw: Raw): string {
  const rows = [...assayRows(raw.trials), ...rivalRows(raw.rivals)]
  const same = rows.filter(({ factor }) => factor === 1)
  const planted = rows.filter(({ factor }) => factor > 1)
  return `# The gate: false alarms and power

Written by \`npm run study:gate\`. A scratch library of 20 functions in git is compared with its own base: the same
code under another text (A/A), or with so many percent more of the same work planted in every function. Idle, and with two busy
neighbours, one that computes and one that allocates. Assay: \`assay compare HEAD\`, as anybody would run it, with its default
configuration. Every trial is added to [gate/data.json](gate/data.json), from which \`npm run study:gate -- --render\` makes this page again;
\`npm run study:gate\` adds five minutes of trials, \`-- --minutes 60\` an hour.

${raw.conditions.cpu}, ${count(raw.conditions.cpus, 'CPU')}, Node ${raw.conditions.node}. ${count(raw.trials.length, 'comparison')} by Assay, ${count(raw.rivals.length, 'comparison')} by the others.

## What it must reach

${targets(rows)}

## False alarms: nothing has changed

A suite of 20 is a false alarm when any of its benchmarks is called slower. Shares with their exact 95 % intervals (Clopper & Pearson).

${table(
  [
    { title: 'tool', side: 'left' },
    { title: 'machine', side: 'left' },
    { title: 'suites with an alarm', side: 'right' },
    { title: 'benchmarks', side: 'right' },
    { title: 's per benchmark', side: 'right' },
  ],
  same.map((row) => [
    row.tool,
    row.loaded ? 'loaded' : 'idle',
    shown(row.suites),
    shown(row.cells),
    row.seconds.toFixed(1),
  ]),
)}

## Power: planted slowdowns that are found

Shares of benchmarks that are called slower, with Wilson's 95 % intervals.

${table(
  [
    { title: 'tool', side: 'left' },
    { title: 'machine', side: 'left' },
    { title: 'planted', side: 'right' },
    { title: 'tolerance', side: 'right' },
    { title: 'found', side: 'right' },
    { title: 's per benchmark', side: 'right' },
  ],
  planted.map((row) => [
    row.tool,
    row.loaded ? 'loaded' : 'idle',
    `+${formatPercent(row.factor - 1)}`,
    row.tolerance === undefined ? '' : formatPercent(row.tolerance),
    shown(row.cells),
    row.seconds.toFixed(1),
  ]),
)}

## By function

Assay's estimates of what was planted, medians over the trials, and how often it was found.

${byFunction(raw.trials)}

${voids(raw.trials)}
`
}

const verdicts = { slower: 'regressed' } as const

function assayRows(trials: readonly Trial[]): Row[] {
  return grouped(trials, ({ factor, loaded, tolerance }) => [factor, loaded, tolerance]).map((some) => {
    const { factor, loaded, tolerance } = some[0]!
    const alarms = some.map(({ cells }) => cells.filter(({ verdict }) => verdict === verdicts.slower).length)
    return rowOf('Assay, paired', { factor, loaded, tolerance }, alarms, some)
  })
}

function rivalRows(trials: readonly RivalTrial[]): Row[] {
  return Object.entries(rules).flatMap(([tool, rule]: [string, Rule]) =>
    grouped(trials, ({ factor, loaded }) => [factor, loaded]).map((some) => {
      const { factor, loaded } = some[0]!
      const alarms = some.map(
        ({ cells }, index) =>
          Object.entries(cells).filter(([name, { base, head }]) =>
            rule(base, head, seeded(`${tool} ${name} ${index}`)),
          ).length,
      )
      return rowOf(tool, { factor, loaded, tolerance: undefined }, alarms, some)
    }),
  )
}

function rowOf(
  tool: string,
  about: Pick<Row, 'factor' | 'loaded' | 'tolerance'>,
  alarms: readonly number[],
  trials: readonly { readonly wall: number; readonly cells: object }[],
): Row {
  const cells = sum(trials.map((trial) => Object.keys(trial.cells).length))
  const rare = about.factor === 1
  return {
    tool,
    ...about,
    suites: clopperPearson(alarms.filter((of) => of > 0).length, trials.length),
    cells: (rare ? clopperPearson : wilson)(sum(alarms), cells),
    seconds: sum(trials.map(({ wall }) => wall)) / cells / 1e9,
  }
}

function targets(rows: readonly Row[]): string {
  const find = (factor: number, tolerance: number) =>
    rows.filter((row) => row.tool.startsWith('Assay') && row.factor === factor && row.tolerance === tolerance)
  const power = (factor: number, tolerance: number, least: number) => {
    const found = find(factor, tolerance).filter(({ loaded }) => loaded)
    const measured = found.map(({ cells }) => shown(cells)).join('; ')
    const met = found.length > 0 && found.every(({ cells }) => cells.of >= least * cells.n)
    return [
      `+${formatPercent(factor - 1)} at a tolerance of ${formatPercent(tolerance)}, loaded`,
      `≥ ${formatPercent(least)}`,
      measured || 'not measured yet',
      found.length === 0 ? '' : met ? 'met' : '**missed**',
    ]
  }
  const same = find(1, 0.01)
  const alarms = sum(same.map(({ suites }) => suites.of))
  const suites = sum(same.map(({ suites: { n } }) => n))
  const slowest = Math.max(0, ...same.filter(({ loaded }) => loaded).map(({ seconds }) => seconds))
  return table(
    [
      { title: 'what', side: 'left' },
      { title: 'must', side: 'left' },
      { title: 'measured', side: 'left' },
      { title: '', side: 'left' },
    ],
    [
      [
        'A/A suites of 20 with a false alarm',
        '≤ 1 of 100',
        suites === 0 ? 'not measured yet' : shown(clopperPearson(alarms, suites)),
        suites >= 100 ? (alarms * 100 <= suites ? 'met' : '**missed**') : `${suites} suites so far`,
      ],
      power(1.03, 0.01, 0.95),
      power(1.05, 0.01, 0.99),
      power(1.015, 0.005, 0.9),
      [
        'time per benchmark, A/A, loaded',
        '≤ 10 s',
        slowest === 0 ? 'not measured yet' : `${slowest.toFixed(1)} s`,
        slowest === 0 ? '' : slowest <= 10 ? 'met' : '**missed**',
      ],
    ],
  )
}

function byFunction(trials: readonly Trial[]): string {
  const groups = grouped(
    trials.filter(({ factor }) => factor > 1),
    ({ factor, loaded, tolerance }) => [factor, loaded, tolerance],
  )
  const names = [...new Set(trials.flatMap(({ cells }) => cells.map(({ name }) => name)))]
  if (groups.length === 0) return 'Nothing was planted yet.'
  return table(
    [
      { title: 'function', side: 'left' },
      ...groups.map(([one]) => ({
        title: `+${formatPercent(one!.factor - 1)}, ${one!.loaded ? 'loaded' : 'idle'}`,
        side: 'right' as const,
      })),
    ],
    names.map((name) => [
      name,
      ...groups.map((some) => {
        const cells = some.flatMap((trial) => trial.cells.filter((cell) => cell.name === name))
        const values = cells.flatMap(({ screen, confirmation }) => [...screen, ...confirmation])
        if (values.length === 0) return ''
        const found = cells.filter(({ verdict }) => verdict === verdicts.slower).length
        return `${formatPercent(Math.expm1(median(values)))}, ${found} of ${cells.length}`
      }),
    ]),
  )
}

function voids(trials: readonly Trial[]): string {
  const of = trials.filter((trial) => trial.void).length
  return `Controls, the base against itself, made ${of} of ${count(trials.length, 'comparison')} void.`
}

function shown({ of, n, low, high }: Proportion): string {
  return `${of} of ${n} [${formatPercent(low)}, ${formatPercent(high)}]`
}

function grouped<T>(items: readonly T[], by: (item: T) => readonly unknown[]): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = JSON.stringify(by(item))
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()].sort((a, b) => compare(by(a[0]!), by(b[0]!)))
}

function compare(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [index, one] of a.entries()) {
    const difference = Number(one) - Number(b[index])
    if (difference !== 0) return difference
  }
  return 0
}
