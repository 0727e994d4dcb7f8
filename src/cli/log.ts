import { logText } from '../core/report/terminal/log.ts'
import { count } from '../core/wording/count.ts'
import { jsonText } from '../core/wording/json.ts'
import { plain } from '../core/wording/plain.ts'
import type { Host } from '../flow/host.ts'
import { hypothesize } from '../flow/hypothesize.ts'
import { close, finish, type Logged, note, search, show } from '../flow/log.ts'
import { type MetricName, metricNames } from '../model/metric.ts'
import { type Insight, impactSchema, longestNote, outcomeEntrySchema } from '../model/note.ts'
import { parsePercent } from '../model/unit.ts'
import type { Console } from './console.ts'
import type { FlagValues, Invocation } from './invocation.ts'
import { oneOf, onlyWord, usageError } from './usage-error.ts'
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
    const owner = trimText(flags.owner)
    const draft = { text: textOf(words), ...(owner && { owner }), about: aboutOf(flags) }
    return printLog(invocation, (host) => note(host, { type: 'next', ...draft }))
  },
  async done(invocation: Invocation<Shared | 'why'>) {
    const id = only(invocation.words)
    return printLog(invocation, (host) => finish(host, id, trimText(invocation.flags.why)))
  },
  async close(invocation: Invocation<Shared | 'as' | 'why'>) {
    const { flags, words } = invocation
    const id = only(words)
    const verdict = oneOf(outcomeEntrySchema.shape.verdict.options, flags.as ?? '', '--as')
    const why = reasonOf(flags)
    return printLog(invocation, (host) => close(host, id, { verdict, why }))
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

// What words and flags mean. All of these throw an AssayError `usage` where they are wrong.

/** What a note says; several words may go without quotes. */
function textOf(words: readonly string[]): string {
  return bounded(words.join(' '), 'a note needs a text', 'Write it after the command, in quotes.')
}

function reasonOf({ why = '' }: FlagValues<'why'>): string {
  return bounded(why, 'this needs a reason', 'Add --why "…": it explains the entry to later readers.')
}

function aboutOf({ about }: FlagValues<'about'>): string[] {
  return about.map((filter) => filter.trim()).filter((filter) => filter !== '')
}

/** The one id that `done`, `close` and `show` are given. */
function only(words: readonly string[]): string {
  return onlyWord(
    words,
    words.length === 0 ? 'this needs the id of an entry' : `'${words.join(' ')}' is no single id`,
    "'assay log show' lists the newest entries; the last four characters of an id are mostly enough.",
  )
}

function weightOf({
  area: given,
  impact,
  confidence,
}: FlagValues<'area' | 'impact' | 'confidence'>): Pick<Insight, 'area' | 'impact' | 'confidence'> {
  const area = trimText(given)?.toLowerCase()
  return {
    ...(area !== undefined && { area }),
    ...(impact !== undefined && { impact: oneOf(impactSchema.options, impact, '--impact') }),
    ...(confidence !== undefined && { confidence: shareOf(confidence) }),
  }
}

function hypothesisOf({ metric = 'time', target }: FlagValues<'metric' | 'target'>): {
  metric: MetricName
  target: string
} {
  if (target !== undefined) return { metric: oneOf(metricNames(), metric, '--metric'), target }
  throw usageError('a hypothesis needs a target', "Add --target '50 ms', or a change: --target '-20 %'.")
}

function trimText(text: string | undefined): string | undefined {
  return text?.trim() || undefined
}

function bounded(text: string, missing: string, advice: string): string {
  const found = text.trim()
  if (found === '') throw usageError(missing, advice)
  if (found.length <= longestNote) return found
  throw usageError(
    `a text of ${found.length} characters is no note; ${longestNote} is the most`,
    'Shorten it.',
  )
}

/** `0.8` or `80 %`. */
function shareOf(text: string): number {
  const share = parsePercent(text) ?? (text.trim() === '' ? Number.NaN : Number(text))
  if (share >= 0 && share <= 1) return share
  throw usageError(`--confidence '${text}' is no share such as 0.8 or '80 %'`, 'Write a number from 0 to 1.')
}
