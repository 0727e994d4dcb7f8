import type { Action } from '../../../model/audit.ts'
import type { EntryOf, LogEntry } from '../../../model/log.ts'
import type { Rendered } from '../../../model/rendered.ts'
import { entriesOf, openOf } from '../../log/open-entries.ts'
import type { Logbook } from '../../log/read-log.ts'
import { minute } from '../blocks/log-words.ts'
import { aboutText, named, page, pageHead, said, signature } from './log.ts'
import { code, prose } from './syntax.ts'

/** What is to be done and who should take it: what people noted, and what the last verdicts ask for. */
export function nextActions({ entries }: Logbook): Rendered {
  const noted = openOf(entries, 'next')
  const runs = speakingRuns(entries)
  return page('next-actions.md', [
    ...pageHead('Next actions', 'What is to be done about performance, and who should take it.'),
    '## Noted',
    noted.length === 0 ? 'None.' : byOwner(noted, next),
    ...runs.flatMap(verdicts),
    ...(runs.length === 0 ? ['## From the last verdict', 'Nothing was judged yet.'] : []),
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

function verdicts({ command, filters, run, startedAt, actions }: EntryOf<'audit'>): string[] {
  const asked = filters.length === 0 ? 'everything' : aboutText(filters)
  const id = run === undefined ? '' : `, ${code(run)}`
  return [
    `## From the ${command} of ${minute(startedAt)} UTC`,
    `Of ${asked}${id}. ${actions.length === 0 ? 'It asks for nothing.' : 'The worst comes first.'}`,
    ...(actions.length === 0 ? [] : [byOwner(actions, action)]),
  ]
}

/** A list for each owner, in the order in which they first appear; what nobody owns comes last. */
function byOwner<T extends { readonly owner?: string | undefined }>(
  items: readonly T[],
  line: (item: T) => string,
): string {
  const owners = [...new Set(items.map(({ owner }) => owner))]
  const sorted = [
    ...owners.filter((owner) => owner !== undefined),
    ...owners.filter((owner) => owner === undefined),
  ]
  return sorted
    .map((owner) => {
      const own = items.filter((item) => item.owner === owner)
      const title = owner === undefined ? 'Nobody in particular' : prose(owner)
      return [`**${title}**`, own.map((item) => `- [ ] ${line(item)}`).join('\n')].join('\n\n')
    })
    .join('\n\n')
}

function next(one: EntryOf<'next'>): string {
  const about = one.about.length === 0 ? '' : ` About ${aboutText(one.about)}.`
  return `${said(one.text)}${about} (${signature(one)})`
}

function action({ kind, subjects, others, what, next: todo, command }: Action): string {
  const several = subjects.length + others > 1 ? ': each' : ''
  const names = `${subjects.map(named).join(', ')}${others > 0 ? ` and ${others} more` : ''}${several}`
  const asks = todo === '' ? '' : ` ${said(todo)}`
  return `${prose(kind)}: ${names} ${said(what)}${asks}${command === undefined ? '' : ` ${code(command)}`}`
}
