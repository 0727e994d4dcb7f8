import { metric, metricNames } from '../../../model/metric.ts'
import { formatBriefly, formatMagnitude, formatSpread } from '../../../model/unit.ts'
import { standingsOf, standingTones } from '../../assess/standing.ts'
import { isLeading } from '../../compare/comparison-state.ts'
import { shortChange } from '../../wording/change-words.ts'
import { displayWidth, pad, wrapText } from '../../wording/display-width.ts'
import { isolated, visible } from '../../wording/plain.ts'
import type { Tone } from '../../wording/verdict-words.ts'
import type { Row } from '../blocks/table.ts'
import type { Paint } from './paint.ts'

/** A row of the table of today's numbers, as text. */
type NumberRow = {
  readonly name: string
  readonly file: string
  /** One for each column. */
  readonly cells: readonly string[]
  readonly tone: Tone
}

/** Columns beside the names, in the order in which they give way where there is no room: the last one stays longest. */
const columns = [
  { title: 'time', side: 'right', givesWay: 3 },
  { title: '', side: 'left', givesWay: 0 },
  { title: 'change', side: 'right', givesWay: 2 },
  { title: 'bytes', side: 'right', givesWay: 1 },
  { title: '', side: 'left', givesWay: 4 },
] as const

const gap = '  '
const indent = '  '
/** Names that are no longer stand in one line with their numbers, as far as that fits. */
const mostName = 48

/**
 * Today's numbers, one line for each benchmark below the name of its file. A name that leaves no room for the numbers has
 * a line of its own: names are not shortened.
 */
export function numberLines(rows: readonly Row[], width: number, paint: Paint): string[] {
  const texts = rows.map(textOf)
  const filled = columns.map((_, place) => texts.some(({ cells }) => cells[place] !== ''))
  const widths = columns.map(({ title }, place) =>
    filled[place]
      ? Math.max(displayWidth(title), ...texts.map(({ cells }) => displayWidth(cells[place]!)))
      : 0,
  )
  const shown = fitting(filled, widths, width)
  const numbers = shown.reduce((total, place) => total + gap.length + widths[place]!, 0)
  const longest = Math.max(0, ...texts.map(({ name }) => displayWidth(name)))
  const room = Math.max(0, Math.min(longest, mostName, width - indent.length - numbers))
  const cellsOf = (cells: readonly string[], tone: Tone) =>
    shown
      .map((place) => {
        const text = pad(isolated(cells[place]!), widths[place]!, columns[place]!.side)
        return gap + (place === columns.length - 1 ? paint(text.trimEnd(), tone) : text)
      })
      .join('')
  const head =
    indent +
    ' '.repeat(room) +
    cellsOf(
      columns.map(({ title }) => title),
      'plain',
    )
  const lines = texts.flatMap(({ name, file, cells, tone }, place) => {
    const heading = file === texts[place - 1]?.file ? [] : headingOf(file, place, width, paint)
    const own = cellsOf(cells, tone)
    if (displayWidth(name) <= room)
      return [...heading, (indent + pad(isolated(name), room, 'left') + own).trimEnd()]
    const above = wrapText(name, width - indent.length).map((line) => indent + isolated(line))
    return [...heading, ...above, ...(own.trim() === '' ? [] : [(indent + ' '.repeat(room) + own).trimEnd()])]
  })
  return head.trim() === '' ? lines : [paint(head.trimEnd(), 'dim'), ...lines]
}

function headingOf(file: string, place: number, width: number, paint: Paint): string[] {
  const lines = wrapText(visible(file), width).map((line) => paint(isolated(line), 'bold'))
  return place === 0 ? lines : ['', ...lines]
}

/** Places of the columns that have something to show and leave names some room. */
function fitting(filled: readonly boolean[], widths: readonly number[], width: number): number[] {
  const places = [...columns.keys()].filter((place) => filled[place])
  const total = (shown: readonly number[]) =>
    indent.length + shown.reduce((sum, place) => sum + gap.length + widths[place]!, 0)
  return places
    .toSorted((a, b) => columns[a]!.givesWay - columns[b]!.givesWay)
    .reduce((shown, place) => {
      const tooWide = total(shown) > width - indent.length
      return tooWide && shown.length > 1 ? shown.filter((one) => one !== place) : shown
    }, places)
}

function textOf({ benchmark, comparisons, lead, label, file }: Row): NumberRow {
  const [standing, next] = standingsOf(benchmark, comparisons)
  const main = comparisons.find(isLeading)
  const isTold = main?.change !== undefined && main.method !== 'identical'
  const half = lead ? Math.max(lead.high - lead.estimate, lead.estimate - lead.low) : 0
  const isBoth = next !== undefined && standing !== undefined && standingTones[next] === 'bad'
  return {
    name: visible(label),
    file,
    cells: [
      lead ? formatBriefly(lead.estimate, lead.unit) : '',
      lead && lead.estimate > 0 ? `± ${formatSpread(half / lead.estimate)}` : '',
      isTold ? shortChange(main) : '',
      bytesOf({ benchmark, comparisons }),
      standing === undefined ? '' : isBoth ? `${standing}, ${next}` : standing,
    ],
    tone: standing === undefined ? 'plain' : standingTones[standing],
  }
}

/** What an operation allocates, with what that has changed by. */
function bytesOf({ benchmark, comparisons }: Pick<Row, 'benchmark' | 'comparisons'>): string {
  const name = metricNames().find(
    (one) => metric(one).unit === 'byte' && !metric(one).leads && metric(one).column,
  )
  const estimate = name && benchmark.metrics[name]
  if (!estimate) return ''
  const change = comparisons.find((one) => one.metric === name)
  const isMoved = change?.verdict === 'regressed' || change?.verdict === 'improved'
  const moved =
    isMoved && change.change
      ? ` (${change.change.estimate > 0 ? '+' : '−'}${formatMagnitude(change.change.estimate)})`
      : ''
  return formatBriefly(estimate.estimate, estimate.unit) + moved
}
