import type { Action } from '../../../model/audit.ts'
import type { EntryOf, LogEntry } from '../../../model/log.ts'
import type { Rendered } from '../../../model/rendered.ts'
import { entriesOf, openOf } from '../../log/open-entries.ts'
import type { Logbook } from '../../log/read-log.ts'
import { ended } from '../../wording/sentence.ts'
import { type Block, interleave, type Line, listOf, paragraph, type Section } from '../blocks/block.ts'
import { aboutLine, appendSignature, filterLine, minute, quoteName } from '../blocks/log-words.ts'
import { logPage } from './log-page.ts'

/** What is to be done and who should take it: what people noted, and what the last verdicts ask for. */
export function nextActions({ entries }: Logbook): Rendered {
  const noted = openOf(entries, 'next')
  const runs = speakingRuns(entries)
  const blocks = noted.length === 0 ? [paragraph('None.')] : byOwner(noted, nextLine)
  const unjudged = [paragraph('Nothing was judged yet.')]
  const nothing = { id: 'verdict', title: 'From the last verdict', blocks: unjudged }
  const what = 'What is to be done about performance, and who should take it.'
  return logPage('next-actions.md', 'Next actions', what, [
    { id: 'noted', title: 'Noted', blocks },
    ...(runs.length === 0 ? [nothing] : runs.map(verdictSection)),
  ])
}

/** The last judgement of everything and, where parts were judged since, the last one of those. */
function speakingRuns(entries: readonly LogEntry[]): EntryOf<'audit'>[] {
  const judged = entriesOf(entries, 'audit').filter(
    ({ command, end, verdict }) =>
      end === 'finished' && verdict !== undefined && command !== 'baseline update',
  )
  const whole = judged.findIndex(({ filters }) => filters.length === 0)
  return whole === -1 ? judged.slice(0, 1) : [...judged.slice(0, Math.min(1, whole)), judged[whole]!]
}

function verdictSection({ id, command, filters, run, startedAt, actions }: EntryOf<'audit'>): Section {
  const asked: Line = filters.length === 0 ? ['everything'] : filterLine(filters)
  const ofRun: Line = run === undefined ? [] : [', ', { code: run }]
  const order = actions.length === 0 ? 'It asks for nothing.' : 'The worst comes first.'
  return {
    id,
    title: `From the ${command} of ${minute(startedAt)} UTC`,
    blocks: [paragraph('Of ', ...asked, ...ofRun, `. ${order}`), ...byOwner(actions, actionLine)],
  }
}

/** A list for each owner, in the order in which they first appear; what nobody owns comes last. */
function byOwner<T extends { readonly owner?: string | undefined }>(
  items: readonly T[],
  line: (item: T) => Line,
): Block[] {
  const owners = [...new Set(items.map(({ owner }) => owner))]
  const last = owners.includes(undefined) ? [undefined] : []
  return [...owners.filter((owner) => owner !== undefined), ...last].flatMap((owner) => {
    const own = items.filter((item) => item.owner === owner)
    return [
      paragraph({ strong: owner ?? 'Nobody in particular' }),
      listOf(own.map((item) => [paragraph('[ ] ', ...line(item))])),
    ]
  })
}

function nextLine(one: EntryOf<'next'>): Line {
  return [ended(one.text), ...aboutLine(one.about), ...appendSignature(one)]
}

function actionLine({ kind, subjects, others, what, next, command }: Action): Line {
  const several = subjects.length + others > 1 ? ': each' : ''
  const more = `${others > 0 ? ` and ${others} more` : ''}${several} ${ended(what)}`
  const asks = next === '' ? [] : [` ${ended(next)}`]
  const how: Line = command === undefined ? [] : [' ', { command }]
  return [`${kind}: `, ...interleave(subjects.map(quoteName), ', '), more, ...asks, ...how]
}
