import { displayWidth, pad, truncate } from '../../wording/display-width.ts'
import { isolated, visible } from '../../wording/plain.ts'
import type { Cells, Row } from '../blocks/table.ts'
import type { Paint } from './paint.ts'

type Column = { readonly key: keyof Cells; readonly title: string; readonly side: 'left' | 'right' }
type Sized = Column & { readonly width: number }

const columns: readonly Column[] = [
  { key: 'time', title: 'time', side: 'right' },
  { key: 'spread', title: '', side: 'left' },
  { key: 'change', title: 'change', side: 'right' },
  { key: 'changeInterval', title: '', side: 'left' },
  { key: 'rate', title: 'rate', side: 'right' },
  { key: 'relative', title: 'relative', side: 'right' },
  { key: 'allocated', title: 'allocated', side: 'right' },
  { key: 'verdict', title: 'verdict', side: 'left' },
]

/** What gives way first when there is no room, and how wide the label must be for it to stay. */
const dispensable: readonly { readonly key: keyof Cells; readonly label: number }[] = [
  { key: 'rate', label: 60 },
  { key: 'allocated', label: 40 },
  { key: 'relative', label: 32 },
  { key: 'changeInterval', label: 28 },
  { key: 'spread', label: 24 },
  { key: 'change', label: 16 },
]
const leastLabel = 16
const mostLabel = 60
const mostVerdict = 26
const gap = '  '
/** Where the mark of a row stands that needs attention. */
const mark = { noted: '! ', plain: '  ' } as const

/** The table's lines, none wider than the width; a file's name stands above its benchmarks. */
export function tableLines(rows: readonly Row[], width: number, paint: Paint): string[] {
  if (rows.length === 0) return []
  const labels = rows.map(({ label }) => visible(label))
  const wanted = mark.plain.length + Math.max(leastLabel, ...labels.map(labelWidth))
  const shown = fitting(rows, width, wanted)
  const room = Math.min(wanted, width - total(shown)) - mark.plain.length
  const titles = shown.map(({ title, side, width }) => pad(title, width, side))
  const lines = [paint([' '.repeat(room + mark.plain.length), ...titles].join(gap).trimEnd(), 'dim')]
  for (const [index, row] of rows.entries()) {
    if (row.file !== rows[index - 1]?.file) {
      if (index > 0) lines.push('')
      lines.push(paint(isolated(truncate(visible(row.file), width)), 'bold'))
    }
    const label = pad(isolated(truncate(labels[index]!, room)), room, 'left')
    const cells = shown.map((column) => cell(row, column, paint))
    const start = paint(row.attention ? mark.noted : mark.plain, row.tone)
    lines.push([start + label, ...cells].join(gap).trimEnd())
  }
  return lines
}

function labelWidth(label: string): number {
  return Math.min(mostLabel, displayWidth(label))
}

function cell(row: Row, { key, side, width }: Sized, paint: Paint): string {
  const text = textOf(row, key)
  return key === 'verdict' ? paint(text, row.tone) : pad(text, width, side)
}

/** A long verdict is told by its first, most severe part. */
function textOf({ cells, words }: Row, key: keyof Cells): string {
  const text = cells[key]
  return key === 'verdict' && text.length > mostVerdict && words.length > 1 ? `${words[0]}, …` : text
}

/** The columns that hold something, less the least important until the labels have room. */
function fitting(rows: readonly Row[], width: number, wanted: number): Sized[] {
  const sized = columns
    .filter(({ key }) => rows.some(({ cells }) => cells[key] !== ''))
    .map((column) => {
      const cells = rows.map((row) => displayWidth(textOf(row, column.key)))
      return { ...column, width: Math.max(displayWidth(column.title), ...cells) }
    })
  return dispensable.reduce((shown, { key, label }) => {
    const fits = total(shown) + Math.min(wanted, label) <= width
    return fits ? shown : shown.filter((column) => column.key !== key)
  }, sized)
}

function total(shown: readonly Sized[]): number {
  return shown.reduce((sum, { width }) => sum + gap.length + width, 0)
}
