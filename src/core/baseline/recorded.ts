import type { Baseline } from '../../model/baseline.ts'

/** Of one benchmark: by metric, then by session, one value per fork. */
export type RecordedValues = Baseline['benchmarks'][string]

/** A benchmark is recorded in the baseline of its file, under the rest of its id. */
type Place = { readonly id: string; readonly file: string }

/** What of its id names a benchmark within its file. */
export function recordedKey({ id, file }: Place): string {
  return id.slice(`${file} › `.length)
}

/** What is recorded of a benchmark, with the baseline that tells about its sessions. */
export function recordedOf(
  place: Place,
  baselines: readonly Baseline[],
): { readonly baseline: Baseline; readonly recorded: RecordedValues } | undefined {
  const baseline = baselines.find(({ file }) => file === place.file)
  const recorded = baseline?.benchmarks[recordedKey(place)]
  return baseline && recorded && { baseline, recorded }
}

/** Six significant digits are recorded of a value: more would only make the diffs longer. */
export function roundValue(value: number): number {
  return Number(value.toPrecision(6))
}

/** Sessions that at least one benchmark still has values of. */
export function usedSessions<S>(
  sessions: Readonly<Record<string, S>>,
  benchmarks: Baseline['benchmarks'],
): Record<string, S> {
  const ids = new Set(Object.values(benchmarks).flatMap(sessionIds))
  return Object.fromEntries(Object.entries(sessions).filter(([id]) => ids.has(id)))
}

/** The sessions that there are values of, the oldest first: ids begin with the time. */
export function sessionIds(recorded: RecordedValues): string[] {
  return [...new Set(Object.values(recorded).flatMap((values) => Object.keys(values ?? {})))].sort()
}
