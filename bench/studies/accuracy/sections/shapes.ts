import { fileURLToPath } from 'node:url'
import { formatPercent, formatQuantity } from '../../../../src/model/unit.ts'
import { median } from '../../../../src/stats/quantile.ts'
import { seeded, shuffle } from '../../../../src/stats/random.ts'
import { memoryFork } from '../assay.ts'
import { chart, logarithmic } from '../chart.ts'
import { colourOf, columnTitles, figures, signed } from '../columns.ts'
import { type Shape, shapePairs } from '../kernels/shapes.ts'
import { runProgram } from '../processes.ts'
import { measureWith } from '../rivals.ts'
import { type Report, type Study, section } from '../section.ts'

/** Tools that tell of bytes per operation. */
const tellers = ['assay', 'mitata', 'bench-node'] as const
type Teller = (typeof tellers)[number]

/** Bytes per operation of every shape by its name. */
type Data = {
  /** What the heap grew by, divided, when many were kept alive. */
  readonly kept: Readonly<Record<string, number>>
  readonly assay: Readonly<Record<string, readonly number[]>>
  readonly mitata: Readonly<Record<string, number>>
  readonly 'bench-node': Readonly<Record<string, number>>
}

const forks = 3
/** Relative error that must not be passed. */
const tolerance = 0.05
const added = 16

export const shapes = section(measure, report)

const all: readonly Shape[] = shapePairs.flatMap(({ base, more }) => [base, more])
const names = [...new Set(all.map(({ name }) => name))]

async function measure(study: Study): Promise<Data> {
  study.say('shapes: kept alive')
  const program = fileURLToPath(new URL('../kept-alive.ts', import.meta.url))
  const kept = JSON.parse(await runProgram(['--expose-gc', program])) as Data['kept']
  const assay: Record<string, number[]> = {}
  for (let round = 0; round < study.times(forks); round++) {
    study.say(`shapes: Assay, round ${round + 1}`)
    for (const name of shuffle(names, seeded(`${study.seed} shapes ${round}`))) {
      assay[name] = [...(assay[name] ?? []), (await memoryFork(name)).allocated]
    }
  }
  const bytes = async (rival: 'mitata' | 'bench-node') => {
    study.say(`shapes: ${rival}`)
    const lines = await measureWith(rival, names, { memory: true })
    return Object.fromEntries(lines.map((line) => [line.name, line.bytes!]))
  }
  return { kept, assay, mitata: await bytes('mitata'), 'bench-node': await bytes('bench-node') }
}

function report(data: Data): Report {
  const read = (tool: Teller, { name }: Shape) =>
    tool === 'assay' ? median(data.assay[name]!) : data[tool][name]!
  const error = (tool: Teller, shape: Shape) => read(tool, shape) / shape.bytes - 1
  const worst = (tool: Teller) =>
    all.toSorted((a, b) => Math.abs(error(tool, b)) - Math.abs(error(tool, a)))[0]!
  const difference = (tool: Teller, { base, more }: (typeof shapePairs)[number]) =>
    read(tool, more) - read(tool, base)
  // Nearer to 16 than to nothing and to twice as much.
  const found = (tool: Teller) =>
    shapePairs.filter((pair) => Math.abs(difference(tool, pair) - added) < added / 2).length
  const forksApart = shapePairs.filter(
    ({ base, more }) => Math.min(...data.assay[more.name]!) > Math.max(...data.assay[base.name]!),
  ).length
  const furthest = worst('assay')
  const missing = shapePairs.filter((pair) => Math.abs(difference('assay', pair) - added) >= added / 2)
  return {
    title: 'Bytes per operation',
    body: `${shapePairs.length} shapes whose size follows from V8's layout, and each again with ${added} bytes more. The computed size was checked
without any tool: up to 100,000 of each kept alive, and what the heap grew by divided. Assay: median of ${forks} memory forks; mitata: its mean heap
figure, on a Node with \`--expose-gc\`, which it recommends; bench-node: its memory plugin. tinybench and Vitest tell no bytes.

${figures(
  [
    'shape',
    'computed',
    'kept alive',
    ...tellers.map((tool) => columnTitles[tool]),
    `+${added} B: Assay`,
    'mitata',
    'bench-node',
  ],
  shapePairs.map((pair) => [
    pair.base.name,
    `${pair.base.bytes} B`,
    data.kept[pair.base.name]!.toFixed(1),
    ...tellers.map((tool) => `${read(tool, pair.base).toFixed(1)} (${signed(error(tool, pair.base))})`),
    ...tellers.map((tool) => difference(tool, pair).toFixed(1)),
  ]),
)}

${figures(
  ['over all shapes', ...tellers.map((tool) => columnTitles[tool])],
  [
    ['largest error', ...tellers.map((tool) => signed(error(tool, worst(tool))))],
    [
      'median error',
      ...tellers.map((tool) => formatPercent(median(all.map((shape) => Math.abs(error(tool, shape)))))),
    ],
    [
      `+${added} B read as ${added / 2} to ${added * 1.5} B`,
      ...tellers.map((tool) => `${found(tool)} of ${shapePairs.length}`),
    ],
  ],
)}

In ${forksApart} of ${shapePairs.length} pairs every fork of Assay on the larger shape read more than every fork on the smaller.

![Error of the bytes per operation](accuracy/shapes.svg)`,
    targets: [
      {
        what: `Bytes per operation, ${shapePairs.length} shapes from 16 B to 64 KiB and the same with ${added} B more`,
        must: `within ${formatPercent(tolerance)} of the computed size`,
        measured: `at most ${signed(error('assay', furthest))} (mitata ${signed(error('mitata', worst('mitata')))}, bench-node ${signed(error('bench-node', worst('bench-node')))})`,
        met: Math.abs(error('assay', furthest)) <= tolerance,
        because: `${all
          .filter((shape) => Math.abs(error('assay', shape)) > tolerance)
          .map(({ name }) => `‘${name}’`)
          .join(', ')} lie beyond`,
      },
      {
        what: `+${added} B per operation`,
        must: 'always found',
        measured: `${found('assay')} of ${shapePairs.length} (mitata ${found('mitata')}, bench-node ${found('bench-node')})`,
        met: missing.length === 0,
        because: missing
          .map(
            (pair) =>
              `between ‘${pair.base.name}’ and ‘${pair.more.name}’ ${formatQuantity(difference('assay', pair), 'byte')} were read`,
          )
          .join('; '),
      },
    ],
    plots: { 'shapes.svg': plot() },
  }

  function plot(): string {
    const sizes = [16, 64, 256, 1024, 4096, 16_384, 65_536]
    const ratios = [0.01, 0.1, 0.5, 1, 2, 5]
    return chart({
      title: 'Bytes per operation against the computed size',
      subtitle: 'Reading divided by the computed size; both axes are logarithmic.',
      description: tellers
        .map((tool) => `${columnTitles[tool]}: largest error ${signed(error(tool, worst(tool)))}`)
        .join('. '),
      x: logarithmic(
        'computed size',
        12,
        80_000,
        sizes.map((value) => ({ value, label: value < 1024 ? `${value} B` : `${value / 1024} KiB` })),
      ),
      y: logarithmic(
        'read ÷ computed',
        0.005,
        5,
        ratios.map((value) => ({ value, label: String(value) })),
      ),
      series: tellers.map((tool) => ({
        name: columnTitles[tool],
        colour: colourOf(tool),
        points: all.map((shape) => [shape.bytes, read(tool, shape) / shape.bytes] as const),
        line: false,
      })),
      labels: 80,
      height: 320,
    })
  }
}
