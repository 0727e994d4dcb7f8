import { existsSync, realpathSync } from 'node:fs'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, posix, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { satisfies, validRange } from 'semver'
import type { ContestStep } from '../core/contest.ts'
import { forkBudget, type Step } from '../core/plan.ts'
import { type Published, parsePublished, publishedRef } from '../core/published.ts'
import { shortCommit } from '../core/report/words.ts'
import { type Place, whatDiffers, whatIsUnknown } from '../core/sameness/untouched.ts'
import { takenFinding } from '../core/taken-finding.ts'
import type { Chosen } from '../flow/choose.ts'
import type { Base, Since } from '../flow/host.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Reference } from '../model/comparison.ts'
import { type Config, policy } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import type { Revision, Sides } from '../model/message.ts'
import type { Outcome, Trace } from '../model/outcome.ts'
import { nameOf, readChanges } from './changes.ts'
import { checkOut } from './checkout.ts'
import { exactVersion } from './exact-version.ts'
import { areEqual } from './files.ts'
import { fork, startFork } from './fork.ts'
import { placesOf } from './places.ts'
import { readManifest } from './project.ts'
import { takeTurns } from './turns.ts'
import { unpack } from './unpack.ts'

/** What loading the working tree's files touches, by the ids of their benchmarks: the same whatever they are compared with. */
export type Traces = Map<string, Promise<Outcome>>

/**
 * How the working tree differs from a base. A benchmark file is untouched when everything that loading it, setting
 * its benchmarks up and calling each some times touches is the same: measuring that would compare a thing with itself.
 * Of a published version nobody knows what it was made from, so nothing counts as untouched.
 *
 * @throws AssayError `no-git`, `no-revision`, `no-package`, `no-version`
 */
export async function changesSince(
  project: string,
  ref: string,
  benchmarks: readonly Benchmark[],
  config: Config,
  traces: Traces,
): Promise<Since> {
  const root = realpathSync(project)
  const published = await publishedIn(root, ref)
  const exact = published && (await exactVersion(root, published))
  const asked = published ? undefined : await readChanges(root, ref)
  const changes = asked?.changes
  const since = {
    untouched: new Set<string>(),
    asRecorded: new Set<string>(),
    edited: new Set<string>(),
    added: new Set<string>(),
    apart: new Map<string, string>(),
  }
  for (const file of new Set(benchmarks.map((one) => one.file))) {
    const members = benchmarks.filter((one) => one.file === file)
    const trace = await traceOf(root, file, members, config, traces)
    const [reason] = trace?.apart ?? []
    if (reason !== undefined) since.apart.set(file, reason)
    if (!changes) {
      if (!published) since.edited.add(file)
      continue
    }
    const own = nameOf(changes.top, realpathSync(resolve(root, file)))
    const isEdited = changes.changed.has(own) || !changes.tracked.has(own)
    if (isEdited) since.edited.add(file)
    if (changes.added.has(own)) since.added.add(file)
    if (!trace) continue
    const touched = { own, places: placesOf(changes.top, trace.files), opaque: trace.opaque }
    if (whatDiffers(touched, changes, unrelatedTo(root, changes.top, config)) !== undefined) continue
    since.untouched.add(file)
    if (!isEdited && whatIsUnknown(touched, changes, isForeign(changes.top)) === undefined)
      since.asRecorded.add(file)
  }
  const reference = exact ? { ref: publishedRef(exact.name, exact.wanted) } : { ref, commit: asked!.commit }
  return { reference, ...since }
}

/** What the project declares to be unrelated to code, and what Assay writes itself. */
function unrelatedTo(root: string, top: string, { base, reports }: Config): string[] {
  const prefix = nameOf(top, root)
  const ours = [reports.dir, 'baselines', '.assay'].map((folder) => posix.join(prefix, folder, '**'))
  return [...base.unrelated, ...ours]
}

/** The running program, which both sides share. */
const harness = fileURLToPath(new URL('../..', import.meta.url))

/** Code and data that lie outside of the repository and are not Assay's. */
function isForeign(top: string): (place: Place) => boolean {
  const harnessName = nameOf(top, harness)
  return ({ name, kind }) =>
    kind === 'file' &&
    !name.startsWith(harnessName) &&
    /\.(?:[cm]?[jt]sx?|json|node|wasm)$/u.test(name) &&
    relative(tmpdir(), resolve(top, name)).startsWith('..')
}

/** What the benchmarks of a file touch; `undefined` where that cannot be told, because one of them fails. */
async function traceOf(
  root: string,
  file: string,
  members: readonly Benchmark[],
  config: Config,
  traces: Traces,
): Promise<Trace | undefined> {
  const ids = members.map(({ id }) => id)
  const step = { kind: 'trace', file, keys: members.map(({ key }) => key), ids, round: 0 } as const
  const name = JSON.stringify(ids)
  const known = traces.get(name) ?? fork(root, step, config)
  traces.set(name, known)
  const outcome = await known
  return outcome.state === 'traced' ? outcome : undefined
}

/**
 * Lays a base out beside the working tree. Its benchmark files are the working tree's, which say what is measured; the
 * sources that they load are its own.
 *
 * @throws AssayError when it cannot be had or its dependencies cannot be provided
 */
export async function layOut(
  root: string,
  { ref, commit }: Reference,
  { benchmarks, config, configFile }: Pick<Chosen, 'benchmarks' | 'config' | 'configFile'>,
): Promise<Base> {
  const base =
    commit === undefined
      ? await unpack(root, (await publishedIn(root, ref))!)
      : await checkOut(root, { ref, commit }, config.base.build)
  const name = shortCommit(base.reference.ref)
  // What is published has neither benchmark files nor a configuration, as a rule: that they are not there says nothing.
  const isTold = (theirs: string) => commit !== undefined || existsSync(theirs)
  const taken: { readonly file: string; readonly isNew: boolean }[] = []
  for (const file of new Set(benchmarks.map((one) => one.file))) {
    const [mine, theirs] = [join(root, file), join(base.root, file)]
    if (await areEqual(mine, theirs)) continue
    if (isTold(theirs)) taken.push({ file, isNew: !existsSync(theirs) })
    await mkdir(dirname(theirs), { recursive: true })
    await copyFile(mine, theirs)
  }
  const otherConfig =
    configFile !== undefined &&
    isTold(join(base.root, configFile)) &&
    !(await areEqual(join(root, configFile), join(base.root, configFile)))
  return {
    ...base,
    findings: [
      ...taken.map(({ file, isNew }) => takenFinding(file, name, isNew)),
      ...(otherConfig ? [configFinding(configFile, name)] : []),
      ...(await engineFindings(base.root, name)),
    ],
  }
}

/** The published version that is meant; `undefined` where a revision of git is. */
async function publishedIn(root: string, ref: string): Promise<Published | undefined> {
  return parsePublished(ref, await readManifest(root))
}

/** One fork that measures both revisions in turn. In a control the revision is measured against itself. */
export async function forkPair(
  root: string,
  step: ContestStep,
  base: Base,
  config: Config,
  control: boolean,
): Promise<Outcome> {
  const { chance, benchmark } = step
  const { loads, runs, seed } = chance
  const source = control
    ? { file: resolve(base.again, benchmark.file), alias: base.aliasAgain }
    : { file: resolve(root, benchmark.file) }
  const other = { file: resolve(base.root, benchmark.file), alias: base.alias }
  return fork(root, stepOf('pair', step), config, {
    source,
    pair: { base: other, loads, runs, seed },
    chance,
  })
}

/** One fork of each revision, which measure in turns. */
export async function forkApart(
  root: string,
  step: ContestStep,
  base: Base,
  config: Config,
): Promise<Sides<Outcome>> {
  const { chance } = step
  const start = (revision: Revision) => startFork(...forkOf('turns', root, step, revision, base, config))
  const first = start(chance.runs)
  const forks =
    chance.runs === 'base' ? { base: first, head: start('head') } : { base: start('base'), head: first }
  const { span } = policy.turns
  await takeTurns(forks, {
    firsts: chance.turns,
    span,
    least: policy.minimumSamples,
    budget: 2 * forkBudget(config),
    cpu: chance.seed,
  })
  return { base: await forks.base.outcome, head: await forks.head.outcome }
}

/** One memory fork of one revision. */
export function forkMemory(
  root: string,
  step: ContestStep,
  revision: Revision,
  base: Base,
  config: Config,
): Promise<Outcome> {
  return fork(...forkOf('memory', root, step, revision, base, config))
}

function forkOf(
  kind: Step['kind'],
  root: string,
  step: ContestStep,
  revision: Revision,
  base: Base,
  config: Config,
): Parameters<typeof fork> {
  const { chance, benchmark } = step
  const source =
    revision === 'head'
      ? { file: resolve(root, benchmark.file) }
      : { file: resolve(base.root, benchmark.file), alias: base.alias }
  return [revision === 'head' ? root : base.cwd, stepOf(kind, step), config, { source, chance }]
}

function stepOf(kind: Step['kind'], { benchmark: { file, key, id } }: ContestStep): Step {
  return { kind, file, keys: [key], ids: [id], round: 1 }
}

/** A package may say which versions of Node it is for; both revisions run on the one that runs this. */
async function engineFindings(root: string, ref: string): Promise<Finding[]> {
  const file = join(root, 'package.json')
  if (!existsSync(file)) return []
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { engines?: { node?: unknown } }
  const range = validRange(String(manifest.engines?.node ?? '*'))
  if (range === null || satisfies(process.versions.node, range)) return []
  return [
    {
      code: 'engine-excluded',
      severity: 'warning',
      subject: 'package.json',
      message: `At ${ref} it asks for Node ${range}; both revisions were measured on ${process.versions.node}`,
      advice: 'Compare on a version of Node that both revisions are for.',
    },
  ]
}

function configFinding(file: string, ref: string): Finding {
  return {
    code: 'configuration-differs',
    severity: 'info',
    subject: file,
    message: `It differs from that of ${ref}; the working tree's holds for both revisions`,
    advice: 'Nothing.',
  }
}
