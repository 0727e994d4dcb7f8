import { logText } from '../core/report/terminal/log.ts'
import { count } from '../core/wording/count.ts'
import { jsonText } from '../core/wording/json.ts'
import { plain } from '../core/wording/plain.ts'
import type { Host } from '../flow/host.ts'
import { hypothesize } from '../flow/hypothesize.ts'
import { close, finish, type Logged, note, search, show } from '../flow/log.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Console } from './console.ts'
import type { Arguments, Invocation } from './invocation.ts'
import {
  aboutOf,
  closingOf,
  hypothesisOf,
  only,
  ownerOf,
  reasonOf,
  textOf,
  trimmed,
  weightOf,
} from './log-arguments.ts'
import { withHost } from './with-host.ts'

/** Understands what follows `assay log <action>`; what it returns does it. */
type Action = (words: readonly string[], args: Arguments) => (host: Host) => Promise<Logged>

/** What `assay log` can be told to do. */
export const logActions = {
  decide(words, args) {
    const draft = {
      type: 'decision',
      text: textOf(words),
      why: reasonOf(args),
      about: aboutOf(args),
    } as const
    return (host) => note(host, draft)
  },
  insight(words, args) {
    const draft = { type: 'insight', text: textOf(words), ...weightOf(args), about: aboutOf(args) } as const
    return (host) => note(host, draft)
  },
  hypothesis(words, args) {
    const asked = { text: textOf(words), about: aboutOf(args), ...hypothesisOf(args) }
    return (host) => hypothesize(host, asked)
  },
  next(words, args) {
    const draft = { type: 'next', text: textOf(words), ...ownerOf(args), about: aboutOf(args) } as const
    return (host) => note(host, draft)
  },
  done(words, args) {
    const id = only(words)
    return (host) => finish(host, id, trimmed(args.why))
  },
  close(words, args) {
    const [id, closing] = [only(words), closingOf(args)]
    return (host) => close(host, id, closing)
  },
  search(words) {
    if (words.length === 0)
      throw new AssayError('usage', 'search needs a word', 'Write: assay log search sort')
    return (host) => search(host, words)
  },
  show(words) {
    const id = words.length === 0 ? undefined : only(words)
    return (host) => show(host, id)
  },
} satisfies Record<string, Action>

export async function log(invocation: Invocation): Promise<number> {
  const { arguments: args, console } = invocation
  const [name = '', ...words] = args.rest
  if (!Object.hasOwn(logActions, name)) {
    throw new AssayError(
      'usage',
      name === '' ? 'log needs to be told what to do' : `log cannot '${name}'`,
      `It can ${Object.keys(logActions).join(', ')}: assay log decide "…" --why "…"`,
    )
  }
  const action: Action = logActions[name as keyof typeof logActions]
  const logged = await withHost(invocation, action(words, args))
  if (args.json) console.out(jsonText({ entries: logged.entries, findings: logged.findings }))
  else showLogged(console, logged, name === 'show' && words.length > 0)
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
