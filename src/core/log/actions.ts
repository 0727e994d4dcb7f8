import type { Action } from '../../model/audit.ts'
import type { Config } from '../../model/config.ts'
import type { Run } from '../../model/run.ts'
import type { Attention } from '../assess/attention.ts'
import { ownerOf } from '../identity/owner.ts'
import { elide } from '../wording/elide.ts'
import { visible } from '../wording/plain.ts'

/** Actions that are remembered of a run, subjects that are named of each, and the longest text of one. */
const most = 12
const named = 3
const longest = 300

/** What the items that need attention ask for, worst first, and who should do it. Warnings about numbers ask for nothing that lasts. */
export function actionsOf(run: Run, items: readonly Attention[], owners: Config['owners']): Action[] {
  return items
    .filter(({ kind }) => kind !== 'warning')
    .slice(0, most)
    .map(({ kind, subjects, what, next, command }) => {
      const owner = ownerFor(subjects[0], run, owners)
      return {
        kind,
        subjects: subjects.slice(0, named),
        others: Math.max(0, subjects.length - named),
        what: short(what),
        next: short(next),
        ...(command !== undefined && { command }),
        ...(owner !== undefined && { owner }),
      }
    })
}

/** Who looks after the function that is to blame, or else after the benchmark's file. */
function ownerFor(subject: string, run: Run, owners: Config['owners']): string | undefined {
  const blamed = run.explanations?.find(({ id }) => id === subject)?.blamed
  const owner = blamed?.find((one) => one.owner !== undefined)?.owner
  // Of a benchmark that is gone nothing is left but its id, which begins with the file.
  return owner ?? ownerOf(subject.split(' › ')[0] ?? subject, owners)
}

function short(text: string): string {
  return elide(visible(text), longest)
}
