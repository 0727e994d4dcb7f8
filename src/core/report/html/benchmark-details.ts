import type { Comparison } from '../../../model/comparison.ts'
import { type MetricName, metric } from '../../../model/metric.ts'
import { type LatencyQuantile, latencyQuantiles } from '../../../model/outcome.ts'
import type { BenchmarkResult, LatencyResult } from '../../../model/run.ts'
import { formatInterval, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { longest, quantilesOf } from '../../ledger/latency.ts'
import { changeAlone, decidedBy } from '../../wording/change-words.ts'
import { basePhrase } from '../../wording/commit.ts'
import { count } from '../../wording/count.ts'
import { limitWords } from '../../wording/limit-words.ts'
import { sentence } from '../../wording/sentence.ts'
import { shellWord } from '../../wording/shell-word.ts'
import { table } from '../blocks/block.ts'
import { quantileTitles } from '../blocks/latency-section.ts'
import type { Row } from '../blocks/table.ts'
import type { View } from '../blocks/view.ts'
import { forkAxis, forkMarks } from '../plots/fork-plot.ts'
import { type Course, courseMarks, sessionAxis, told } from '../plots/history-plot.ts'
import { latencyAxis, latencyMarks } from '../plots/latency-plot.ts'
import { code, line, type Markup, prose, tag, text } from './markup.ts'
import { drawStrip, strip } from './strip.ts'
import { detailsId, writeTable } from './write.ts'

/** What is known of a benchmark beside what its row says. */
type Known = {
  readonly view: View
  readonly course: Course | undefined
  readonly comparisons: readonly Comparison[] | undefined
}

/** Sessions of a history that are told in numbers; the drawing has all of them. */
const mostSessions = 4

/** Everything that is known of one benchmark, closed until somebody asks for it. */
export function detailsMarkup(row: Row, place: number, { view, course, comparisons = [] }: Known): Markup {
  const { benchmark, cells, label } = row
  const { metrics, latency } = benchmark
  return tag(
    'details',
    {},
    tag(
      'summary',
      {},
      line('h3', label),
      text(' '),
      line('span', [cells.time, cells.verdict].filter((part) => part !== '').join(', '), { class: 'muted' }),
    ),
    tag(
      'div',
      // What a link leads to stands inside, so that browsers open it without the script, too.
      { class: 'body', id: detailsId(place) },
      tag(
        'p',
        {},
        code(placeOf(benchmark)),
        text(' '),
        tag('a', { href: '#table' }, text('Back to the table')),
      ),
      ...failureMarkup(benchmark),
      ...comparisons.map(comparisonMarkup),
      ...budgetMarkup(benchmark),
      ...(metrics.time && metrics.time.estimate > 0 ? forksMarkup(metrics.time) : []),
      ...(course ? courseMarkup(course, view) : []),
      ...(latency ? latencyMarkup(latency, view) : []),
      ...metricsMarkup(benchmark),
      ...benchmark.findings.map(({ code: name, message, advice }) => {
        return tag('p', {}, code(name), text(' '), prose(`${sentence(message)} ${advice}`.trim()))
      }),
      tag(
        'p',
        {},
        line('span', 'Measure it again: ', { class: 'muted' }),
        code(`npx assay run ${shellWord(benchmark.id)}`),
      ),
    ),
  )
}

function placeOf({ file, line }: BenchmarkResult): string {
  return line === undefined ? file : `${file}:${line}`
}

function failureMarkup({ error }: BenchmarkResult): Markup[] {
  if (!error) return []
  return [
    tag('p', {}, line('strong', error.reason, { class: 'bad' }), text(' '), prose(sentence(error.message))),
  ]
}

function comparisonMarkup(comparison: Comparison): Markup {
  const { metric: name, method, limit, n, verdict, minimumDetectable } = comparison
  const size = method === 'identical' ? '' : changeAlone(comparison)
  const told = [
    ...(size === '' ? [] : [size]),
    ...(limit === undefined ? [] : [`up to ${limitWords(limit, metric(name).unit)} decides nothing`]),
  ]
  const detectable =
    minimumDetectable === null ? '' : ` These could have proven ${formatPercent(minimumDetectable)}.`
  const instead = decidedBy(comparison)
  return tag(
    'p',
    {},
    text(`${metric(name).title}: `),
    line('strong', verdict),
    text(
      `${told.map((part) => `, ${part}`).join('')}; ${method}, against ${basePhrase(comparison)}, ${n.head} values now and ${n.base} before.${detectable}${instead === '' ? '' : ` ${instead}.`}`,
    ),
  )
}

function budgetMarkup({ budget = [] }: BenchmarkResult): Markup[] {
  return budget.map(({ metric: name, limit, observed, kept }) => {
    const { unit, title } = metric(name)
    return tag(
      'p',
      {},
      text('Budget '),
      line('strong', kept ? 'kept' : 'broken', { class: kept ? undefined : 'bad' }),
      text(`: ${title} ${formatQuantity(observed, unit)} at most, of ${formatQuantity(limit, unit)}.`),
    )
  })
}

type Time = NonNullable<BenchmarkResult['metrics']['time']>

function forksMarkup(time: Time): Markup[] {
  const axis = forkAxis([time], strip.left, strip.right)
  const words = `${count(time.forks.length, 'fork')} around the median, ${formatQuantity(time.estimate, 'ns')}`
  return [line('h4', 'Forks'), drawStrip(axis, 22, words, (y) => forkMarks(time, axis, y))]
}

function courseMarkup(course: Course, view: View): Markup[] {
  const scale = sessionAxis([course], strip.left, strip.right)
  const newest = course.points.slice(-mostSessions)
  const omitted = course.points.length - newest.length
  return [
    line('h4', 'History'),
    drawStrip(scale.axis, 44, `Accepted sessions: ${told(course)}`, (y) =>
      courseMarks(course, scale, view.run, y, 30),
    ),
    writeTable(
      table(
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

function latencyMarkup(latency: LatencyResult, view: View): Markup[] {
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
    writeTable(
      table(
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

/** Every metric in base units, with one value per fork: what the numbers above can be recomputed from. */
function metricsMarkup({ metrics }: BenchmarkResult): Markup[] {
  const known = Object.entries(metrics) as [MetricName, Time][]
  if (known.length === 0) return []
  return [
    line('h4', 'Values of the forks'),
    tag(
      'dl',
      {},
      ...known.flatMap(([name, { estimate, low, high, unit, forks }]) => [
        tag(
          'dt',
          {},
          text(metric(name).title),
          line('span', ` ${formatQuantity(estimate, unit)} ${formatInterval(estimate, low, high, unit)}`, {
            class: 'muted',
          }),
        ),
        line('dd', `${forks.join(' ')}${unit === 'count' ? '' : ` ${baseUnits[unit]}`}`),
      ]),
    ),
  ]
}

const baseUnits = { ns: 'ns', byte: 'B' } as const
