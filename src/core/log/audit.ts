import type { Action, Audit } from '../../model/audit.ts'
import type { Config } from '../../model/config.ts'
import type { Environment } from '../../model/environment.ts'
import type { Draft } from '../../model/log.ts'
import { type Decision, longestNote } from '../../model/note.ts'
import type { ProfileReport } from '../../model/profile-report.ts'
import type { Run, Source } from '../../model/run.ts'
import { assess } from '../assess/assess.ts'
import { type Attention, attention } from '../assess/attention.ts'
import { headline } from '../assess/headline.ts'
import { nanosecondsBetween } from '../identity/elapsed.ts'
import { ownerOf } from '../identity/owner.ts'
import { count } from '../wording/count.ts'
import { elide } from '../wording/elide.ts'
import { visible } from '../wording/plain.ts'
import type { Checked } from './hypothesis.ts'

/** A command that measured something, as far as it came. */
export type CommandRecord = {
  readonly command: Audit['command']
  readonly filters: readonly string[]
  readonly against?: string | undefined
  readonly startedAt: string
  readonly endedAt: string
  readonly interrupted: boolean
  readonly version: string
  readonly environment: Environment
  readonly source?: Source | undefined
  readonly config: Config
  /** What it ended with, where it did not fail. */
  readonly run?: Run | undefined
  readonly report?: ProfileReport | undefined
  readonly status?: string | undefined
  readonly files: readonly string[]
  /** What ended it. */
  readonly error?: { readonly message: string } | undefined
  /** Open hypotheses that it has numbers for. */
  readonly checked: readonly Checked[]
}

/** How many are remembered of a run; subjects are named of each action. */
const most = { errors: 10, actions: 12, subjects: 3 } as const

/** The longest text of one, in columns. */
const longest = { error: 500, action: 300 } as const

/** What the logbook says about it. */
export function auditOf(record: CommandRecord): Draft<Audit> {
  const { run, report, error, environment, source, against, status } = record
  const items = run ? attention(assess(run)) : []
  return {
    type: 'audit',
    command: record.command,
    filters: [...record.filters],
    ...(against !== undefined && { against }),
    startedAt: record.startedAt,
    duration: Math.max(0, nanosecondsBetween(record.startedAt, record.endedAt)),
    tools: { assay: record.version, node: environment.runtime.node, v8: environment.runtime.v8 },
    class: environment.class,
    ...(source && { source }),
    end: record.interrupted ? 'interrupted' : error ? 'failed' : 'finished',
    ...((run ?? report) && { run: (run ?? report)!.id }),
    ...(run && { verdict: run.verdict }),
    ...(status !== undefined && { status }),
    summary: short(run ? headline(run, items) : report ? countProfiles(report) : (error?.message ?? '')),
    counts: countsOf(record),
    errors: errorsOf(record).map((text) => short(text)),
    actions: run ? actionsOf(run, items, record.config.owners) : [],
    standings: record.checked.map(({ hypothesis, numbers }) => ({ of: hypothesis.id, numbers })),
    files: [...record.files],
  }
}

/** Why a baseline was changed, as the decision that it is. */
export function baselineDecision(run: Run, filters: readonly string[], why: string): Draft<Decision> {
  const measured = run.benchmarks.filter(({ state }) => state === 'measured').length
  return {
    type: 'decision',
    text: `Accept ${run.id} as the baseline of ${count(measured, 'benchmark')} on ${run.environment.class}`,
    why: why.slice(0, longestNote),
    about: [...filters],
  }
}

function countProfiles({ profiles }: ProfileReport): string {
  return `${count(profiles.filter(({ error }) => !error).length, 'benchmark')} profiled`
}

function countsOf({ run, report }: CommandRecord): Record<string, number> {
  const words = [
    ...(run?.benchmarks ?? []).map(({ state }) => state),
    ...(run?.comparisons ?? []).map(({ verdict }) => verdict),
    ...(report?.profiles ?? []).map(({ error }) => (error ? 'failed' : 'profiled')),
  ]
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

function errorsOf({ run, report, error }: CommandRecord): string[] {
  const failures = [...(run?.benchmarks ?? []), ...(report?.profiles ?? [])]
  return [
    ...(error ? [error.message] : []),
    ...failures.flatMap(({ id, error: failure }) => (failure ? [`${id}: ${failure.message}`] : [])),
    ...((run ?? report)?.findings ?? [])
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => message),
  ].slice(0, most.errors)
}

/** What the items that need attention ask for, worst first, and who should do it. Warnings about numbers ask for nothing that lasts. */
function actionsOf(run: Run, items: readonly Attention[], owners: Config['owners']): Action[] {
  return items
    .filter(({ kind }) => kind !== 'warning')
    .slice(0, most.actions)
    .map(({ kind, subjects, what, next, command }) => {
      const owner = ownerFor(subjects[0], run, owners)
      return {
        kind,
        subjects: subjects.slice(0, most.subjects),
        others: Math.max(0, subjects.length - most.subjects),
        what: short(what, longest.action),
        next: short(next, longest.action),
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

function short(text: string, width: number = longest.error): string {
  return elide(visible(text), width)
}
