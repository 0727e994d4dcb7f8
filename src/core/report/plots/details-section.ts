import type { BenchmarkResult } from '../../../model/run.ts'
import { digits, formatInterval, formatQuantity } from '../../../model/unit.ts'
import { longest, viewLatency } from '../../ledger/latency.ts'
import { count } from '../../wording/count.ts'
import { placeWords } from '../../wording/function-words.ts'
import { outcomeBlocks, valueBlocks } from '../blocks/benchmark-details.ts'
import { type Block, heading, paragraph, type Section, tableOf } from '../blocks/block.ts'
import { latencyTable } from '../blocks/latency-section.ts'
import type { View } from '../blocks/view.ts'
import { type Distribution, distributionMarks, distributionOf, referenceOf } from './distribution.ts'
import { valueScale } from './fork-plot.ts'
import { coursesOf, type HistoryCourse } from './history-course.ts'
import { courseMarks, sessionAxis, spanOf, told } from './history-plot.ts'
import { latencyAxis, latencyMarks } from './latency-plot.ts'
import { drawStrip, strip } from './strip.ts'

/** Sessions of a history that are told in numbers; the drawing has all of them. */
const mostSessions = 4

/** Everything that is known of each benchmark beside what its row says. */
export function detailsSection(view: View): Section[] {
  if (view.rows.length === 0) return []
  const courses = new Map(coursesOf(view.run).map((course) => [course.benchmark.id, course]))
  const blocks = view.rows.map(({ id, file, label, lead, benchmark, comparisons, words }): Block => {
    const size = lead ? [formatQuantity(lead.estimate, lead.unit, digits.brief)] : []
    return {
      ...{ type: 'details', subject: id, title: label, aside: [...size, ...words].join(', ') },
      blocks: [
        paragraph({ code: placeWords({ file, line: benchmark.line ?? 0 }) }),
        ...outcomeBlocks(benchmark, comparisons),
        ...forkBlocks(distributionOf(benchmark, comparisons)),
        ...courseBlocks(courses.get(id), view.run),
        ...latencyBlocks(benchmark),
        ...valueBlocks(benchmark),
      ],
    }
  })
  return [{ id: 'details', title: 'Benchmark by benchmark', blocks }]
}

/** Before and now over each other, in their own unit. */
function forkBlocks(forks: Distribution | undefined): Block[] {
  if (!forks) return []
  const { head, base } = forks
  const scale = valueScale(forks, strip.left, strip.right)
  const now = `${count(head.values.length, 'fork')} around ${formatQuantity(head.estimate, head.unit)}`
  const before =
    base.length === 0
      ? ''
      : `, over ${base.length} of the base around ${formatQuantity(referenceOf(forks), head.unit)}`
  return [
    heading('Forks'),
    drawStrip(scale.axis, 34, now + before, (y) => distributionMarks(forks, scale, y + 6)),
    ...(base.length === 0 ? [] : [paragraph({ muted: ['Grey is before, blue is now.'] })]),
  ]
}

function courseBlocks(course: HistoryCourse | undefined, run: View['run']): Block[] {
  if (!course) return []
  const scale = sessionAxis([course], strip.left, strip.right)
  const newest = course.points.slice(-mostSessions)
  const omitted = course.points.length - newest.length
  return [
    heading('History'),
    drawStrip(scale.axis, 44, `Accepted sessions: ${told(course, run)}`, (y) =>
      courseMarks(course, scale, { span: spanOf([course], run), height: 30 }, run, y),
    ),
    tableOf(
      ['Session', 'Commit', '>Time', '>Interval'],
      newest.map(({ session, date, estimate, low, high }) => [
        [session === undefined ? 'this run' : date.slice(0, 10)],
        [session?.commit?.slice(0, 7) ?? ''],
        [formatQuantity(estimate, 'ns', digits.brief)],
        [formatInterval(estimate, low, high, 'ns', digits.brief)],
      ]),
    ),
    ...(omitted > 0 ? [paragraph({ muted: [`And ${omitted} before them.`] })] : []),
  ]
}

function latencyBlocks(benchmark: BenchmarkResult): Block[] {
  const latency = viewLatency(benchmark)
  if (!latency) return []
  const axis = latencyAxis([latency], strip.left, strip.right)
  const words = `${count(latency.count, 'operation')}, the longest ${formatQuantity(longest(latency), 'ns')}`
  return [
    heading('Latency'),
    drawStrip(axis, 24, words, (y) => latencyMarks(latency, axis, y + 10)),
    latencyTable([{ benchmark, latency }]),
  ]
}
