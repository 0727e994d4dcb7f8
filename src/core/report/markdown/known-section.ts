import type { Known } from '../../../model/known.ts'
import { metric } from '../../../model/metric.ts'
import type { Run } from '../../../model/run.ts'
import { formatQuantity } from '../../../model/unit.ts'
import { insightWords, standingWords, targetWords } from '../blocks/log-words.ts'
import { aboutText, named, said, signature } from './log.ts'
import { prose } from './syntax.ts'

/** What the logbook told about these benchmarks when the run ended; nothing where it knew nothing. */
export function knownSection({ known = [] }: Pick<Run, 'known'>): string[] {
  if (known.length === 0) return []
  return ['## What is known', known.map((one) => `- ${entry(one)} (${signature(one)})`).join('\n')]
}

function entry(one: Known): string {
  const about = ` About ${aboutText(one.about)}.`
  if (one.type === 'decision') return `**Decision**: ${said(one.text)} Because: ${said(one.why)}${about}`
  if (one.type === 'hypothesis') return `**Hypothesis**: ${said(one.text)}${about} ${progress(one)}`
  const words = insightWords(one)
  const title = words === '' ? '' : ` (${prose(words)})`
  return `**Insight**${title}: ${said(one.text)}${about}`
}

/** Benchmarks of a hypothesis that are named; the run document has all. */
const namedBenchmarks = 3

function progress(one: Extract<Known, { type: 'hypothesis' }>): string {
  const target = `Target: ${targetWords(one)}`
  if (one.numbers.length === 0) return `${target}; this run has no number for it.`
  const shown = one.numbers.slice(0, namedBenchmarks).map((standing) => {
    const limit = formatQuantity(standing.target, metric(one.metric).unit)
    const is = `${named(standing.id)} ${standingWords(standing, one.metric)}`
    return `${is}, ${standing.reached ? 'reached' : `not yet ${limit}`}`
  })
  const others = one.numbers.length - shown.length
  return `${target}. ${shown.join('; ')}${others > 0 ? `; and ${others} more` : ''}.`
}
