import { displayWidth, pad, wrapText } from '../../wording/display-width.ts'
import { isolated, visible } from '../../wording/plain.ts'
import type { Tone } from '../../wording/verdict-words.ts'
import type { NumberColumn, NumberTable } from '../blocks/numbers.ts'
import type { Paint } from './paint.ts'

const gap = '  '
const indent = '  '
/** Names that are no longer stand in one line with their numbers, as far as that fits. */
const mostName = 48
/** Columns give way until names have so much room, if they ask for it. */
const leastName = 8
/** What gives way first does so until names have as much as this. */
const goodName = 40

/**
 * Today's numbers, one line for each benchmark below the name of its file. A name that leaves no room for the numbers has
 * a line of its own: names are not shortened.
 */
export function numberLines({ columns, rows }: NumberTable, width: number, paint: Paint): string[] {
  const texts = rows.map(({ name, ...row }) => ({ ...row, name: visible(name) }))
  const widths = columns.map(({ title }, place) =>
    Math.max(displayWidth(title), ...texts.map(({ cells }) => displayWidth(cells[place]!))),
  )
  const longest = Math.max(0, ...texts.map(({ name }) => displayWidth(name)))
  const shown = fitting(columns, widths, { width, wanted: Math.min(longest, goodName) })
  const numbers = shown.reduce((total, place) => total + gap.length + widths[place]!, 0)
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

/** Places of the columns that leave names some room; of what is needed least, that leave the `wanted` one. */
function fitting(
  columns: readonly NumberColumn[],
  widths: readonly number[],
  { width, wanted }: { readonly width: number; readonly wanted: number },
): number[] {
  const places = [...columns.keys()]
  const total = (shown: readonly number[]) =>
    indent.length + shown.reduce((sum, place) => sum + gap.length + widths[place]!, 0)
  return places
    .toSorted((a, b) => columns[a]!.givesWay - columns[b]!.givesWay)
    .reduce((shown, place) => {
      const names = columns[place]!.givesWay <= 1 ? wanted : leastName
      const isTooWide = total(shown) + names > width
      return isTooWide && shown.length > 1 ? shown.filter((one) => one !== place) : shown
    }, places)
}
