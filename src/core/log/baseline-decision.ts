import type { Draft } from '../../model/log.ts'
import { type Decision, longestNote } from '../../model/note.ts'
import type { Run } from '../../model/run.ts'
import { count } from '../wording/count.ts'

/** Why a baseline was changed, as the decision that it is. */
export function baselineDecision(run: Run, filters: readonly string[], why: string): Draft<Decision> {
  const measured = run.benchmarks.filter(({ state }) => state === 'measured').length
  return {
    type: 'decision',
    text: `Accept ${run.id} as the baseline of ${count(measured, 'benchmark')} on ${run.environment.class}`,
    why: why.slice(0, longestNote),
    about: [...filters],
  }
}
