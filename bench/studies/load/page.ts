import { mean } from '../../../src/stats/moments.ts'
import { median } from '../../../src/stats/quantile.ts'
import { table } from '../commands/table.ts'
import type { CapacityRow, LoadRaw, ServiceRow, StallRow } from './raw.ts'

/** The page of the study, from what was seen. */
export function page(raw: LoadRaw): string {
  const { cpu, cpus, node } = raw
  const machine = [cpu, cpus && `${cpus} CPUs`, node && `Node ${node}`].filter(Boolean).join(', ')
  return `# Services under load

Written by \`npm run study:load\`. ${machine}. Others use the machine, too.

${stallText(raw)}
${rateText(raw)}
${comparisonText(raw)}
${capacityText(raw)}
${leakText(raw)}`
}

function stallText({ stall }: LoadRaw): string {
  if (!stall) return ''
  const { truth, rows } = stall
  const cell = (row: StallRow, name: 'mean' | 'p50' | 'p90' | 'p99') => {
    const value = row[name]
    if (value === undefined) return ''
    const apart = value / truth[name]! - 1
    return row === truth ? value.toPrecision(4) : `${value.toPrecision(4)} (${(100 * apart).toFixed(1)} %)`
  }
  return `## A server that stops

It answers at once, and stops for 2 s three times in 30 s, at 100 requests a second. **Truth**: when the server answered each request, by its own clock, since that was due; and what it takes to read an answer, told by a server that never stops, in the same minute. In ms, with the distance from the truth.

${table(
  ['tool', 'requests', 'mean', 'p50', 'p90', 'p99'],
  [truth, ...rows].map((row) => [
    ...[row.tool, String(row.requests)],
    ...(['mean', 'p50', 'p90', 'p99'] as const).map((name) => cell(row, name)),
  ]),
)}
`
}

function rateText({ rates }: LoadRaw): string {
  if (rates.length === 0) return ''
  const groups = [...Map.groupBy(rates, ({ rate }) => rate)].toSorted(([a], [b]) => a - b)
  return `## How fast one process sends

To a server of Node that answers at once, for 8 s after 2 s that only warm. **Late**: how late requests were sent, the median of all trials. **Busy**: share of its time. **Accounted for**: trials in which every request that was due is one that was answered, failed, timed out or dropped.

${table(
  [
    'requests/s',
    'trials',
    'load',
    'late, p50',
    'late, p99',
    'late, p99, best and worst',
    'busy',
    'answered',
    'accounted for',
  ],
  groups.map(([rate, rows]) => {
    const late = rows.map(({ lag }) => lag.p99)
    const balanced = rows.filter(({ isBalanced }) => isBalanced).length
    const due = rows.reduce((sum, one) => sum + one.due, 0)
    const answered = rows.reduce((sum, one) => sum + one.answered, 0)
    return [
      ...[
        String(rate),
        String(rows.length),
        `${Math.min(...rows.map(({ load }) => load))}–${Math.max(...rows.map(({ load }) => load))}`,
      ],
      `${median(rows.map(({ lag }) => lag.p50)).toFixed(2)} ms`,
      `${median(late).toFixed(1)} ms`,
      `${Math.min(...late).toFixed(1)} to ${Math.max(...late).toFixed(1)} ms`,
      `${(100 * median(rows.map(({ utilization }) => utilization))).toFixed(0)} %`,
      `${answered} of ${due}`,
      `${balanced} of ${rows.length}`,
    ]
  }),
)}
`
}

function comparisonText({ comparisons }: LoadRaw): string {
  if (comparisons.length === 0) return ''
  const groups = [...Map.groupBy(comparisons, ({ plant, neighbours }) => `${plant} ${neighbours}`).values()]
  const sorted = groups.toSorted(([a], [b]) => a!.plant - b!.plant || a!.neighbours - b!.neighbours)
  const isWorse = ({ verdicts }: ServiceRow) => Object.values(verdicts).includes('regressed')
  const isBetter = ({ verdicts }: ServiceRow) => Object.values(verdicts).includes('improved')
  const count = (rows: readonly ServiceRow[], is: (row: ServiceRow) => boolean) =>
    String(rows.filter(is).length)
  const mostly = (rows: readonly ServiceRow[], name: string) => {
    const told = rows.flatMap(({ estimates }) => estimates[name] ?? [])
    return told.length === 0 ? '' : `${(100 * mean(told)).toFixed(2)} %`
  }
  return `## Two revisions

\`assay compare HEAD --within '60 s'\`: a server of Node at 500 requests a second, whose head has another text; and so much **more** to do for each request, in CPU time. **Slower**, **faster**: of CPU time per request or the median latency, so every row of equal servers that is one of them is a false alarm. **Neighbours**: processes that compute and allocate on the same CPUs.

${table(
  [
    'more',
    'neighbours',
    'load',
    'comparisons',
    'slower',
    'faster',
    'both equivalent',
    'open',
    'pairs',
    'CPU time, mean',
    'median latency, mean',
  ],
  sorted.map((rows) => {
    const [first] = rows
    const isSame = ({ verdicts }: ServiceRow) => Object.values(verdicts).every((one) => one === 'equivalent')
    return [
      first!.plant === 0 ? 'nothing' : `${(first!.plant * 100).toFixed(0)} %`,
      String(first!.neighbours),
      `${Math.min(...rows.map(({ load }) => load))}–${Math.max(...rows.map(({ load }) => load))}`,
      String(rows.length),
      ...[count(rows, isWorse), count(rows, isBetter), count(rows, isSame)],
      count(rows, (row) => !isWorse(row) && !isBetter(row) && !isSame(row)),
      String(median(rows.map(({ pairs }) => pairs))),
      ...[mostly(rows, 'cpu'), mostly(rows, 'latency.p50')],
    ]
  }),
)}
`
}

function leakText({ leaks }: LoadRaw): string {
  if (leaks.length === 0) return ''
  const groups = [...Map.groupBy(leaks, ({ keeps }) => keeps)].toSorted(([a], [b]) => a - b)
  return `## What a service keeps

\`assay soak\`: a server of Node at 500 requests a second that keeps so many **bytes** of each. **Named**: runs in which the function that keeps them is named first.

${table(
  ['bytes', 'runs', 'time of each', 'load', 'grows', 'named', 'per request, median', 'lowest and highest'],
  groups.map(([keeps, rows]) => {
    const each = rows.map(({ perRequest }) => perRequest)
    return [
      String(keeps),
      String(rows.length),
      `${rows[0]!.seconds} s`,
      `${Math.min(...rows.map(({ load }) => load))}–${Math.max(...rows.map(({ load }) => load))}`,
      String(rows.filter(({ verdict }) => verdict === 'grows').length),
      String(rows.filter(({ site }) => site === 'remember').length),
      `${median(each).toFixed(0)} B`,
      `${Math.min(...each).toFixed(0)} to ${Math.max(...each).toFixed(0)} B`,
    ]
  }),
)}
`
}

function capacityText({ capacities }: LoadRaw): string {
  if (capacities.length === 0) return ''
  const [{ truth }] = capacities as [CapacityRow]
  const found = capacities.flatMap(({ kept }) => kept ?? [])
  const apart = found.map((kept) => Math.abs(kept / truth - 1))
  const share = (value: number) => `${(100 * value).toFixed(1)} %`
  return `## The highest rate

\`assay capacity --time '4 s'\`, from 25 requests a second on, to a server that takes ${1e3 / truth} ms for each and answers one after the other. So its highest rate is ${truth} a second.

${table(
  [
    'searches',
    'load',
    'within 5 %',
    'found, median',
    'lowest and highest',
    'farthest',
    'steps',
    'time of each',
  ],
  [
    [
      String(capacities.length),
      `${Math.min(...capacities.map(({ load }) => load))}–${Math.max(...capacities.map(({ load }) => load))}`,
      String(apart.filter((one) => one <= 0.05).length),
      found.length > 0 ? `${median(found).toFixed(1)}/s` : '',
      found.length > 0 ? `${Math.min(...found).toFixed(1)} to ${Math.max(...found).toFixed(1)}/s` : '',
      found.length > 0 ? share(Math.max(...apart)) : '',
      String(median(capacities.map(({ steps }) => steps))),
      `${median(capacities.map(({ took }) => took)).toFixed(0)} s`,
    ],
  ],
)}
`
}
