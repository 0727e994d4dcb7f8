import type { Draft } from '../../model/log.ts'
import type { OutcomeEntry } from '../../model/note.ts'
import type { Run } from '../../model/run.ts'
import type { Checked } from './hypothesis.ts'

/** The end of a hypothesis that a run has reached, with the numbers that show it. */
export function outcomeOf({ hypothesis, numbers }: Checked, { id, source }: Run): Draft<OutcomeEntry> {
  return {
    type: 'outcome',
    of: hypothesis.id,
    verdict: 'reached',
    run: id,
    ...(source.commit !== undefined && { commit: source.commit }),
    dirty: source.dirty,
    numbers: [...numbers],
  }
}
