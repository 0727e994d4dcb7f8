import type { Run } from '../../../model/run.ts'
import { matcher } from '../../identity/filter.ts'
import { targetWords } from './log-words.ts'

/** Notes that are told of one benchmark; the report has more. */
const most = 2

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
      .slice(0, most)
      .map(({ words }) => words)
  }
}
