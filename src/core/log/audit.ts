import type { Action, Audit } from '../../model/audit.ts'
import type { Config } from '../../model/config.ts'
import type { Environment } from '../../model/environment.ts'
import type { Draft } from '../../model/log.ts'
import type { ProfileReport } from '../../model/profile-report.ts'
import type { Run, Source } from '../../model/run.ts'
import { assess } from '../assess/assess.ts'
import { attention } from '../assess/attention.ts'
import { headline } from '../assess/headline.ts'
import { nanosecondsBetween } from '../identity/elapsed.ts'
import { count } from '../wording/count.ts'
import { elide } from '../wording/elide.ts'
import { visible } from '../wording/plain.ts'
import { actionsOf } from './actions.ts'
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

/** Errors that are remembered, and the longest text of one. */
const most = 10
const longest = 500

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
    summary: short(run ? headline(run, items) : report ? profiled(report) : (error?.message ?? '')),
    counts: countsOf(record),
    errors: errorsOf(record).slice(0, most).map(short),
    actions: run ? actionsOf(run, items, record.config.owners) : ([] as Action[]),
    standings: record.checked.map(({ hypothesis, numbers }) => ({
      of: hypothesis.id,
      numbers: [...numbers],
    })),
    files: [...record.files],
  }
}

function profiled({ profiles }: ProfileReport): string {
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
  ]
}

function short(text: string): string {
  return elide(visible(text), longest)
}
