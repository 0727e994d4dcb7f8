import { type BenchmarkColumn, benchmarkColumns } from '../blocks/benchmark-section.ts'
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
  const columns = benchmarkColumns(view).filter(({ key }) => key !== 'verdict')
  const heads = ['Benchmark', 'Verdict', ...columns.map(({ title }) => title)]
  return [
    line(
      'p',
      'Per operation. In small below a number stands its interval; a positive change is worse. A name leads to everything that is known of its benchmark.',
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
          tag('tr', {}, ...heads.map((title, index) => line('th', title, { scope: 'col', ...side(index) }))),
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

/** Names and verdicts on the left, numbers on the right. */
function side(column: number): { class?: string } {
  return column < 2 ? {} : { class: 'number' }
}

function rowMarkup(row: Row, place: number, file: number, columns: readonly BenchmarkColumn[]): Markup {
  const verdict = row.words.join(', ')
  return tag(
    'tr',
    { 'data-file': file, 'data-verdicts': row.words.map(bare).join('|') },
    tag(
      'th',
      { scope: 'row' },
      tag('a', { href: `#${detailsId(place)}` }, text(row.label)),
      line('small', row.file),
    ),
    line('td', verdict, {
      class: row.attention || row.tone === 'good' ? row.tone : undefined,
      'data-v': severity(row),
    }),
    ...columns.map(({ cell }) => cellMarkup(cell(row))),
  )
}

function cellMarkup({ shown, small, value }: ReturnType<BenchmarkColumn['cell']>): Markup {
  return tag(
    'td',
    { class: 'number', 'data-v': value },
    text(shown),
    ...(small === undefined || small === '' ? [] : [line('small', small)]),
  )
}

/** A word of a verdict without the metrics that it is about. */
function bare(word: string): string {
  return word.replace(/ \(.*\)$/u, '')
}

/** The worst verdicts sort before others, and what needs attention before its like. */
function severity({ tone, attention }: Row): number {
  return ['plain', 'good', 'warn', 'bad'].indexOf(tone) * 2 + (attention ? 1 : 0)
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
