import { needsNumber } from '../core/assess/budget.ts'
import { environmentFindings } from '../core/machine/environment-findings.ts'
import type { Finding } from '../model/finding.ts'
import type { Rendered } from '../model/rendered.ts'
import type { Run } from '../model/run.ts'
import { compareWithAnchor, sinceAnchor } from './anchor.ts'
import { bailStages } from './bail.ts'
import { type Bases, findBases } from './bases.ts'
import { compareRuntimes } from './between-runtimes.ts'
import { decide } from './decide.ts'
import { findEnvironmentChanges } from './environment-changes.ts'
import type { Host } from './host.ts'
import { checkDeclarations, withoutFailures } from './measure.ts'
import type { Request } from './request.ts'
import { composeRun, describeRequest, recordedFindings, startRun } from './run-document.ts'
import type { Selection } from './select.ts'
import { limitStages, timeFindings } from './time-limit.ts'
import { findUnreachedCode } from './unreached.ts'
import { noBase } from './without-base.ts'

/** How a command measures. */
export type Terms = {
  readonly command: Run['request']['command']
  /** What it compares with (bases.ts); nothing, because its numbers are about to be recorded. */
  readonly against: string | undefined
  /** What is known to be wrong before anything is measured. */
  readonly findings?: readonly Finding[]
  /** Refuses bases that the command cannot do with. */
  readonly checkBases?: (bases: Bases) => void
}

/** A run that was measured, and the files beside its report. */
export type MeasuredRun = { readonly run: Run; readonly files: readonly Rendered[] }

/** Whether recorded numbers are among what a run is held against: a release stands on them whatever it compares with. */
function isHeldAgainst({ found }: Bases, command: Terms['command']): boolean {
  return command === 'gate' || found === 'accepted' || found === 'derived'
}

/** A path of this machine is no word for anybody else: labels are what can be asked for anywhere. */
function withLabels(request: Request, { listing: { runtimes = [] } }: Selection): Request {
  return request.runtimes && runtimes.length > 0
    ? { ...request, runtimes: runtimes.map(({ label }) => label) }
    : { ...request, runtimes: undefined }
}

/** Everything from the machine to the Run document. */
export async function measureRun(
  host: Host,
  chosen: Selection,
  request: Request,
  { command, against, findings = [], checkBases }: Terms,
): Promise<MeasuredRun> {
  const { config, shard } = chosen
  const begun = await startRun(host, chosen, request)
  const asked = describeRequest(command, withLabels(request, chosen), against)
  if (chosen.benchmarks.length === 0) {
    const found = { environment: begun.machine, ledger: [], controls: undefined, anchor: undefined }
    const run = composeRun(
      host,
      chosen,
      { ...begun, request: asked },
      { ...found, comparisons: [], findings },
    )
    return { run, files: [] }
  }
  const recorded = await host.baselines(begun.machine.class)
  const watched = await host.watch()
  const limited = limitStages(host, {
    begun: chosen.begunAt ?? begun.startedAt,
    within: request.within,
    most: config.time.forks.max,
    isPairsOnly: !chosen.benchmarks.some((one) => needsNumber(one, command, config)),
  })
  const bail = request.bail ? bailStages(limited) : undefined
  const stage = bail?.stage ?? limited
  const checks = await checkDeclarations(stage('numbers'), chosen)
  const able = withoutFailures(chosen.benchmarks, checks)
  const bases = await findBases(host, config, against, able, recorded, { ...begun, all: shard?.all ?? able })
  checkBases?.(bases)
  const since = command === 'gate' ? await sinceAnchor(host, chosen, checks) : undefined
  const { seed } = begun
  const task = {
    stage,
    host,
    chosen,
    request,
    command,
    ledger: checks,
    recorded,
    bases,
    seed,
    cpus: begun.machine.hardware.availableCpus,
  }
  const decided = await decide(task)
  const anchored = await compareWithAnchor(host, chosen, decided.ledger, since, seed)
  // What this part does not run another one may.
  const isUnknown = shard !== undefined || stage('numbers').interrupted()
  const unreached = isUnknown ? [] : await findUnreachedCode(host, chosen, request, bases.matched)
  const ledger = [...decided.ledger, ...anchored.ledger]
  const isLooking = command === 'run' && !request.changed && !stage('numbers').interrupted()
  const sound = new Set(withoutFailures(chosen.benchmarks, ledger).map(({ id }) => id))
  const isAble = (id: string) => sound.has(id)
  const alternatives = isLooking ? await compareRuntimes(stage('numbers'), chosen, isAble, seed) : []
  host.show({ type: 'done' })
  const found = {
    environment: { ...begun.machine, during: watched() },
    ledger,
    controls: decided.controls,
    ...(isHeldAgainst(bases, command) ? { recorded } : {}),
    nullControls: decided.nullControls,
    comparisons: [...decided.comparisons],
    anchor: anchored.anchor,
    explanations: [...decided.explanations, ...anchored.explanations],
    findings: [
      ...findings,
      ...(bases.found === 'named'
        ? []
        : recordedFindings(
            recorded,
            bases,
            begun.machine,
            { ...chosen, benchmarks: decided.judged },
            ledger,
            decided.controls,
          )),
      ...(bases.doubt ? [noBase(host, 'Nothing was compared', bases.doubt)] : []),
      ...decided.findings,
      ...anchored.findings,
      ...unreached,
    ],
  }
  const composed = composeRun(host, chosen, { ...begun, request: asked }, found)
  const changes = await findEnvironmentChanges(host, {
    ...{ ...composed, recorded, config, isAnyClass: bases.found === 'accepted' },
  })
  const doubts = environmentFindings(changes, composed.comparisons)
  const late = timeFindings(host, limited, request.within, chosen, composed)
  const bailed = bail?.findings(composed.comparisons) ?? []
  return {
    // Warnings, which change no verdict.
    run: {
      ...composed,
      ...(alternatives.length > 0 && { alternatives }),
      ...(changes.length > 0 && { environmentChanges: changes }),
      findings: [...composed.findings, ...doubts, ...late, ...bailed],
    },
    files: [...decided.files, ...anchored.files],
  }
}
