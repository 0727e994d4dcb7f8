import { auditOf, baselineDecision } from '../core/log/audit.ts'
import { type Checked, checkHypotheses, outcomeOf } from '../core/log/hypothesis.ts'
import { openOf } from '../core/log/open-entries.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Audit } from '../model/audit.ts'
import type { Config } from '../model/config.ts'
import type { Environment } from '../model/environment.ts'
import type { ProfileReport } from '../model/profile-report.ts'
import type { Run, Source } from '../model/run.ts'
import type { Host } from './host.ts'
import { readLogbook, writeLog } from './logbook.ts'
import type { Request } from './request.ts'

/** A command that is remembered, as it was asked for. */
export type AuditedCommand = {
  readonly command: Audit['command']
  readonly request: Pick<Request, 'filters' | 'shard'>
  /** The revision or version to compare with. */
  readonly against?: string | undefined
  /** Why a baseline is changed. */
  readonly why?: string | undefined
}

/** What the logbook tells of the end of a flow. */
type Ended = {
  readonly run?: Run
  readonly report?: ProfileReport
  readonly folder?: string
  /** Paths, as a list or by what they are. */
  readonly files?: readonly string[] | Readonly<Record<string, string>>
  readonly certificate?: { readonly status: string }
}

/**
 * Runs a flow and appends to the logbook how it ended, also when it fails or is interrupted: from the moment on that it
 * knows the machine, before which nothing has run. Hypotheses that it has reached are closed. Of what only looks, that is all,
 * unless the configuration asks for more. What is refused begins no logbook. One that cannot be written changes nothing else.
 */
export async function withAudit<T extends Ended>(
  host: Host,
  asked: AuditedCommand,
  flow: (host: Host) => Promise<T>,
): Promise<T> {
  // A part decides nothing: what is remembered is the run that all of them are.
  if (asked.request.shard) return flow(host)
  const startedAt = host.now()
  const seen: Seen = {}
  const end = await flow(watching(host, seen)).then(
    (ended) => ({ ended, error: undefined }),
    (error: unknown) => ({ ended: undefined, error: error instanceof Error ? error : new Error(`${error}`) }),
  )
  await append(host, asked, { startedAt, ...seen }, end.ended, end.error)
  if (end.error) throw end.error
  return end.ended as T
}

/** What a flow has learned when it ends, in whatever way. */
type Seen = { config?: Config; environment?: Environment; source?: Source }

/** The host, and what a flow asks of it is seen. */
function watching(host: Host, seen: Seen): Host {
  return {
    ...host,
    loadConfig: async () => {
      const loaded = await host.loadConfig()
      seen.config = loaded.config
      return loaded
    },
    environment: async () => {
      seen.environment = await host.environment()
      return seen.environment
    },
    source: async (config) => {
      seen.source = await host.source(config)
      return seen.source
    },
  }
}

/** Appends to the logbook a run that was measured elsewhere, as its command would have. */
export async function rememberRun(host: Host, config: Config, run: Run, folder: string): Promise<void> {
  const { request, startedAt, environment, source } = run
  if (request.command === 'time') return
  const asked = { command: request.command, request, against: request.ref }
  await append(host, asked, { startedAt, config, environment, source }, { run, folder }, undefined)
}

async function append(
  host: Host,
  { command, request, against, why }: AuditedCommand,
  { startedAt, config, environment, source }: Seen & { readonly startedAt: string },
  ended: Ended | undefined,
  error: Error | undefined,
): Promise<void> {
  if (!config || !environment) return
  const run = ended?.run
  try {
    const { entries } = await readLogbook(host, config)
    if (error instanceof AssayError && (await host.readLog(config)) === '') return
    const checked: Checked[] = run ? checkHypotheses(openOf(entries, 'hypothesis'), run) : []
    const outcomes = run ? checked.filter(({ reached }) => reached).map((one) => outcomeOf(one, run)) : []
    if (config.logbook === 'decisions' && !decides.has(command)) {
      if (outcomes.length > 0) await writeLog(host, config, outcomes)
      return
    }
    const audit = auditOf({
      command,
      filters: request.filters,
      against,
      startedAt,
      endedAt: host.now(),
      interrupted: host.interrupted() || run?.partial === true,
      version: host.version,
      environment,
      source,
      config,
      run,
      report: ended?.report,
      status: ended?.certificate?.status,
      files: filesOf(ended),
      error: error && { message: host.publishable(error.message) },
      checked,
    })
    const decisions = run && why !== undefined ? [baselineDecision(run, request.filters, why)] : []
    await writeLog(host, config, [audit, ...decisions, ...outcomes])
  } catch (unwritten) {
    if (!(unwritten instanceof AssayError)) throw unwritten
    host.show({ type: 'unremembered', message: unwritten.message, advice: unwritten.advice })
  }
}

/** What changes what others are held to; the others only look. */
const decides: ReadonlySet<Audit['command']> = new Set(['gate', 'baseline update'])

function filesOf({ folder, files = [] }: Ended = {}): string[] {
  return [folder, ...Object.values<string>(files)].filter((file) => file !== undefined)
}
