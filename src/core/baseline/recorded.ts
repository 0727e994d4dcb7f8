import type { Baseline, Session } from '../../model/baseline.ts'

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

/** The session that was recorded last of a benchmark, and how many there are. */
export function newestSession(
  place: Place,
  baselines: readonly Baseline[],
): { readonly session: Session; readonly sessions: number } | undefined {
  const found = recordedOf(place, baselines)
  const ids = sessionIds(found?.recorded ?? {})
  const session = found?.baseline.sessions[ids.at(-1) ?? '']
  return session && { session, sessions: ids.length }
}

/** Six significant digits are recorded of a value: more would only make the diffs longer. */
export function roundValue(value: number): number {
  return Number(value.toPrecision(6))
}

/** The sessions that there are values of, the oldest first: ids begin with the time. */
export function sessionIds(recorded: RecordedValues): string[] {
  return [...new Set(Object.values(recorded).flatMap((values) => Object.keys(values ?? {})))].sort()
}
