import type { Known } from '../../model/known.ts'
import type { LogEntry } from '../../model/log.ts'
import type { Run } from '../../model/run.ts'
import { matcher } from '../filter.ts'
import { checkHypotheses } from './hypothesis.ts'
import { entriesOf, openOf } from './open-entries.ts'

/** Entries of each type that a report has room for: the newest. */
const most = 8

/** What the logbook tells about the benchmarks of a run: open hypotheses with its numbers, insights, decisions. */
export function knownAbout(entries: readonly LogEntry[], run: Run): Known[] {
  const measured = new Set(run.benchmarks.map(({ id }) => id))
  const hypotheses = openOf(entries, 'hypothesis').filter(({ benchmarks }) =>
    benchmarks.some(({ id }) => measured.has(id)),
  )
  const seen = new Map(
    checkHypotheses(hypotheses, run).map(({ hypothesis, numbers }) => [hypothesis.id, numbers]),
  )
  return [
    ...hypotheses.slice(0, most).map((one) => ({ ...one, numbers: [...(seen.get(one.id) ?? [])] })),
    ...newest(entriesOf(entries, 'insight'), run),
    ...newest(entriesOf(entries, 'decision'), run),
  ]
}

/** Note: looks no further than it must; a logbook grows for years. */
function newest<E extends { readonly about: readonly string[] }>(entries: readonly E[], run: Run): E[] {
  const found: E[] = []
  for (const entry of entries) {
    if (found.length === most) break
    if (entry.about.some((filter) => run.benchmarks.some(matcher(filter)))) found.push(entry)
  }
  return found
}
