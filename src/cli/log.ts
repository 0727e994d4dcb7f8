import { logText } from '../core/report/terminal/log.ts'
import { count } from '../core/wording/count.ts'
import { jsonText } from '../core/wording/json.ts'
import { plain } from '../core/wording/plain.ts'
import type { Host } from '../flow/host.ts'
import { hypothesize } from '../flow/hypothesize.ts'
import { close, finish, type Logged, note, search, show } from '../flow/log.ts'
import type { Console } from './console.ts'
import type { Invocation } from './invocation.ts'
import {
  aboutOf,
  closingOf,
  hypothesisOf,
  only,
  readOwner,
  reasonOf,
  textOf,
  trimText,
  weightOf,
} from './log-arguments.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

/** What every verb of the logbook has. */
type Shared = 'json' | 'config'

/** The programs of `assay log <verb>`. What was typed is checked before the project is looked at. */
export const logPrograms = {
  async decide(invocation: Invocation<Shared | 'why' | 'about'>) {
    const { flags, words } = invocation
    const [text, why, about] = [textOf(words), reasonOf(flags), aboutOf(flags)]
    return printLog(invocation, (host) => note(host, { type: 'decision', text, why, about }))
  },
  async insight(invocation: Invocation<Shared | 'about' | 'area' | 'impact' | 'confidence'>) {
    const { flags, words } = invocation
    const draft = { text: textOf(words), ...weightOf(flags), about: aboutOf(flags) }
    return printLog(invocation, (host) => note(host, { type: 'insight', ...draft }))
  },
  async hypothesis(invocation: Invocation<Shared | 'about' | 'metric' | 'target'>) {
    const { flags, words } = invocation
    const asked = { text: textOf(words), about: aboutOf(flags), ...hypothesisOf(flags) }
    return printLog(invocation, (host) => hypothesize(host, asked))
  },
  async next(invocation: Invocation<Shared | 'about' | 'owner'>) {
    const { flags, words } = invocation
    const draft = { text: textOf(words), ...readOwner(flags), about: aboutOf(flags) }
    return printLog(invocation, (host) => note(host, { type: 'next', ...draft }))
  },
  async done(invocation: Invocation<Shared | 'why'>) {
    const id = only(invocation.words)
    return printLog(invocation, (host) => finish(host, id, trimText(invocation.flags.why)))
  },
  async close(invocation: Invocation<Shared | 'as' | 'why'>) {
    const [id, closing] = [only(invocation.words), closingOf(invocation.flags)]
    return printLog(invocation, (host) => close(host, id, closing))
  },
  async search(invocation: Invocation<Shared>) {
    const { words } = invocation
    if (words.length === 0) throw usageError('search needs a word', 'Write: assay log search sort')
    return printLog(invocation, (host) => search(host, words))
  },
  async show(invocation: Invocation<Shared>) {
    const id = invocation.words.length === 0 ? undefined : only(invocation.words)
    return printLog(invocation, (host) => show(host, id), { whole: id !== undefined })
  },
}

async function printLog(
  invocation: Invocation<Shared>,
  ask: (host: Host) => Promise<Logged>,
  { whole = false } = {},
): Promise<number> {
  const { flags, console } = invocation
  const logged = await withHost(invocation, ask)
  if (flags.json) console.out(jsonText({ entries: logged.entries, findings: logged.findings }))
  else showLogged(console, logged, whole)
  for (const { subject, message, advice } of logged.findings) {
    console.err(`${plain(subject)}: ${plain(message)}\n  ${plain(advice)}\n`)
  }
  return 0
}

/** Entries that a terminal has room for. */
const most = 20

function showLogged(console: Console, { entries, all }: Logged, whole: boolean): void {
  if (entries.length === 0) console.out(all.length === 0 ? 'the logbook is empty\n' : 'nothing fits\n')
  else console.out(logText(whole ? entries : entries.slice(0, most), all, console, { whole }))
  const rest = whole ? 0 : entries.length - most
  if (rest > 0) console.out(`\n… and ${count(rest, 'older one')}: --json has them all\n`)
}
