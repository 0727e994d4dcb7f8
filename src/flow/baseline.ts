import { acceptRun, isCurrent, nameSession, objections } from '../core/baseline/accept.ts'
import { acceptControls } from '../core/baseline/accept-controls.ts'
import { acceptEnvironment } from '../core/baseline/accept-environment.ts'
import { disagreements } from '../core/baseline/disagreement.ts'
import { isOfMachine, nothingToRecord, type Objection, wordObjections } from '../core/baseline/objection.ts'
import { findUnusable } from '../core/baseline/unusable.ts'
import {
  commitsToCompare,
  describeUpdate,
  isRecordedRun,
  planUpdate,
  type SameSince,
  type UpdatePlan,
} from '../core/baseline/update-plan.ts'
import { environmentsOf } from '../core/compare/recorded/recorded-environments.ts'
import { nanosecondsBetween } from '../core/identity/elapsed.ts'
import { digestEnvironment, recordEnvironment } from '../core/machine/environment-record.ts'
import { forkBudget } from '../core/plan/plan.ts'
import { tellEnvironment } from '../core/wording/environment-words.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Baseline } from '../model/baseline.ts'
import { policy } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import { method } from '../model/method.ts'
import type { ControlValues, Run } from '../model/run.ts'
import { compareWithRecorded } from './environment-changes.ts'
import type { Host } from './host.ts'
import { measureKernels } from './kernels.ts'
import { annotateRun } from './logbook.ts'
import { measureRun } from './measure-run.ts'
import type { Recorded } from './ports/baselines.ts'
import { renderReport } from './render-report.ts'
import type { Request } from './request.ts'
import { inputFiles } from './run-document.ts'
import { type Selection, selectBenchmarks } from './select.ts'
import { withAudit } from './with-audit.ts'

export type Updated = {
  readonly run: Run
  /** Whether the run was measured now; otherwise it is the last one, which still tells about the present code. */
  readonly measured: boolean
  /** Files written, or deleted because nothing is recorded in them any more, relative to the project. */
  readonly files: readonly string[]
  /** How many benchmarks have numbers that were recorded, and where those went, a line for each file. */
  readonly numbers: number
  readonly placings: readonly string[]
  /** What was accepted although it speaks against the run. */
  readonly forced: readonly string[]
}

/** Why numbers are accepted, and whether in spite of what speaks against them. */
type Asked = { readonly why: string; readonly force: boolean }

/**
 * `assay baseline update`: accepts the last run, or measures when it does not tell about the code as it is now or is
 * recorded already. Where the code is the same as that of the session before, the numbers are a further session; where
 * it is not, they take the place of what was recorded. Refuses a run that had better not be built upon, unless it is
 * forced, and one without any number in any case.
 *
 * @throws AssayError `refused-baseline`, `changed-meanwhile`, `not-writable`, `busy`, and what measuring throws
 */
export async function updateBaseline(host: Host, request: Request, asked: Asked): Promise<Updated> {
  return withAudit(host, { command: 'baseline update', request, why: asked.why }, (watched) =>
    acceptNumbers(watched, request, asked),
  )
}

async function acceptNumbers(host: Host, request: Request, asked: Asked): Promise<Updated> {
  const chosen = await selectBenchmarks(host, request)
  const last = await lastRun(host, chosen, request, asked)
  const run = only(last ?? (await measured(host, chosen, request)), chosen)
  const kernels = run.controls ?? (await kernelsAfter(host, chosen, run))
  for (let attempt = 1; ; attempt++) {
    try {
      const accepted = await record(host, chosen, request, { run, kernels, ...asked })
      return { ...accepted, measured: last === undefined }
    } catch (error) {
      // Somebody else accepted numbers at the same time. They are read again: these are held against them, and added.
      const again = error instanceof AssayError && error.code === 'changed-meanwhile' && attempt < attempts
      if (!again) throw error
    }
  }
}

const attempts = 5

/** Holds a run against what is recorded, and adds it. */
async function record(
  host: Host,
  chosen: Selection,
  request: Request,
  of: Asked & { readonly run: Run; readonly kernels: ControlValues | undefined },
): Promise<Omit<Updated, 'measured'>> {
  const { kernels, why, force } = of
  const machine = of.run.environment.class
  const recorded = await host.baselines(machine)
  const { baselines, unusable } = recorded
  const run = nameSession(of.run, [...baselines, ...(recorded.controls ? [recorded.controls] : [])])
  const placings = await place(host, chosen, run, baselines)
  const isEmpty = placings.size === 0
  const broken = chosen.findings.filter(({ severity }) => severity === 'error')
  const objected: Objection[] = [
    ...(host.interrupted() && !run.partial
      ? [{ reason: 'partial', text: 'it was interrupted' } as const]
      : []),
    ...objections(run),
    ...(isEmpty ? [nothingToRecord] : []),
    ...disagreements(baselines, run, placings),
    ...[...broken, ...unusable.map(findUnusable)].map(
      ({ subject, message }): Objection => ({ reason: 'file', text: `${subject}: ${message}` }),
    ),
  ]
  const { drift } = run.policy
  const against = wordObjections(objected, {
    ...{ environment: run.environment, drift, benchmarks: run.benchmarks.length },
    since: await tellSince(host, run, recorded, objected),
  })
  if (isEmpty || (against.length > 0 && !force)) {
    const folder = `${chosen.config.reports.dir}/latest`
    const isReusable = !isEmpty && !run.partial && !host.interrupted()
    host.show({ type: 'refused', run, folder, against, isOfMachine: isOfMachine(objected), isReusable })
    throw new AssayError(
      'refused-baseline',
      `the baseline is left as it is: ${against.join(' ')}`,
      `Run it again when that is fixed${isEmpty ? '' : ', or accept it as it is with --force'}.`,
    )
  }
  // What a file that does not load has is not known to be gone.
  const everything = request.filters.length === 0 && broken.length === 0
  const accepted = acceptRun(baselines, run, why, everything, placings)
  const all = [...accepted, ...baselines.filter(({ file }) => !accepted.some((one) => one.file === file))]
  const controls = acceptControls(recorded.controls, kernels, run, why, all)
  const isAny = recorded.controls || Object.keys(controls.benchmarks).length > 0
  const written = [...accepted, ...(isAny ? [controls] : [])]
  const record = recordEnvironment(run.environment, run.tool.version)
  const named = { digest: digestEnvironment(record), record }
  const environments = acceptEnvironment(recorded.environments, named, run, [...all, controls])
  const files = await host.writeBaselines(machine, written, recorded.digests, environments)
  return { run, files, placings: describeUpdate(placings, run), numbers: placings.size, forced: against }
}

/** Where sessions of the same code disagree, what differs around them. */
async function tellSince(
  host: Host,
  run: Run,
  recorded: Recorded,
  objected: readonly Objection[],
): Promise<string | undefined> {
  const ids = new Set(
    objected.flatMap(({ reason, subject }) => (reason === 'disagrees' ? (subject ?? []) : [])),
  )
  const disagreeing = run.benchmarks.filter(({ id }) => ids.has(id))
  const known = environmentsOf(disagreeing, recorded)
  return tellEnvironment(await compareWithRecorded(host, known, run.environment))
}

/** What the machine was like when a run was made that did not ask, if that was so lately that it can still be told. */
async function kernelsAfter(host: Host, chosen: Selection, run: Run): Promise<ControlValues | undefined> {
  if (nanosecondsBetween(run.finishedAt, host.now()) > policy.controls.age) return undefined
  const kernels = await measureKernels(host, chosen, run.seed)
  host.show({ type: 'done' })
  return kernels
}

/** Asks git what has changed since the sessions before, and by tracing which benchmarks that touches. */
async function place(
  host: Host,
  { benchmarks, config }: Selection,
  run: Run,
  baselines: readonly Baseline[],
): Promise<UpdatePlan> {
  const since = new Map<string, SameSince>()
  for (const [commit, of] of commitsToCompare(baselines, run)) {
    const ids = new Set(of.map(({ id }) => id))
    const asked = benchmarks.filter(({ id }) => ids.has(id))
    try {
      const begun = await host.changesSince(commit, asked, config)
      since.set(commit, await begun.settle())
    } catch (error) {
      if (!(error instanceof AssayError)) throw error
      since.set(commit, { unknown: error.message })
    }
  }
  return planUpdate(baselines, run, since)
}

/** `assay baseline show`: what is accepted, by class. */
export async function showBaseline(host: Host): Promise<Shown[]> {
  const shown: Shown[] = []
  for (const machine of await host.classes()) {
    const { unusable, ...recorded } = await host.baselines(machine)
    shown.push({ class: machine, ...recorded, findings: unusable.map(findUnusable) })
  }
  return shown
}

type Shown = Omit<Recorded, 'unusable'> & { readonly class: string; readonly findings: readonly Finding[] }

/**
 * Whoever says how to measure does not mean a run that was measured otherwise. One that was refused is accepted by force as it
 * is, where it was asked for in the same words.
 */
function isAskedFor(
  { time, forks, seed }: Request,
  { request, seed: drawn }: Run,
  { force }: Asked,
): boolean {
  if (time === undefined && forks === undefined && seed === undefined) return true
  return force && time === request.time && forks === request.forks && (seed ?? drawn) === drawn
}

/** The last run, when it is about this code on this machine and has all that is asked for. */
async function lastRun(
  host: Host,
  chosen: Selection,
  request: Request,
  asked: Asked,
): Promise<Run | undefined> {
  const run = await host.readLatestRun(chosen.config)
  // A session is of one machine.
  if (!run || run.partial || run.merged || !isAskedFor(request, run, asked)) return undefined
  const environment = await host.environment()
  const now = {
    source: await host.source(chosen.config),
    class: environment.class,
    inputs: await host.digests(inputFiles(chosen)),
    method,
    trialTime: forkBudget(chosen.config),
  }
  const covered = chosen.benchmarks.every(({ id }) => run.benchmarks.some((benchmark) => benchmark.id === id))
  if (!covered || !isCurrent(run, now)) return undefined
  // Recorded once, it is no further session.
  const { baselines } = await host.baselines(environment.class)
  return isRecordedRun(run, chosen.benchmarks, baselines) ? undefined : run
}

async function measured(host: Host, chosen: Selection, request: Request): Promise<Run> {
  await host.checkReports(chosen.config, ['baselines'])
  const { run: taken } = await measureRun(host, chosen, request, { command: 'run', against: undefined })
  const annotated = await annotateRun(host, chosen.config, taken)
  const { run, files } = await renderReport(host, annotated, chosen.config)
  await host.writeReport(chosen.config, 'latest', files)
  return run
}

/** Of a stored run, the benchmarks that the filters choose. */
function only(run: Run, { benchmarks }: Selection): Run {
  const ids = new Set(benchmarks.map(({ id }) => id))
  return { ...run, benchmarks: run.benchmarks.filter(({ id }) => ids.has(id)) }
}
