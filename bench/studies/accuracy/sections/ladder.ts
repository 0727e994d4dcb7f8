import { formatInterval, formatQuantity } from '../../../../src/model/unit.ts'
import { median } from '../../../../src/stats/quantile.ts'
import { seeded, shuffle } from '../../../../src/stats/random.ts'
import { reported, timeFork } from '../assay.ts'
import { chart, decades, linear, logarithmic } from '../chart.ts'
import { type ColumnName, colourOf, columns, columnTitles, figures } from '../columns.ts'
import { fineRung, fineRungs, rung, rungs } from '../kernels/ladder.ts'
import { fitLine, isMonotone, type Point } from '../line.ts'
import { measureWith, rivalNames } from '../rivals.ts'
import { type Report, type Study, section } from '../section.ts'

/** Readings of every rung, ns, by column; and the interval that Assay reports. */
type Climb = {
  readonly readings: Readonly<Record<ColumnName, readonly number[]>>
  readonly intervals: readonly (readonly [low: number, high: number])[]
}
type Data = { readonly coarse: Climb; readonly fine: Climb }

/** Timed forks of Assay per rung. */
const forks = { coarse: 5, fine: 9 }
/** A resolution of so many ns must be reached. */
const resolution = 0.1

export const ladder = section(measure, report)

async function measure(study: Study): Promise<Data> {
  return {
    coarse: await climb(
      study,
      'ladder',
      rungs.map((steps) => rung(steps).name),
      forks.coarse,
    ),
    fine: await climb(
      study,
      'fine ladder',
      fineRungs.map((tenths) => fineRung(tenths).name),
      forks.fine,
    ),
  }
}

async function climb(study: Study, what: string, names: readonly string[], forks: number): Promise<Climb> {
  const timings = names.map((): Awaited<ReturnType<typeof timeFork>>[] => [])
  for (let round = 0; round < study.times(forks); round++) {
    study.say(`${what}: Assay, round ${round + 1}`)
    for (const index of shuffle([...names.keys()], seeded(`${study.seed} ${what} ${round}`))) {
      timings[index]!.push(await timeFork(names[index]!))
    }
  }
  const estimates = timings.map((each, index) => reported(names[index]!, each).metrics.time!)
  const readings: Partial<Record<ColumnName, number[]>> = { assay: estimates.map(({ estimate }) => estimate) }
  for (const rival of rivalNames) {
    study.say(`${what}: ${rival}`)
    const lines = await measureWith(rival, names, { time: study.defaultTime })
    readings[rival] = lines.map(({ ns }) => ns)
    if (rival === 'tinybench') readings['tinybench-median'] = lines.map(({ median: p50 }) => p50!)
  }
  return {
    readings: readings as Climb['readings'],
    intervals: estimates.map(({ low, high }) => [low, high] as const),
  }
}

function report({ coarse, fine }: Data): Report {
  const coarseLines = lines(coarse, rungs)
  const fineLines = lines(fine, fineRungs)
  const assay = { coarse: coarseLines.assay, fine: fineLines.assay }
  const monotone = isMonotone(coarse.readings.assay)
  const fineMonotone = isMonotone(fine.readings.assay)
  const gaps = fine.readings.assay.slice(1).map((value, index) => value - fine.readings.assay[index]!)
  return {
    title: 'A ladder of known costs',
    body: `Dependent steps, each a multiplication and an addition that wait for the step before; the number is carried
from call to call, so that nothing can be folded or overlapped. Readings in ns per call. Assay: median of ${forks.coarse} forks; near the floor
with the interval that it reports, from what one more call costs to what an iteration takes.

${figures(
  ['steps', ...columns.map((column) => columnTitles[column])],
  rungs.map((steps, index) => [
    String(steps),
    ...columns.map((column) =>
      column === 'assay' ? withInterval(coarse, index) : ns(coarse.readings[column][index]!),
    ),
  ]),
)}

${lineTable(coarse, coarseLines, 'ns per step')}

![Readings over steps](accuracy/ladder.svg)

**Resolution.** Four steps in every call, and one more in so many of ten: ${ns(assay.fine.slope)} from rung to rung, a tenth of a step.
Assay: median of ${forks.fine} forks.

${figures(
  ['calls of ten with one step more', ...columns.map((column) => columnTitles[column])],
  fineRungs.map((tenths, index) => [
    String(tenths),
    ...columns.map((column) => fine.readings[column][index]!.toFixed(3)),
  ]),
)}

${lineTable(fine, fineLines, 'ns per rung')}

![Readings of the fine ladder](accuracy/fine-ladder.svg)`,
    targets: [
      {
        what: 'Ladder of known costs: linear',
        must: 'R² > 0.999',
        measured: `R² ${assay.coarse.r2.toFixed(6)}`,
        met: assay.coarse.r2 > 0.999,
      },
      {
        what: 'Ladder of known costs: monotone',
        must: 'every rung above the one before',
        measured: monotone ? 'yes' : 'no',
        met: monotone,
      },
      {
        what: 'Resolution',
        must: `rungs ${formatQuantity(resolution, 'ns')} apart are told apart: in order, and no further than that from a line`,
        measured: `${ns(Math.min(...gaps))} to ${ns(Math.max(...gaps))} apart (${ns(median(gaps))} in the middle), at most ${ns(assay.fine.residual)} from a line`,
        met: fineMonotone && assay.fine.residual < resolution,
      },
    ],
    plots: { 'ladder.svg': coarsePlot(coarse), 'fine-ladder.svg': finePlot(fine) },
  }
}

type Lines = Readonly<Record<ColumnName, ReturnType<typeof fitLine>>>

function lines({ readings }: Climb, at: readonly number[]): Lines {
  const fitted = columns.map((column) => [column, fitLine(points(readings[column], at))] as const)
  return Object.fromEntries(fitted) as Lines
}

function points(values: readonly number[], at: readonly number[]): Point[] {
  return values.map((value, index) => [at[index]!, value])
}

function lineTable({ readings }: Climb, fitted: Lines, slope: string): string {
  return figures(
    ['a line through the readings', 'R²', slope, 'ns at zero', 'furthest from it', 'monotone'],
    columns.map((column) => {
      const line = fitted[column]
      return [
        columnTitles[column],
        line.r2.toFixed(6),
        line.slope.toFixed(4),
        line.intercept.toFixed(2),
        ns(line.residual),
        isMonotone(readings[column]) ? 'yes' : 'no',
      ]
    }),
  )
}

function withInterval({ readings, intervals }: Climb, index: number): string {
  const value = readings.assay[index]!
  const [low, high] = intervals[index]!
  // Elsewhere the interval is that of the forks, and narrower than what can be seen.
  return low < 0.9 * value ? `${ns(value)} ${formatInterval(value, low, high, 'ns')}` : ns(value)
}

function ns(value: number): string {
  return formatQuantity(value, 'ns')
}

function coarsePlot({ readings }: Climb): string {
  const high = Math.max(...columns.flatMap((column) => readings[column])) * 1.3
  const ticks = decades(0.1, high, (value) => formatQuantity(value, 'ns'))
  return chart({
    title: 'A ladder of known costs',
    subtitle: 'Reading over dependent steps; both axes are logarithmic, zero steps at the left.',
    description: `Readings of ${columns.length} figures for ${rungs.length} rungs. Assay follows the steps from the first one; tools that read the clock around every call begin at the cost of reading it.`,
    x: logarithmic('steps', 0.5, 1024, [
      { value: 0, label: '0' },
      ...rungs.slice(1).map((steps) => ({ value: steps, label: String(steps) })),
    ]),
    y: logarithmic('per call', 0.1, high, ticks),
    series: columns.map((column) => ({
      name: columnTitles[column],
      colour: colourOf(column),
      points: points(readings[column], rungs),
      line: true,
    })),
    labels: 80,
    height: 360,
  })
}

function finePlot({ readings }: Climb): string {
  const assay = readings.assay
  const line = fitLine(points(assay, fineRungs))
  const [low, high] = [Math.floor(Math.min(...assay) * 2) / 2, Math.ceil(Math.max(...assay) * 2) / 2]
  const ticks = Array.from({ length: Math.round((high - low) / 0.25) + 1 }, (_, index) => low + index * 0.25)
  return chart({
    title: 'Steps of a tenth',
    subtitle: `Assay's reading over the calls of ten that do one step more, and the line through them.`,
    description: `${fineRungs.length} readings of Assay; none is further than ${ns(line.residual)} from the line.`,
    x: linear(
      'calls of ten with one step more',
      -0.5,
      10.5,
      fineRungs.map((value) => ({ value, label: String(value) })),
    ),
    y: linear(
      'per call',
      low,
      high,
      ticks.map((value) => ({ value, label: `${value.toFixed(2)} ns` })),
    ),
    series: [
      {
        name: 'line',
        colour: 4,
        points: [0, 10].map((x) => [x, line.intercept + line.slope * x] as const),
        line: true,
      },
      { name: 'Assay', colour: colourOf('assay'), points: points(assay, fineRungs), line: false },
    ],
    labels: 80,
    height: 260,
  })
}
