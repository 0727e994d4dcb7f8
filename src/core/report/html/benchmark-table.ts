import { perWords } from '../blocks/benchmark-section.ts'
import type { BenchmarkColumn, TableCell } from '../blocks/columns.ts'
import type { Row } from '../blocks/table.ts'
import type { View } from '../blocks/view.ts'
import { line, type Markup, tag, text } from './markup.ts'
import { detailsId } from './write.ts'

/** Rows from which on the table scrolls by itself on large screens, so that its head stays in sight. */
const long = 40

/** The table of all benchmarks, which the script lets people sort and filter. It is whole without the script. */
export function tableMarkup(view: View): Markup[] {
  const { rows } = view
  if (rows.length === 0) return []
  const files = [...new Set(rows.map(({ file }) => file))]
  // Words stand beside the name, where they are in sight however wide the table is.
  const columns = view.columns.toSorted((a, b) => Number(a.side === 'right') - Number(b.side === 'right'))
  const heads = [{ title: 'Benchmark', side: 'left' } as const, ...columns]
  return [
    line(
      'p',
      `${perWords(rows)} In small below a number stands its interval; a positive change is worse. A name leads to everything that is known of its benchmark.`,
    ),
    filterMarkup(rows, files),
    tag(
      'div',
      {
        class: rows.length > long ? 'scroll long' : 'scroll',
        role: 'region',
        'aria-labelledby': 'table-title',
        tabindex: 0,
      },
      tag(
        'table',
        { id: 'benchmarks', 'aria-labelledby': 'table-title' },
        tag(
          'thead',
          {},
          tag(
            'tr',
            {},
            ...heads.map((column) => line('th', column.title, { scope: 'col', class: classOf(column) })),
          ),
        ),
        tag(
          'tbody',
          {},
          ...rows.map((row, place) => rowMarkup(row, place, files.indexOf(row.file), columns)),
        ),
      ),
    ),
    line('p', 'No benchmark fits.', { id: 'none', hidden: true }),
  ]
}

function classOf({ side }: Pick<BenchmarkColumn, 'side'>): string | undefined {
  return side === 'right' ? 'number' : undefined
}

function rowMarkup(row: Row, place: number, file: number, columns: readonly BenchmarkColumn[]): Markup {
  return tag(
    'tr',
    { 'data-file': file, 'data-verdicts': row.words.map(bare).join('|') },
    tag(
      'th',
      { scope: 'row' },
      tag('a', { href: `#${detailsId(place)}` }, text(row.label)),
      line('small', row.file),
    ),
    ...columns.map((column) => cellMarkup(column.cell(row), classOf(column))),
  )
}

function cellMarkup({ shown, interval = '', value, tone }: TableCell, kind: string | undefined): Markup {
  return tag(
    'td',
    { class: tone ?? kind, 'data-v': value },
    text(shown),
    ...(interval === '' ? [] : [line('small', interval)]),
  )
}

/** A word of a verdict without the metrics that it is about. */
function bare(word: string): string {
  return word.replace(/ \(.*\)$/u, '')
}

/** Shown by the script: without it nothing could be filtered. */
function filterMarkup(rows: readonly Row[], files: readonly string[]): Markup {
  const verdicts = [...new Set(rows.flatMap(({ words }) => words.map(bare)))].sort()
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
      text('File '),
      tag('select', { id: 'file' }, option('any', ''), ...files.map((file, index) => option(file, index))),
    ),
    line('button', 'Show all', { type: 'reset' }),
    line('output', `${rows.length} of ${rows.length}`, { id: 'count', 'aria-live': 'polite' }),
  )
}
