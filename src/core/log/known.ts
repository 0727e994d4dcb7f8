import type { LogEntry } from '../../model/log.ts'
import type { Known } from '../../model/note.ts'
import type { Run } from '../../model/run.ts'
import { matcher } from '../identity/filter.ts'
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
  const seen = new Map(checkHypotheses(hypotheses, run).map((one) => [one.hypothesis.id, one.numbers]))
  const fits = fitter(run)
  return [
    ...hypotheses.slice(0, most).map((one) => ({ ...one, numbers: seen.get(one.id) ?? [] })),
    ...newest(entriesOf(entries, 'insight'), fits),
    ...newest(entriesOf(entries, 'decision'), fits),
  ]
}

/** Whether a filter fits any of the benchmarks; notes share their filters, and a logbook grows for years. */
function fitter({ benchmarks }: Run): (filter: string) => boolean {
  const known = new Map<string, boolean>()
  return (filter) => {
    const fits = known.get(filter) ?? benchmarks.some(matcher(filter))
    known.set(filter, fits)
    return fits
  }
}

/** Looks no further back than it must. */
function newest<E extends { readonly about: readonly string[] }>(
  entries: readonly E[],
  fits: (filter: string) => boolean,
): E[] {
  const found: E[] = []
  for (const entry of entries) {
    if (found.length === most) break
    if (entry.about.some(fits)) found.push(entry)
  }
  return found
}
