import type { Rendered } from '../../../model/rendered.ts'
import type { Logbook } from '../../log/read-log.ts'
import { decisionsLog } from './decisions-log.ts'
import { nextActions } from './next-actions.ts'
import { workingMemory } from './working-memory.ts'

/** The pages that people read of a logbook; the same logbook gives the same bytes. */
export function notes(logbook: Logbook): Rendered[] {
  return [workingMemory, decisionsLog, nextActions].map((render) => render(logbook))
}
