import { metric } from '../../../model/metric.ts'
import type { Known } from '../../../model/note.ts'
import { formatQuantity } from '../../../model/unit.ts'
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
