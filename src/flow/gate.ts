import { identicalTo } from '../core/contest-verdict.ts'
import type { EvidenceById } from '../core/evidence.ts'
import { countedOnes, openOnes, replaced, unpassable } from '../core/roads.ts'
import { takenFindings } from '../core/taken-finding.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison, Reference } from '../model/comparison.ts'
import type { Finding } from '../model/finding.ts'
import type { Rendered } from '../model/rendered.ts'
import type { ControlValues, Digest, Run } from '../model/run.ts'
import { compareWithAnchor, sinceAnchor } from './anchor.ts'
import { type Issued, issue } from './certify.ts'
import { type Chosen, choose } from './choose.ts'
import type { Host, Recorded, Since } from './host.ts'
import { comparableKernels } from './kernels.ts'
import { ableOnes, checked, confirm, measure } from './measure.ts'
import { type Measured, measurePairs } from './pairs.ts'
import { recall } from './recall.ts'
import { acceptedCommit } from './recorded-commit.ts'
import { remember } from './remember.ts'
import type { Request } from './request.ts'
import { asked, begin, compareRecorded, document, type Finished, recordedFindings, render } from './run.ts'

/** A decided gate: the run, its certificate, and where both lie, relative to the project. */
export type Decided = Finished & Issued

/**
 * `assay gate`: the release decision. What has not changed is identical; the rest is screened against the recorded
 * baseline; what that leaves open is decided by pairs with the baseline's commit. Holds budgets and correctness,
 * writes `reports/<id>/` and the certificate. The evidence is digested before and after: what changed in between
 * stops the release.
 */
export async function gate(host: Host, request: Request, keyFile?: string): Promise<Decided> {
  return remember(host, { command: 'gate', request }, (watched) => decideRelease(watched, request, keyFile))
}

async function decideRelease(host: Host, request: Request, keyFile: string | undefined): Promise<Decided> {
  const chosen = await choose(host, request)
  const { config } = chosen
  await host.checkReports(config, ['evidence', 'certificates'])
  const signing = await host.signing(config, 'release_gate', keyFile)
  const { run: taken, files } = await take(host, chosen, request, signing.isInReach ? [keyInReach] : [])
  const recalled = await recall(host, config, taken)
  // Two gates may begin in the same second: each has a name, and a folder, of its own.
  const run = { ...recalled, id: await host.claimEvidence(config, recalled.id) }
  const folder = await host.writeReport(config, run.id, [...render(run, config, files), ...files])
  const before = [...run.inputs, ...(run.baselines ?? [])]
  const changed = changedFiles(before, await host.digests(before.map(({ path }) => path)))
  const issued = await issue(host, { run, config, folder, kind: 'release_gate', changed, signing })
  return { run, config, folder, ...issued }
}

/** Everything from the machine to the Run document, and the files beside its report. */
async function take(
  host: Host,
  chosen: Chosen,
  request: Request,
  findings: readonly Finding[],
): Promise<Taken> {
  const { config } = chosen
  const begun = await begin(host, chosen, request)
  const recorded = await host.baselines(begun.machine.class)
  const watched = await host.watch()
  const evidence = await checked(host, chosen)
  const base = await baseOf(host, chosen, evidence, recorded, begun.machine.class)
  const anchor = await sinceAnchor(host, chosen, evidence)
  // Recorded numbers are of the benchmark file as it was; a revision that is measured now takes the working tree's.
  const same = config.gate.against === 'baseline' ? base.asRecorded : base.untouched
  const identical = ableOnes(evidence).filter(({ file }) => same.has(file))
  const changed = ableOnes(evidence).filter(({ file }) => !same.has(file))

  const decided = await decide(host, chosen, request, { evidence, recorded, base, changed, seed: begun.seed })
  const anchored = await compareWithAnchor(host, chosen, evidence, anchor, begun.seed)
  host.show({ type: 'done' })
  const known = new Set(identical.map(({ id }) => id))
  const comparisons = [
    ...identical.map(({ id }) => identicalTo(id, base.reference!)),
    ...decided.comparisons.filter(({ id }) => !known.has(id)),
  ]
  const found = {
    environment: { ...begun.machine, during: watched() },
    evidence,
    controls: decided.controls,
    recorded,
    nullControls: decided.nullControls ?? [],
    comparisons,
    anchor: anchored.anchor,
    explanations: [...(decided.explanations ?? []), ...anchored.explanations],
    findings: [
      ...findings,
      ...takenFindings(identical, base, base.reference),
      ...(config.gate.against === 'baseline'
        ? recordedFindings(recorded, begun.machine.class, config, evidence, decided.controls)
        : []),
      ...decided.findings,
      ...anchored.findings,
    ],
  }
  return {
    run: document(host, chosen, { ...begun, request: asked('gate', request) }, found, 'gate'),
    files: [...(decided.files ?? []), ...anchored.files],
  }
}

type Taken = { readonly run: Run; readonly files: readonly Rendered[] }

/** What a gate compares with beside recorded numbers: a base, or why there is none. */
type GateBase = Omit<Since, 'reference'> & {
  readonly reference?: Reference
  /** Why no base can be measured. */
  readonly reason?: AssayError
}

const nothingKnown = {
  untouched: new Set<string>(),
  asRecorded: new Set<string>(),
  edited: new Set<string>(),
  added: new Set<string>(),
  apart: new Map<string, string>(),
}

async function baseOf(
  host: Host,
  { config }: Chosen,
  evidence: EvidenceById,
  { baselines }: Recorded,
  machine: string,
): Promise<GateBase> {
  const { against } = config.gate
  const ref = against === 'baseline' ? await acceptedCommit(host, baselines, machine) : against
  if (ref === undefined) return nothingKnown
  try {
    return await host.since(ref, ableOnes(evidence), config)
  } catch (error) {
    // A revision that was asked for must be there; that of a baseline may be gone, and its numbers are not.
    if (against !== 'baseline' || !(error instanceof AssayError)) throw error
    return { ...nothingKnown, reason: error }
  }
}

type Task = {
  readonly evidence: EvidenceById
  readonly recorded: Recorded
  readonly base: GateBase
  readonly changed: readonly Benchmark[]
  readonly seed: string
}

type Decision = Partial<Pick<Measured, 'nullControls' | 'explanations' | 'files'>> & {
  readonly comparisons: readonly Comparison[]
  readonly findings: readonly Finding[]
  /** The control kernels, where recorded numbers were asked. */
  readonly controls?: ControlValues | undefined
}

/**
 * The cheap road first: recorded numbers, where a gate is against the baseline and they can decide anything; then pairs
 * for what is left.
 */
async function decide(host: Host, chosen: Chosen, request: Request, task: Task): Promise<Decision> {
  const { evidence, recorded, base, changed, seed } = task
  const { config } = chosen
  const { reference } = base
  const isWithoutNumbers = recorded.baselines.length === 0 && reference !== undefined
  if (config.gate.against !== 'baseline' || isWithoutNumbers) {
    const all = config.gate.against !== 'baseline' && request.filters.length === 0
    return measurePairs(host, chosen, evidence, changed, { ...base, reference: reference! }, seed, { all })
  }
  const direct = reference ? unpassable(changed, recorded.baselines, base.edited, config) : []
  const looked = changed.filter((one) => !direct.includes(one))
  await measure(host, config, evidence, looked, seed)
  const controls = await comparableKernels(host, config, seed, evidence, recorded)
  const compareNow = () => compareRecorded(chosen, request, evidence, recorded, controls)
  const screened = compareNow()
  const open = openOnes(screened)
  const undecided = ableOnes(evidence).filter(({ id }) => open.has(id))
  // Pairs measure both revisions with the working tree's benchmark files: what has changed in those would not show.
  const isRecorded = new Set(screened.filter(({ method }) => method === 'recorded').map(({ id }) => id))
  const confirmed = (one: Benchmark) => base.edited.has(one.file) && isRecorded.has(one.id)
  const confirmOnes = async (benchmarks: readonly Benchmark[]) => {
    await confirm(host, { ...chosen, benchmarks }, evidence, recorded.baselines, seed)
    return compareNow()
  }
  if (reference === undefined) {
    const findings = base.reason && open.size > 0 ? [noBase(host, base.reason)] : []
    return { comparisons: await confirmOnes(undecided), findings, controls }
  }
  try {
    const inPairs = [...direct, ...undecided.filter((one) => !confirmed(one))]
    const counted = countedOnes(screened)
    const since = { ...base, reference }
    const paired = await measurePairs(host, chosen, evidence, inPairs, since, seed, { counted })
    const rest = await confirmOnes(undecided.filter(confirmed))
    return { ...paired, comparisons: replaced(rest, paired.comparisons), controls }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    await measure(host, config, evidence, direct, seed)
    const left = openOnes(compareNow())
    const comparisons = await confirmOnes(ableOnes(evidence).filter(({ id }) => left.has(id)))
    return { comparisons, findings: [noBase(host, error)], controls }
  }
}

/** Measured code runs as the same user as this process, and can read what it was started with. */
const keyInReach: Finding = {
  code: 'key-in-reach',
  severity: 'info',
  subject: 'run',
  message:
    'The key that signs is in the environment (ASSAY_SIGNING_KEY) of what runs the benchmarks, and they can read it',
  advice:
    'Gate without it, and sign in another job that measures nothing: assay certify reports/<id>/run.json.',
}

function noBase(host: Host, { message, advice }: AssayError): Finding {
  return {
    code: 'no-base',
    severity: 'info',
    subject: 'run',
    message: `What the recorded baseline leaves open was not measured in pairs: ${host.publishable(message)}`,
    advice,
  }
}

/** Paths whose bytes differ, or that are there on one side only. */
function changedFiles(before: readonly Digest[], after: readonly Digest[]): string[] {
  const now = new Map(after.map(({ path, sha256 }) => [path, sha256]))
  return before.filter(({ path, sha256 }) => now.get(path) !== sha256).map(({ path }) => path)
}
