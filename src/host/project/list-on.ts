import { idOn, onRuntimes } from '../../core/identity/on-runtimes.ts'
import type { Listing } from '../../flow/ports/project.ts'
import type { ChosenRuntime } from '../../model/runtime.ts'

/** What is listed, as it runs on these. */
export function listOn(listing: Listing, runtimes: readonly ChosenRuntime[]): Listing {
  if (runtimes.length === 0) return listing
  const ids = (id: string) => (runtimes.length === 1 ? [id] : runtimes.map(({ label }) => idOn(id, label)))
  return {
    ...{ ...listing, runtimes },
    benchmarks: onRuntimes(listing.benchmarks, runtimes),
    // Those of other kinds keep their ids.
    duplicates: listing.duplicates.flatMap((one) => [one, ...ids(one.id).map((id) => ({ ...one, id }))]),
  }
}
