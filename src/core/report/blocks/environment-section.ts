import type { EnvironmentChange } from '../../../model/environment-record.ts'
import { count } from '../../wording/count.ts'
import { elide } from '../../wording/elide.ts'
import { visible } from '../../wording/plain.ts'
import { type Block, type Line, paragraph, type Section, tableOf } from './block.ts'
import type { View } from './view.ts'

/** Longest value in a table: the Run document has all of it. */
const longest = 160

/** What differs from the environments of recorded numbers, a table for each; nothing where nothing is known to differ. */
export function environmentSection({ run: { environmentChanges = [] } }: Pick<View, 'run'>): Section[] {
  if (environmentChanges.length === 0) return []
  return [
    {
      id: 'environment',
      title: 'What differs from the recorded environment',
      blocks: environmentChanges.flatMap(changeBlocks),
    },
  ]
}

function changeBlocks(change: EnvironmentChange): Block[] {
  const rows = change.differences.map(({ what, before = '', now = '', why, source }): Line[] => [
    [shorten(what)],
    [shorten(before)],
    [shorten(now)],
    [why, ...(source === undefined ? [] : [{ muted: [` (${source})`] }])],
  ])
  return [paragraph(...heading(change)), tableOf(['What', 'Recorded', 'Now', 'Why it matters'], rows)]
}

function shorten(text: string): string {
  return elide(visible(text), longest)
}

function heading({ class: machine, sessions, date, differences }: EnvironmentChange): Line {
  const when = `Recorded ${date.slice(0, 10)}`
  const where: Line =
    machine === undefined ? [] : [' on class ', { code: machine }, ', whose numbers are not judged here']
  const others =
    sessions.length === 1 ? '' : ` (${count(sessions.length, 'session')} of the same environment)`
  const order = differences.length === 1 ? '' : ', the most suspicious first'
  return [when, ...where, `${others}: ${count(differences.length, 'difference')}${order}.`]
}
