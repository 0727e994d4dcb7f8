import type { Blamed } from '../../model/explanation.ts'
import { type CallsByKey, callsByKey, isCode, onceByKey } from './cause.ts'
import { frameOf } from './frame.ts'
import type { ProfileData } from './profile-data.ts'

/** A count has changed when it differs by more than this. */
const changed = 1.01

/**
 * Functions that have another text than in the base, or that run, or have a line that runs, more often in one operation: by
 * how many more runs that is, the most first. What they cost nobody has seen.
 */
export function listCounted({ calls }: Pick<ProfileData, 'calls'>): Blamed[] {
  const byKey: CallsByKey = callsByKey(calls)
  return [...onceByKey(calls.head)]
    .flatMap(([key, { name, url, line }]): Blamed[] => {
      const { busiest, edited, base, head } = byKey.get(key)!
      const isMore = head > base * changed || busiest.head > busiest.base * changed
      const frame = frameOf({ functionName: name, url, lineNumber: line - 1 })
      if (!isCode(frame) || !(edited || isMore)) return []
      const place = { name: frame.name, file: frame.file, line: frame.line }
      return [
        { ...place, cost: 0, calls: { base, head }, busiest, edited, collector: 0, builtins: 0, callees: [] },
      ]
    })
    .sort((a, b) => moreRuns(b) - moreRuns(a))
}

function moreRuns({ busiest }: Blamed): number {
  return busiest ? busiest.head - busiest.base : 0
}
