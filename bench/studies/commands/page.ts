import { mean, standardDeviation } from '../../../src/stats/moments.ts'
import { median } from '../../../src/stats/quantile.ts'
import type { CommandsRaw, ComparisonRow, LayoutRow } from './raw.ts'
import { table } from './table.ts'

/** The page of the study, from what was seen. */
export function page(raw: CommandsRaw): string {
  const { cpu, cpus, node, hyperfine } = raw
  const machine = [cpu, cpus && `${cpus} CPUs`, node && `Node ${node}`, hyperfine].filter(Boolean).join(', ')
  return `# Commands

Written by \`npm run study:commands\`. ${machine}.

${comparisonText(raw.comparisons)}
${memoryText(raw)}
${causeText(raw)}
${importText(raw)}
${counterText(raw)}
${runtimeText(raw)}`
}

function comparisonText(rows: readonly ComparisonRow[]): string {
  const groups = [
    ...Map.groupBy(rows, ({ program, plant, neighbours }) => `${plant} ${program} ${neighbours}`).values(),
  ]
  const sorted = groups.toSorted(
    ([a], [b]) =>
      a!.plant - b!.plant || a!.neighbours - b!.neighbours || a!.program.localeCompare(b!.program),
  )
  return `## Two commands

\`assay time A B\` as it comes: two programs of about 100 ms, of which the second has so much **more** to do. **False**: a verdict of slower
or faster on identical commands. **Found**: slower. **Neighbours**: processes that compute and allocate on the same CPUs. The **load** is that of the machine, which others use, too.
**Took**: the whole command, median and 95th percentile. **hyperfine**: the same two commands in the same minute; it says of the second that it is slower, or
faster, where the ratio of means is farther from 1 than its σ.

${table(
  [
    'more',
    'program',
    'neighbours',
    'load',
    'comparisons',
    'slower',
    'faster',
    'equivalent',
    'open',
    'took',
    'in 15 s',
    'in 60 s',
    'by CPU time',
    'hyperfine: slower',
    'faster',
  ],
  sorted.map((group) => {
    const [first] = group
    const count = (is: (row: ComparisonRow) => boolean) => group.filter(is).length
    const isFound = ({ verdict }: ComparisonRow) => verdict === 'regressed'
    const took = group.map((row) => row.took).toSorted((a, b) => a - b)
    const rival = group.flatMap(({ hyperfine }) => hyperfine ?? [])
    const of = (n: number) => (rival.length === 0 ? '' : `${n} of ${rival.length}`)
    const within = (seconds: number) =>
      first!.plant === 0 ? '' : `${count((row) => isFound(row) && row.took <= seconds)} of ${group.length}`
    return [
      first!.plant === 0 ? 'nothing' : `${(first!.plant * 100).toFixed(0)} %`,
      first!.program,
      String(first!.neighbours),
      `${Math.min(...group.map(({ load }) => load))}–${Math.max(...group.map(({ load }) => load))}`,
      String(group.length),
      String(count(isFound)),
      String(count(({ verdict }) => verdict === 'improved')),
      String(count(({ verdict }) => verdict === 'equivalent')),
      String(count(({ verdict }) => !['regressed', 'improved', 'equivalent'].includes(verdict))),
      `${median(took).toFixed(0)} s, ${took[Math.floor(took.length * 0.95)]!.toFixed(0)} s`,
      ...[within(15), within(60)],
      String(count(({ metric }) => metric === 'cpu')),
      of(rival.filter(({ ratio, sigma }) => ratio - 1 > sigma).length),
      of(rival.filter(({ ratio, sigma }) => 1 - ratio > sigma).length),
    ]
  }),
)}
`
}

function memoryText({ memory }: CommandsRaw): string {
  if (memory.length === 0) return ''
  const groups = Map.groupBy(memory, ({ supervisor, megabytes }) => `${supervisor} ${megabytes}`)
  return `## Peak memory

Programs of 5, 50 and 500 MB under a process that holds 1 GB. **Truth**: the peak that the kernel tells the program of itself at its end (\`VmHWM\`).

${table(
  ['supervisor', 'program', 'runs', 'truth', 'told', 'largest difference'],
  [...groups.values()].map((rows) => [
    rows[0]!.supervisor,
    `${rows[0]!.megabytes} MB`,
    String(rows.length),
    `${(median(rows.map(({ truth }) => truth)) / 1e6).toFixed(2)} MB`,
    `${(median(rows.map(({ told }) => told)) / 1e6).toFixed(2)} MB`,
    `${(100 * Math.max(...rows.map(({ truth, told }) => Math.abs(told / truth - 1)))).toFixed(2)} %`,
  ]),
)}
`
}

function causeText({ causes }: CommandsRaw): string {
  if (causes.length === 0) return ''
  return `## Why a run was slow

Usual runs and slow ones by turns, each slow for a cause that was planted: two neighbours on its only CPU; a file that was evicted from memory; a CPU
quota of a fifth; 50 ms of sleep; 60 % more to compute.

${table(
  ['planted', 'runs', 'told right', 'told otherwise'],
  causes.map(({ planted, told }) => {
    const right = told.filter((one) => one === planted).length
    const others = [
      ...Map.groupBy(
        told.filter((one) => one !== planted),
        (one) => one,
      ),
    ].map(([one, all]) => `${all.length} ${one}`)
    return [
      planted,
      String(told.length),
      `${right} (${((100 * right) / told.length).toFixed(0)} %)`,
      others.join(', '),
    ]
  }),
)}
`
}

function importText({ imports }: CommandsRaw): string {
  if (imports.length === 0) return ''
  const apart = imports.map(({ self, watching, clock }) => Math.abs((self + watching) / clock - 1))
  const first = imports.filter(({ place }) => place === 0).length
  return `## What a program imports

Programs that import forty modules, half of them scripts of packages. One module computes for 20 ms, another one in each program. **First**: it
has the largest self time. The **clock** is read when the loader is first asked for something, and by the last line of the program. It is compared with the sum of
all self times and what watching took.

${table(
  ['programs', 'first', 'whole by the clock', 'self times', 'watching', 'apart, typical', 'apart, at most'],
  [
    [
      String(imports.length),
      `${first} of ${imports.length}`,
      ...(['clock', 'self', 'watching'] as const).map(
        (name) => `${(median(imports.map((one) => one[name])) / 1e6).toFixed(1)} ms`,
      ),
      `${(100 * median(apart)).toFixed(2)} %`,
      `${(100 * Math.max(...apart)).toFixed(2)} %`,
    ],
  ],
)}
`
}

function counterText({ counters }: CommandsRaw): string {
  if (counters.length === 0) return ''
  const total = (rows: CommandsRaw['counters'], name: 'compared' | 'equivalent' | 'raised' | 'right') =>
    String(rows.reduce((sum, row) => sum + row[name], 0))
  return `## Counters

Suites of ten functions that count queries (\`measure\`), compared with two forks of each. All texts of the head are other ones; in some suites one function asks once more, of 5 to 14 times.

${table(
  ['head', 'suites', 'forks', 'comparisons', 'equivalent', 'raised', 'of these right'],
  [...Map.groupBy(counters, ({ more }) => more)].map(([more, rows]) => [
    more === 0 ? 'asks as often' : 'one function asks once more',
    String(rows.length),
    String(Math.max(...rows.map(({ forks }) => forks))),
    ...(['compared', 'equivalent', 'raised', 'right'] as const).map((name) => total(rows, name)),
  ]),
)}
`
}

function runtimeText({ runtimes, itself, layout }: CommandsRaw): string {
  if (runtimes.length === 0 && itself.length === 0 && layout.length === 0) return ''
  const suites = itself.length
  const sum = (name: 'compared' | 'raised' | 'equivalent') => itself.reduce((all, row) => all + row[name], 0)
  const self =
    suites === 0
      ? ''
      : `
Node beside itself under another name, \`--runtime node --runtime ./same-node\`: ${suites} suites, ${sum('compared')} comparisons, **${sum('raised')} raised**, ${sum('equivalent')} equivalent.
`
  return `## Runtimes

**Ladder**: functions whose head does 2, 4 and 8 times as much as their base; the ratio by pairs. On Node 22 the smallest one costs more for each piece of work, in a plain loop without Assay, too. **Bytes**: of each further number in a list of such, where the
runtime offers them; V8 needs 8. **Same**: six functions whose text has changed and whose work has not, slower and faster by the verdict. **10 %**: the same with so much more to do.

${table(
  ['runtime', 'ladder', 'bytes', 'same: slower, faster', '10 %: slower, faster'],
  runtimes.map(({ runtime, ratios, bytesEach, same, slower }) => [
    runtime,
    ratios.map((ratio) => ratio.toFixed(2)).join(', '),
    bytesEach === undefined ? 'none' : bytesEach.toFixed(2),
    ...[same, slower].map((one) => `${one.slower}, ${one.faster} of ${one.compared}`),
  ]),
)}
${self}${layoutText(layout)}`
}

function layoutText(layout: readonly LayoutRow[]): string {
  if (layout.length === 0) return ''
  const groups = Map.groupBy(layout, ({ runtime, length }) => `${runtime} ${length}`)
  return `
**Layout**: equal code that sorts a list, in the working tree and in the base's checkout, whose paths have other lengths. The **mean** of all pairs, of all comparisons, with its standard error.

${table(
  ['runtime', 'numbers', 'comparisons', 'slower', 'faster', 'equivalent', 'mean'],
  [...groups.values()].map((rows) => {
    const of = (verdict: string) => String(rows.filter((one) => one.verdict === verdict).length)
    const means = rows.map(({ mean }) => mean)
    const error = rows.length < 2 ? rows[0]!.error : standardDeviation(means) / Math.sqrt(rows.length)
    return [
      ...[rows[0]!.runtime, String(rows[0]!.length), String(rows.length)],
      ...[of('regressed'), of('improved'), of('equivalent')],
      `${(100 * mean(means)).toFixed(2)} % ± ${(100 * error).toFixed(2)} %`,
    ]
  }),
)}
`
}
