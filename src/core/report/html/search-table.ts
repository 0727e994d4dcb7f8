import type { Line, Names, Table, TableCell, TableColumn } from '../blocks/block.ts'
import { join, line, type Markup, tag, text } from './markup.ts'

/** Rows from which on the table scrolls by itself on large screens, so that its head stays in sight. */
const long = 40

/** A table in parts, which the script lets people sort and filter. It is whole without the script. */
export function searchTable(
  { columns, rows, parts }: Table & Required<Pick<Table, 'parts'>>,
  names: Names,
): Markup {
  const groups = [...new Set(parts.of)]
  // Words stand beside the name, where they are in sight however wide the table is.
  const isNumber = (place: number) => Number(columns[place]!.side === 'right')
  const places = [...columns.keys()].slice(1).sort((a, b) => isNumber(a) - isNumber(b))
  const lines = rows.map((row, index): SearchRow => {
    const cells = places.map((place) => row[place]?.find(isCell) ?? { shown: '' })
    const group = groups.indexOf(parts.of[index]!)
    return { name: row[0]!, cells, group, words: cells.flatMap(({ words = [] }) => words) }
  })
  const heads = [0, ...places].map((place) => columns[place]!)
  const titles = heads.map((head) => line('th', head.title, { scope: 'col', class: classOf(head) }))
  const body = lines.flatMap((row, index) => {
    const isFirst = row.group !== lines[index - 1]?.group
    return [...(isFirst ? [partMarkup(groups[row.group]!, heads.length)] : []), rowMarkup(row)]
  })
  const label = { 'aria-label': parts.title }
  const region = {
    class: rows.length > long ? 'scroll long' : 'scroll',
    role: 'region',
    ...label,
    tabindex: 0,
  }
  function rowMarkup(row: SearchRow): Markup {
    // Where rows are sorted across the parts, each names its own.
    const name = tag(
      'th',
      { scope: 'row' },
      ...nameMarkup(row.name, names),
      line('small', groups[row.group]!),
    )
    const cells = row.cells.map((cell, index) => cellMarkup(cell, classOf(heads[index + 1]!)))
    return tag('tr', { 'data-file': row.group, 'data-verdicts': row.words.join('|') }, name, ...cells)
  }

  return join([
    filterMarkup(lines, parts.by, groups),
    tag('div', region, tableMarkup({ id: tableId, ...label }, titles, body)),
    line('p', 'No benchmark fits.', { id: 'none', hidden: true }),
  ])
}

/** Stands above the rows of a part. */
function partMarkup(part: string, columns: number): Markup {
  return tag('tr', { class: 'part' }, tag('th', { colspan: columns, scope: 'rowgroup' }, line('span', part)))
}

export function tableMarkup(
  attributes: Parameters<typeof tag>[1],
  titles: readonly Markup[],
  rows: readonly Markup[],
): Markup {
  const head = tag('thead', {}, tag('tr', {}, ...titles))
  return tag('table', attributes, head, tag('tbody', {}, ...rows))
}

type SearchRow = {
  readonly name: Line
  readonly cells: readonly TableCell[]
  readonly group: number
  readonly words: readonly string[]
}

function isCell(piece: Line[number]): piece is TableCell {
  return typeof piece === 'object' && 'shown' in piece
}

/** A name leads to everything that is known of what it names. */
function nameMarkup(name: Line, { label, place }: Names): Markup[] {
  return name.flatMap((piece) => {
    if (typeof piece !== 'object' || !('subjects' in piece)) return []
    return piece.subjects.map((subject) => {
      const at = place(subject)
      const shown = text(piece.named ?? label(subject))
      return at === undefined ? shown : tag('a', { href: `#${detailsId(at)}` }, shown)
    })
  })
}

/** The script finds the table by it. */
export const tableId = 'benchmarks'

/** Where the details of a benchmark stand. */
export function detailsId(place: number): string {
  return `b${place}`
}

/** Numbers stand right, and do not break. */
export function classOf({ side }: TableColumn): string | undefined {
  return side === 'right' ? 'number' : undefined
}

function cellMarkup({ shown, interval = '', value, tone }: TableCell, kind: string | undefined): Markup {
  return tag(
    'td',
    { class: tone ?? kind, 'data-v': value },
    text(shown),
    ...(interval === '' ? [] : [line('small', interval)]),
  )
}

/** Shown by the script: without it nothing could be filtered. */
function filterMarkup(rows: readonly SearchRow[], by: string, groups: readonly string[]): Markup {
  const verdicts = [...new Set(rows.flatMap(({ words }) => words))].sort()
  const option = (title: string, value: string | number) => line('option', title, { value })
  const words = verdicts.map((word) => option(word, word))
  const files = groups.map((group, index) => option(group, index))
  const choice = (id: string, title: string, options: readonly Markup[]) =>
    tag('label', {}, text(`${title} `), tag('select', { id }, option('any', ''), ...options))
  return tag(
    'form',
    { id: 'filter', role: 'search', 'aria-label': 'Filter the benchmarks', hidden: true },
    tag('label', {}, text('Find '), tag('input', { id: 'find', type: 'search', autocomplete: 'off' })),
    choice('verdict', 'Verdict', words),
    choice('file', by, files),
    line('button', 'Show all', { type: 'reset' }),
    line('output', `${rows.length} of ${rows.length}`, { id: 'count', 'aria-live': 'polite' }),
  )
}
