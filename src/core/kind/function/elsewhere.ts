import { policy } from '../../../model/config.ts'
import type { Finding } from '../../../model/finding.ts'
import type { Timing } from '../../../model/outcome.ts'
import { formatPercent } from '../../../model/unit.ts'
import { median } from '../../../stats/quantile.ts'

/** CPU time of a fork, of its own thread and elsewhere. */
export type Spent = Pick<Timing, 'cpu' | 'elsewhere'>

const places = {
  workers: 'other threads',
  children: 'child processes',
  pool: "Node's thread pool",
} as const

/**
 * Work that is done where neither bytes are counted nor profiles taken. The thread pool compresses, hashes and reads
 * files for everybody, and allocates nothing on the heap: that is told without a warning.
 */
export function elsewhereFindings(subject: string, timings: readonly Spent[]): Finding[] {
  const shares = sharesElsewhere(timings)
  if (shares.length === 0) return []
  const told = shares.map(({ place, share }) => `${formatPercent(share)} in ${places[place]}`)
  const severity = shares.some(({ place }) => place !== 'pool') ? 'warning' : 'info'
  const message = `Part of its work is done elsewhere, of its CPU time ${told.join(' and ')}: bytes and profiles are of its own thread alone`
  const advice = 'To see all of it, measure the code that runs there by itself, as a benchmark of its own.'
  return [{ code: 'work-elsewhere', severity, subject, message, advice }]
}

/** Whether so much of it is done by others that it keeps more than one CPU busy. */
export function worksElsewhere(timings: readonly Spent[]): boolean {
  return sharesElsewhere(timings).length > 0
}

function sharesElsewhere(timings: readonly Spent[]) {
  return (Object.keys(places) as (keyof typeof places)[])
    .map((place) => ({ place, share: shareOf(place, timings) }))
    .filter(({ share }) => share >= policy.elsewhere)
}

/** Of the CPU time of its thread and of everything elsewhere; the median of the forks that tell. */
function shareOf(place: keyof typeof places, timings: readonly Spent[]): number {
  const shares = timings.flatMap(({ cpu, elsewhere }) => {
    if (cpu === undefined || elsewhere === undefined) return []
    const all = cpu + elsewhere.workers + elsewhere.children + elsewhere.pool
    return all > 0 ? elsewhere[place] / all : 0
  })
  return shares.length === 0 ? 0 : median(shares)
}
