import { formatPercent } from '../../../../src/model/unit.ts'
import { standardDeviation } from '../../../../src/stats/moments.ts'
import { median, quantile } from '../../../../src/stats/quantile.ts'
import { seeded, shuffle } from '../../../../src/stats/random.ts'
import { sorted } from '../../../../src/stats/sample.ts'
import { config, timeFork } from '../assay.ts'
import { chart, linear } from '../chart.ts'
import { type ColumnName, colourOf, columns, columnTitles, figures } from '../columns.ts'
import { spreadKernels } from '../kernels/spread.ts'
import { underLoad } from '../processes.ts'
import { measureWith, tools } from '../rivals.ts'
import { type Report, type Study, section } from '../section.ts'

const names = spreadKernels.map(({ name }) => name)

/** Readings of every kernel by column, a process each. */
type Readings = Readonly<Record<ColumnName, readonly number[]>>[]
type Data = { readonly idle: Readings; readonly loaded: Readings }

const rounds = 30
/** ms per kernel in a process, as long as a fork of Assay. */
const time = 300

export const spread = section(measure, report)

async function measure(study: Study): Promise<Data> {
  return {
    idle: await processes(study, 'idle'),
    loaded: await underLoad(() => processes(study, 'loaded')),
  }
}

/** Every tool once per round, in random order, so that drift of the machine hits all alike. */
async function processes(study: Study, state: string): Promise<Readings> {
  const readings = names.map(
    () =>
      Object.fromEntries(columns.map((column) => [column, []])) as unknown as Record<ColumnName, number[]>,
  )
  for (let round = 0; round < study.times(rounds); round++) {
    study.say(`spread, ${state}, round ${round + 1}`)
    for (const tool of shuffle(tools, seeded(`${study.seed} spread ${state} ${round}`))) {
      if (tool === 'assay') {
        for (const [index, name] of names.entries()) readings[index]!.assay.push((await timeFork(name)).value)
        continue
      }
      for (const { name, ns, median: p50 } of await measureWith(tool, names, { time })) {
        const row = readings[names.indexOf(name)]!
        row[tool].push(ns)
        if (tool === 'tinybench') row['tinybench-median'].push(p50!)
      }
    }
  }
  return readings
}

function report({ idle, loaded }: Data): Report {
  const rivals = columns.filter((column) => column !== 'assay')
  const best = rivals.toSorted((a, b) => pooled(loaded, a) - pooled(loaded, b))[0]!
  const ratio = pooled(loaded, 'assay') / pooled(loaded, best)
  const bestHeadline = rivals
    .filter((column) => column !== 'tinybench-median')
    .toSorted((a, b) => pooled(loaded, a) - pooled(loaded, b))[0]!
  const ours = headlineSpread(loaded)
  const byKernel = names.map((name, index) => {
    const row = loaded[index]!
    const rival = rivals.toSorted((a, b) => spreadOf(row[a]) - spreadOf(row[b]))[0]!
    return `${name} ${formatPercent(spreadOf(row.assay))}, ${columnTitles[rival]} ${formatPercent(spreadOf(row[rival]))}`
  })
  return {
    title: 'Spread from run to run',
    body: `${names.length} kernels, ${loaded[0]!.assay.length} processes per tool, ${time} ms per kernel; a rival's process measures all
four, Assay makes a fork for each and its value is that fork's. The tools take turns in random order. *Loaded*: two busy neighbours on the same CPUs, one
computing, one allocating. Map lookups are by numbers: with texts as keys every tool's readings move by about 4 % from process to process, idle and loaded,
because V8 seeds their hashes anew each time. A median over single calls is a whole number of the clock's steps (10 ns here): where all processes agree on the same
step, its spread reads as zero. Figures: standard deviation of the logarithm of the readings, and in brackets the distance from the 5th to the 95th percentile relative to the median.
What a person reads: Assay's headline is the median of at least ${config.time.forks.min} forks, which take as many times longer than a rival's process.

${spreadTable('Idle', idle)}

${spreadTable('Loaded', loaded)}

How far the load moves the median reading:

${figures(
  ['loaded ÷ idle', ...columns.map((column) => columnTitles[column])],
  names.map((name, index) => [
    name,
    ...columns.map(
      (column) => `${(median(loaded[index]![column]) / median(idle[index]![column])).toFixed(2)}×`,
    ),
  ]),
)}

![Readings of single processes, idle](accuracy/spread-idle.svg)

![Readings of single processes, loaded](accuracy/spread-loaded.svg)`,
    targets: [
      {
        what: 'Spread from process to process under load',
        must: 'below half of the best rival’s',
        measured: `${formatPercent(pooled(loaded, 'assay'))} against ${formatPercent(pooled(loaded, best))} of ${columnTitles[best]}: ${ratio.toFixed(2)} of it (by kernel, with the best rival there: ${byKernel.join('; ')})`,
        met: ratio < 0.5,
        because: `a median is not moved by batches that were interrupted, tinybench's is one, too, and the rest is one slow process in thirty and the memory that a process was given (Assay's forks spread most in ${names[loaded.map((row) => spreadOf(row.assay)).reduce((worst, value, index, all) => (value > all[worst]! ? index : worst), 0)]}). By what each tool puts first, the best rival is ${columnTitles[bestHeadline]} with ${formatPercent(pooled(loaded, bestHeadline))}, of which a fork of Assay has ${(pooled(loaded, 'assay') / pooled(loaded, bestHeadline)).toFixed(2)}; what Assay puts first, the median of ${config.time.forks.min} forks, has ${ours}`,
      },
    ],
    plots: {
      'spread-idle.svg': plot('Spread from process to process, idle', idle),
      'spread-loaded.svg': plot('Spread from process to process, loaded', loaded),
    },
  }
}

/** Standard deviation of the logarithm. */
function spreadOf(values: readonly number[]): number {
  return standardDeviation(values.map(Math.log))
}

/** Root mean square of the kernels' spreads. */
function pooled(readings: Readings, column: ColumnName): number {
  return rootMeanSquare(readings.map((row) => spreadOf(row[column])))
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.hypot(...values) / Math.sqrt(values.length)
}

/** What Assay would have reported of so many forks at a time. */
function headlines(values: readonly number[]): number[] {
  const { min } = config.time.forks
  return Array.from({ length: Math.floor(values.length / min) }, (_, index) =>
    median(values.slice(index * min, (index + 1) * min)),
  )
}

/** Root mean square over the kernels; of a short form, which has fewer than two headlines each, a dash. */
function headlineSpread(readings: Readings): string {
  const each = readings.map((row) => headlines(row.assay))
  return each.some((several) => several.length < 2) ? '–' : formatPercent(rootMeanSquare(each.map(spreadOf)))
}

function spreadTable(title: string, readings: Readings): string {
  const percentiles = (values: readonly number[]) => {
    const ascending = sorted(values)
    return (quantile(ascending, 0.95) - quantile(ascending, 0.05)) / quantile(ascending, 0.5)
  }
  return figures(
    [title, ...columns.map((column) => columnTitles[column]), 'Assay, headline'],
    [
      ...names.map((name, index) => [
        name,
        ...columns.map((column) => {
          const values = readings[index]![column]
          return `${formatPercent(spreadOf(values))} (${formatPercent(percentiles(values))})`
        }),
        headlineSpread([readings[index]!]),
      ]),
      [
        'root mean square',
        ...columns.map((column) => formatPercent(pooled(readings, column))),
        headlineSpread(readings),
      ],
    ],
  )
}

function plot(title: string, readings: Readings): string {
  const reach = 0.5
  const rows = names.length * columns.length
  return chart({
    title,
    subtitle: 'Every process against the median of its tool; what lies beyond the axis is drawn at its end.',
    description: columns
      .map((column) => `${columnTitles[column]} ${formatPercent(pooled(readings, column))}`)
      .join(', '),
    x: linear(
      'difference from the median',
      -reach,
      reach,
      [-0.4, -0.2, 0, 0.2, 0.4].map((value) => ({
        value,
        label: `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value * 100)} %`,
      })),
    ),
    y: linear(
      '',
      rows - 0.5,
      -0.5,
      names.map((name, index) => ({ value: index * columns.length + (columns.length - 1) / 2, label: name })),
    ),
    series: columns.map((column, lane) => ({
      name: columnTitles[column],
      colour: colourOf(column),
      points: readings.flatMap((row, index) => {
        const middle = median(row[column])
        return row[column].map((value) => [value / middle - 1, index * columns.length + lane] as const)
      }),
      line: false,
    })),
    labels: 120,
    height: rows * 18,
  })
}
