import type { EnvironmentChange } from '../../model/environment-record.ts'

/** Those that differ in the same told once, with the sessions of all, the newest first. Dates are in UTC, in the order of their letters. */
export function uniteEnvironmentChanges(changes: readonly EnvironmentChange[]): EnvironmentChange[] {
  const ordered = changes.toSorted((one, other) => (one.date > other.date ? -1 : 1))
  const groups = Map.groupBy(ordered, ({ class: machine, differences }) =>
    JSON.stringify([machine, differences]),
  )
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    sessions: [...new Set(group.flatMap(({ sessions }) => sessions))].sort(),
  }))
}
