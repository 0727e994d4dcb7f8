import type { EntryOf } from '../../../model/log.ts'
import type { Rendered } from '../../../model/rendered.ts'
import { entriesOf } from '../../log/open-entries.ts'
import type { Logbook } from '../../log/read-log.ts'
import { day } from '../blocks/log-words.ts'
import { aboutText, page, pageHead, said, signature } from './log.ts'
import { prose } from './syntax.ts'

/** Everything that was decided, the newest first, each with its reason. */
export function decisionsLog({ entries }: Logbook): Rendered {
  const decisions = entriesOf(entries, 'decision')
  return page('decisions-log.md', [
    ...pageHead('Decisions', 'What was decided about performance, and why; the newest first.'),
    ...(decisions.length === 0 ? ['None yet.'] : decisions.flatMap(decision)),
  ])
}

function decision(one: EntryOf<'decision'>): string[] {
  const about = one.about.length === 0 ? '' : `\n\nAbout ${aboutText(one.about)}.`
  return [`## ${day(one.at)} · ${prose(one.text)}`, `Because: ${said(one.why)}${about}\n\n${signature(one)}`]
}
