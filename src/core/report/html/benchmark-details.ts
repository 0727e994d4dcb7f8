import type { Comparison } from '../../../model/comparison.ts'
import { type LatencyQuantile, latencyQuantiles } from '../../../model/outcome.ts'
import type { BenchmarkResult, Estimate } from '../../../model/run.ts'
import { formatInterval, formatQuantity } from '../../../model/unit.ts'
import { type LatencyView, longest, quantilesOf, viewLatency } from '../../ledger/latency.ts'
import { count } from '../../wording/count.ts'
import { outcomeBlocks, valueBlocks } from '../blocks/benchmark-details.ts'
import { type Block, tableOf } from '../blocks/block.ts'
import { quantileTitles } from '../blocks/latency-section.ts'
import type { Row } from '../blocks/table.ts'
import type { View } from '../blocks/view.ts'
import { forkAxis, forkMarks } from '../plots/fork-plot.ts'
import { courseMarks, type HistoryCourse, sessionAxis, told } from '../plots/history-plot.ts'
import { latencyAxis, latencyMarks } from '../plots/latency-plot.ts'
import { codeMarkup, line, type Markup, tag, text } from './markup.ts'
import { detailsId } from './search-table.ts'
import { drawStrip, strip } from './strip.ts'
import { writeHtmlBlock, writeHtmlTable } from './write.ts'

/** What is known of a benchmark beside what its row says. */
type Known = {
  readonly view: View
  readonly course: HistoryCourse | undefined
  readonly comparisons: readonly Comparison[] | undefined
}

/** Sessions of a history that are told in numbers; the drawing has all of them. */
const mostSessions = 4

/** Everything that is known of one benchmark, closed until somebody asks for it. */
export function detailsMarkup(row: Row, place: number, { view, course, comparisons = [] }: Known): Markup {
  const { benchmark, lead, label } = row
  const size = lead ? [formatQuantity(lead.estimate, lead.unit)] : []
  const latency = viewLatency(benchmark)
  const write = (blocks: readonly Block[]) => blocks.map((block) => writeHtmlBlock(block, view, 'h4'))
  return tag(
    'details',
    {},
    tag(
      'summary',
      {},
      line('h3', label),
      text(' '),
      line('span', [...size, ...row.words].join(', '), { class: 'muted' }),
    ),
    tag(
      'div',
      // What a link leads to stands inside, so that browsers open it without the script, too.
      { class: 'body', id: detailsId(place) },
      tag(
        'p',
        {},
        codeMarkup(placeOf(benchmark)),
        text(' '),
        tag('a', { href: '#table' }, text('Back to the table')),
      ),
      ...write(outcomeBlocks(benchmark, comparisons)),
      ...(lead && lead.estimate > 0 ? forksMarkup(lead) : []),
      ...(course ? courseMarkup(course, view) : []),
      ...(latency ? latencyMarkup(latency, view) : []),
      ...write(valueBlocks(benchmark)),
    ),
  )
}

function placeOf({ file, line }: BenchmarkResult): string {
  return line === undefined ? file : `${file}:${line}`
}

function forksMarkup(lead: Estimate): Markup[] {
  const axis = forkAxis([lead], strip.left, strip.right)
  const words = `${count(lead.forks.length, 'fork')} around the median, ${formatQuantity(lead.estimate, lead.unit)}`
  return [line('h4', 'Forks'), drawStrip(axis, 22, words, (y) => forkMarks(lead, axis, y))]
}

function courseMarkup(course: HistoryCourse, view: View): Markup[] {
  const scale = sessionAxis([course], strip.left, strip.right)
  const newest = course.points.slice(-mostSessions)
  const omitted = course.points.length - newest.length
  return [
    line('h4', 'History'),
    drawStrip(scale.axis, 44, `Accepted sessions: ${told(course)}`, (y) =>
      courseMarks(course, scale, view.run, y, 30),
    ),
    writeHtmlTable(
      tableOf(
        ['Session', 'Commit', '>Time', '>Interval'],
        newest.map(({ session, date, estimate, low, high }) => [
          [session === undefined ? 'this run' : date.slice(0, 10)],
          [session?.commit?.slice(0, 7) ?? ''],
          [formatQuantity(estimate, 'ns')],
          [formatInterval(estimate, low, high, 'ns')],
        ]),
      ),
      view,
    ),
    ...(omitted > 0 ? [line('p', `And ${omitted} before them.`, { class: 'muted' })] : []),
  ]
}

function latencyMarkup(latency: LatencyView, view: View): Markup[] {
  const axis = latencyAxis([latency], strip.left, strip.right)
  const quantiles = quantilesOf(latency)
  const known = (Object.keys(latencyQuantiles) as LatencyQuantile[]).filter(
    (name) => quantiles[name] !== undefined,
  )
  const max = formatQuantity(longest(latency), 'ns')
  return [
    line('h4', 'Latency'),
    drawStrip(axis, 24, `${count(latency.count, 'operation')}, the longest ${max}`, (y) =>
      latencyMarks(latency, axis, y + 10),
    ),
    writeHtmlTable(
      tableOf(
        ['Quantile', '>Time', '>Interval'],
        [
          ...known.map((name) => {
            const [value, estimate] = [quantiles[name]!, latency[name]]
            const interval = estimate ? formatInterval(value, estimate.low, estimate.high, 'ns') : ''
            return [[quantileTitles[name]], [formatQuantity(value, 'ns')], [interval]]
          }),
          [['max'], [max], ['']],
        ],
      ),
      view,
    ),
  ]
}
