import { formatQuantity } from '../../../../src/model/unit.ts'
import { mannWhitneyTest } from '../../../../src/stats/mann-whitney.ts'
import { median } from '../../../../src/stats/quantile.ts'
import { seeded, shuffle } from '../../../../src/stats/random.ts'
import { reported, timeFork } from '../assay.ts'
import { chart, linear, logarithmic } from '../chart.ts'
import { type ColumnName, colourOf, columns, columnTitles, figures, times } from '../columns.ts'
import { parseAsk } from '../kernel.ts'
import { family } from '../kernels/siblings.ts'
import { measureWith, rivalNames } from '../rivals.ts'
import { type Report, type Study, section } from '../section.ts'

const [subject, ...others] = family.map(({ name }) => name) as [string, ...string[]]

/** What is registered, in order; the subject is among it, once under another name. */
const settings = [
  { name: 'alone', kernels: [subject] },
  { name: 'renamed', kernels: [`${subject}=a quite different name`] },
  { name: '1 sibling before', kernels: [...others.slice(0, 1), subject] },
  { name: '3 siblings before', kernels: [...others.slice(0, 3), subject] },
  { name: '7 siblings before', kernels: [...others, subject] },
  { name: 'the same, in reversed order', kernels: [subject, ...others.toReversed()] },
] as const

/** Readings of the subject by setting and column: a process each. */
type Data = readonly Readonly<Record<ColumnName, readonly number[]>>[]

const rounds = 5
/** Forks of Assay per round: a fork takes much less than a rival's process with eight kernels. */
const forksPerRound = 2
/** ms per kernel in a rival's process, as long as a fork. */
const time = 300
/** Probability of any false alarm among the settings. */
const alpha = 0.05

export const siblings = section(measure, report)

async function measure(study: Study): Promise<Data> {
  const data = settings.map(
    () =>
      Object.fromEntries(columns.map((column) => [column, []])) as unknown as Record<ColumnName, number[]>,
  )
  for (let round = 0; round < study.times(rounds); round++) {
    study.say(`siblings, round ${round + 1}`)
    const cells = settings.flatMap((_, index) =>
      (['assay', ...rivalNames] as const).map((tool) => ({ index, tool })),
    )
    for (const { index, tool } of shuffle(cells, seeded(`${study.seed} siblings ${round}`))) {
      const { kernels } = settings[index]!
      const asked = kernels.find((kernel) => parseAsk(kernel).name === subject)!
      if (tool === 'assay') {
        for (let fork = 0; fork < forksPerRound; fork++) {
          const timing = await timeFork(asked, kernels)
          data[index]!.assay.push(reported(asked, [timing]).metrics.time!.estimate)
        }
        continue
      }
      const lines = await measureWith(tool, kernels, { time })
      const line = lines.find(({ name }) => name === parseAsk(asked).alias)!
      data[index]![tool].push(line.ns)
      if (tool === 'tinybench') data[index]!['tinybench-median'].push(line.median!)
    }
  }
  return data
}

function report(data: Data): Report {
  const alone = data[0]!
  const ratio = (index: number, column: ColumnName) => median(data[index]![column]) / median(alone[column])
  const p = (index: number) => twoSided(data[index]!.assay, alone.assay)
  const level = alpha / (settings.length - 1)
  const changed = settings.filter((_, index) => index > 0 && p(index) < level)
  const furthest = settings
    .map((_, index) => ratio(index, 'assay'))
    .toSorted((a, b) => Math.abs(Math.log(b)) - Math.abs(Math.log(a)))[0]!
  return {
    title: 'A function alone and among siblings',
    body: `One function sums a list of 64 objects through a helper; its siblings call the same helper with objects of other shapes.
Medians over ${rounds} processes (Assay: ${rounds * forksPerRound} forks) of ${time} ms per function, divided by the median alone; smallest and
largest process in brackets. p: exact two-sided Mann–Whitney test of Assay's forks against those alone; with ${settings.length - 1} comparisons a
change is one below ${level}.

${figures(
  ['setting', ...columns.map((column) => columnTitles[column]), 'p, Assay'],
  settings.map(({ name }, index) => [
    name,
    ...columns.map((column) =>
      index === 0
        ? formatQuantity(median(alone[column]), 'ns')
        : `${times(ratio(index, column))} (${range(data[index]![column], median(alone[column]))})`,
    ),
    index === 0 ? '' : p(index).toFixed(3),
  ]),
)}

![Ratio to the function alone](accuracy/siblings.svg)`,
    targets: [
      {
        what: 'Siblings, order and name',
        must: 'change no result beyond its interval',
        measured:
          changed.length === 0
            ? `no change in ${settings.length - 1} settings; the furthest is ${times(furthest)} (tinybench up to ${times(worst('tinybench'))}, mitata ${times(worst('mitata'))}, Vitest ${times(worst('vitest'))})`
            : `changed: ${changed.map(({ name }) => name).join(', ')}; the furthest is ${times(furthest)}`,
        met: changed.length === 0,
        because: `forks of ${changed.map(({ name }) => `‘${name}’`).join(' and ')} differ from those alone`,
      },
    ],
    plots: { 'siblings.svg': plot(data) },
  }

  function worst(column: ColumnName): number {
    return Math.max(...settings.map((_, index) => ratio(index, column)))
  }
}

function twoSided(a: readonly number[], b: readonly number[]): number {
  return Math.min(1, 2 * Math.min(mannWhitneyTest(a, b).p, mannWhitneyTest(b, a).p))
}

function range(values: readonly number[], base: number): string {
  return `${times(Math.min(...values) / base)}–${times(Math.max(...values) / base)}`
}

function plot(data: Data): string {
  const alone = data[0]!
  const largest = Math.max(
    ...data.flatMap((each) => columns.map((c) => Math.max(...each[c]) / median(alone[c]))),
  )
  const ticks = [0.5, 1, 2, 5, 10, 20].filter((value) => value <= Math.max(2, largest * 1.2))
  return chart({
    title: 'A function alone and among siblings',
    subtitle: 'Every process, divided by the median of the function alone; logarithmic.',
    description: settings
      .map(
        ({ name }, index) =>
          `${name}: ${columns.map((c) => `${columnTitles[c]} ${times(median(data[index]![c]) / median(alone[c]))}`).join(', ')}`,
      )
      .join('. '),
    x: logarithmic(
      'ratio to alone',
      0.45,
      Math.max(2, largest * 1.2),
      ticks.map((value) => ({ value, label: times(value) })),
    ),
    y: linear(
      '',
      settings.length - 0.5,
      -0.5,
      settings.map(({ name }, value) => ({ value, label: name })),
    ),
    series: columns.map((column, lane) => ({
      name: columnTitles[column],
      colour: colourOf(column),
      points: data.flatMap((each, index) =>
        each[column].map((value) => [value / median(alone[column]), index + (lane - 2.5) * 0.13] as const),
      ),
      line: false,
    })),
    labels: 200,
    height: 480,
  })
}
