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
  return join([
    filterMarkup(lines, parts.by, groups),
    tag(
      'div',
      {
        class: rows.length > long ? 'scroll long' : 'scroll',
        role: 'region',
        'aria-label': parts.title,
        tabindex: 0,
      },
      tag(
        'table',
        { id: tableId, 'aria-label': parts.title },
        tag(
          'thead',
          {},
          tag(
            'tr',
            {},
            ...heads.map((head) => line('th', head.title, { scope: 'col', class: classOf(head) })),
          ),
        ),
        tag(
          'tbody',
          {},
          ...lines.map((row) =>
            tag(
              'tr',
              { 'data-file': row.group, 'data-verdicts': row.words.join('|') },
              tag('th', { scope: 'row' }, ...nameMarkup(row.name, names), line('small', groups[row.group]!)),
              ...row.cells.map((cell, index) => cellMarkup(cell, classOf(heads[index + 1]!))),
            ),
          ),
        ),
      ),
    ),
    line('p', 'No benchmark fits.', { id: 'none', hidden: true }),
  ])
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

function classOf({ side }: TableColumn): string | undefined {
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
  return tag(
    'form',
    { id: 'filter', role: 'search', 'aria-label': 'Filter the benchmarks', hidden: true },
    tag('label', {}, text('Find '), tag('input', { id: 'find', type: 'search', autocomplete: 'off' })),
    tag(
      'label',
      {},
      text('Verdict '),
      tag('select', { id: 'verdict' }, option('any', ''), ...verdicts.map((word) => option(word, word))),
    ),
    tag(
      'label',
      {},
      text(`${by} `),
      tag('select', { id: 'file' }, option('any', ''), ...groups.map((group, index) => option(group, index))),
    ),
    line('button', 'Show all', { type: 'reset' }),
    line('output', `${rows.length} of ${rows.length}`, { id: 'count', 'aria-live': 'polite' }),
  )
}
