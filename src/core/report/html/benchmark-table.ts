import { formatRatio } from '../../../model/unit.ts'
import { isAbout } from '../../compare/comparison-state.ts'
import { beforeAndAfter, speedupInterval } from '../blocks/before-after.ts'
import { line, type Markup, tag, text } from './markup.ts'
import { detailsId, type Page, type Section } from './page.ts'

type TableRow = Page['rows'][number]

/** What a cell shows, beneath it in small, and by what it is sorted: a number, or the text. */
type Cell = { readonly shown: string; readonly small?: string; readonly value?: number | undefined }

type Column = { readonly title: string; readonly cell: (row: TableRow) => Cell }

/** Rows from which on the table scrolls by itself on large screens, so that its head stays in sight. */
const long = 40

/** The table of all benchmarks, which the script lets people sort and filter. It is whole without the script. */
export function tableSection(page: Page): Section[] {
  const { rows } = page
  if (rows.length === 0) return []
  const files = [...new Set(rows.map(({ file }) => file))]
  const columns = columnsOf(page).filter(({ cell }) => rows.some((row) => cell(row).shown !== ''))
  const heads = ['Benchmark', 'Verdict', ...columns.map(({ title }) => title)]
  return [
    {
      id: 'table',
      title: 'All benchmarks',
      body: [
        line(
          'p',
          'Per operation. In small below a number stands its interval; a positive change is worse. A name leads to everything that is known of its benchmark.',
        ),
        filterMarkup(page, files),
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
                ...heads.map((title, index) => line('th', title, { scope: 'col', ...side(index) })),
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
      ],
    },
  ]
}

/** Names and verdicts on the left, numbers on the right. */
function side(column: number): { class?: string } {
  return column < 2 ? {} : { class: 'number' }
}

function rowMarkup(row: TableRow, place: number, file: number, columns: readonly Column[]): Markup {
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

function cellMarkup({ shown, small, value }: Cell): Markup {
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
function severity({ tone, attention }: TableRow): number {
  return ['plain', 'good', 'warn', 'bad'].indexOf(tone) * 2 + (attention ? 1 : 0)
}

function columnsOf({ run }: Page): Column[] {
  const speedups = new Map(beforeAndAfter(run).map(({ benchmark, speedup }) => [benchmark.id, speedup]))
  const changes = new Map(
    run.comparisons.flatMap((one) =>
      isAbout(one, 'time') && one.change ? [[one.id, one.change.estimate]] : [],
    ),
  )
  const amount = (title: string, name: 'allocated' | 'retained' | 'peakRss'): Column => ({
    title,
    cell: ({ cells, benchmark }) => ({ shown: cells[name], value: benchmark.metrics[name]?.estimate }),
  })
  return [
    {
      title: 'Time',
      cell: ({ cells, benchmark }) => ({
        shown: cells.time,
        small: cells.interval,
        value: benchmark.metrics.time?.estimate,
      }),
    },
    {
      title: 'Change',
      cell: ({ id, cells }) => ({
        shown: cells.change,
        small: cells.changeInterval,
        value: cells.change === '' ? undefined : changes.get(id),
      }),
    },
    {
      title: 'Speed-up',
      cell: ({ id }) => {
        const speedup = speedups.get(id)
        if (!speedup) return { shown: '' }
        const { estimate } = speedup
        return { shown: formatRatio(estimate), small: speedupInterval(speedup), value: estimate }
      },
    },
    {
      title: 'Rate',
      cell: ({ cells, benchmark }) => ({ shown: cells.rate, value: perSecond(benchmark) }),
    },
    { title: 'Relative', cell: ({ cells }) => ({ shown: cells.relative, value: number(cells.relative) }) },
    amount('Allocated', 'allocated'),
    amount('Never freed', 'retained'),
    amount('Peak memory', 'peakRss'),
  ]
}

function perSecond({ work, metrics: { time } }: TableRow['benchmark']): number | undefined {
  const amount = work?.flops ?? work?.bytes ?? work?.items
  return amount === undefined || !time ? undefined : (amount / time.estimate) * 1e9
}

function number(ratio: string): number | undefined {
  return ratio === '' ? undefined : Number(ratio.slice(1))
}

/** Shown by the script: without it nothing could be filtered. */
function filterMarkup({ rows }: Page, files: readonly string[]): Markup {
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
