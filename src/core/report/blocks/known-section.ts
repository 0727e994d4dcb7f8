import { metric } from '../../../model/metric.ts'
import type { Known } from '../../../model/note.ts'
import type { Run } from '../../../model/run.ts'
import { formatQuantity } from '../../../model/unit.ts'
import { matcher } from '../../identity/filter.ts'
import { capital, ended } from '../../wording/sentence.ts'
import { type Line, listOf, paragraph, type Section } from './block.ts'
import { aboutLine, appendSignature, insightWords, standingWords, targetWords } from './log-words.ts'
import type { View } from './view.ts'

/** Benchmarks of a hypothesis that are named; the run document has all. */
const mostBenchmarks = 3

/** What the logbook told about these benchmarks when the run ended; nothing where it knew nothing. */
export function knownSection({ run: { known = [] } }: Pick<View, 'run'>): Section[] {
  if (known.length === 0) return []
  const items = known.map((one) => [paragraph(...entry(one), ...appendSignature(one))])
  return [{ id: 'known', title: 'What is known', blocks: [listOf(items)] }]
}

function entry(one: Known): Line {
  const type = { strong: capital(one.type) }
  const said = ended(one.text)
  switch (one.type) {
    case 'decision':
      return [type, `: ${said} Because: ${ended(one.why)}`, ...aboutLine(one.about)]
    case 'hypothesis':
      return [type, `: ${said}`, ...aboutLine(one.about), ...progress(one)]
    case 'insight': {
      const words = insightWords(one)
      return [type, `${words === '' ? '' : ` (${words})`}: ${said}`, ...aboutLine(one.about)]
    }
  }
}

function progress(one: Extract<Known, { type: 'hypothesis' }>): Line {
  const target = ` Target: ${targetWords(one)}`
  if (one.numbers.length === 0) return [`${target}; this run has no number for it.`]
  const shown = one.numbers.slice(0, mostBenchmarks).flatMap((standing, index): Line => {
    const limit = formatQuantity(standing.target, metric(one.metric).unit)
    const outcome = standing.reached ? 'reached' : `not yet ${limit}`
    const is = ` ${standingWords(standing, one.metric)}, ${outcome}`
    return [index === 0 ? ' ' : '; ', { subjects: [standing.id] }, is]
  })
  const others = one.numbers.length - mostBenchmarks
  return [`${target}.`, ...shown, others > 0 ? `; and ${others} more.` : '.']
}

/** Notes that are told of one benchmark; the report has more. */
const mostNotes = 2

/** Asks what the logbook told about a benchmark: sentences, the most telling first, with the ids that `assay log show` wants. */
export function knownWords({ known = [], benchmarks }: Run): (id: string) => string[] {
  const notes = known.map((one) => ({
    isAbout: one.about.map((filter) => matcher(filter)),
    ids: one.type === 'hypothesis' ? one.benchmarks.map(({ id }) => id) : [],
    words: `${one.type}: ${one.text}${one.type === 'hypothesis' ? `; target: ${targetWords(one)}` : ''} (${one.id})`,
  }))
  return (id) => {
    const benchmark = benchmarks.find((one) => one.id === id)
    if (!benchmark) return []
    return notes
      .filter(({ isAbout, ids }) => ids.includes(id) || isAbout.some((test) => test(benchmark)))
      .slice(0, mostNotes)
      .map(({ words }) => words)
  }
}
