import type { EntryOf } from '../../../model/log.ts'
import type { Rendered } from '../../../model/rendered.ts'
import { entriesOf } from '../../log/open-entries.ts'
import type { Logbook } from '../../log/read-log.ts'
import { ended } from '../../wording/sentence.ts'
import { paragraph, type Section } from '../blocks/block.ts'
import { day, filterLine, signatureLine } from '../blocks/log-words.ts'
import { logPage } from './log-page.ts'
import { nextActions } from './next-actions.ts'
import { workingMemory } from './working-memory.ts'

/** The pages that people read of a logbook; the same logbook gives the same bytes. */
export function notes(logbook: Logbook): Rendered[] {
  return [workingMemory, decisionsLog, nextActions].map((render) => render(logbook))
}

/** Everything that was decided, the newest first, each with its reason. */
function decisionsLog({ entries }: Logbook): Rendered {
  const what = 'What was decided about performance, and why; the newest first.'
  return logPage('decisions-log.md', 'Decisions', what, entriesOf(entries, 'decision').map(decision))
}

function decision(one: EntryOf<'decision'>): Section {
  const about = one.about.length === 0 ? [] : [paragraph('About ', ...filterLine(one.about), '.')]
  const because = paragraph(`Because: ${ended(one.why)}`)
  const blocks = [because, ...about, paragraph(...signatureLine(one))]
  return { id: one.id, title: `${day(one.at)} · ${one.text}`, blocks }
}
