import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { satisfies, validRange } from 'semver'
import type { ContestStep } from '../../core/compare/paired/contest.ts'
import { type Published, parsePublished } from '../../core/identity/published.ts'
import { forkBudget } from '../../core/plan/plan.ts'
import { shortCommit } from '../../core/wording/commit.ts'
import type { Base } from '../../flow/host.ts'
import type { Selection } from '../../flow/select.ts'
import type { Reference } from '../../model/comparison.ts'
import { type Config, policy } from '../../model/config.ts'
import type { Finding } from '../../model/finding.ts'
import type { Revision, Sides } from '../../model/message.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Step } from '../../model/step.ts'
import { areEqual } from '../files/files.ts'
import { readManifest } from '../project/project.ts'
import { fork, startFork } from '../run/fork.ts'
import { takeTurns } from '../run/turns.ts'
import { takeBenchmarkFiles } from './base-benchmarks.ts'
import type { KnownChanges } from './changes.ts'
import { checkOut } from './checkout.ts'
import { unpack } from './unpack.ts'

/** What is to be measured of it. */
export type CheckoutRequest = Pick<Selection, 'benchmarks' | 'listing' | 'config' | 'configFile'>

/**
 * Lays a base out beside the working tree. Its benchmark files are the working tree's, which say what is measured; the
 * sources that they load are its own.
 *
 * @param known what this command has read of the base already
 * @throws AssayError when it cannot be had or its dependencies cannot be provided
 */
export async function checkOutBase(
  root: string,
  { ref, commit }: Reference,
  { benchmarks, listing, config, configFile }: CheckoutRequest,
  signal: AbortSignal,
  known: KnownChanges,
): Promise<Base> {
  const base =
    commit === undefined
      ? await unpack(root, (await findPublished(root, ref))!, signal)
      : await checkOut(root, { ref, commit }, config.base.build, signal, known)
  const name = shortCommit(base.reference.ref)
  // What is published has neither benchmark files nor a configuration, as a rule: that they are not there says nothing.
  const isTold = (theirs: string) => commit !== undefined || existsSync(theirs)
  const own = await takeBenchmarkFiles(root, base, { benchmarks, listing, config }, name)
  const otherConfig =
    configFile !== undefined &&
    isTold(join(base.root, configFile)) &&
    !(await areEqual(join(root, configFile), join(base.root, configFile)))
  return {
    ...base,
    ...own,
    findings: [
      ...own.findings,
      ...(otherConfig ? [configFinding(configFile, name)] : []),
      ...(await engineFindings(base.root, name)),
    ],
  }
}

/** The published version that is meant; `undefined` where a revision of git is. */
export async function findPublished(root: string, ref: string): Promise<Published | undefined> {
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
    ? { file: resolve(base.twin, benchmark.file), alias: base.twinAlias }
    : { file: resolve(root, benchmark.file) }
  const other = { file: resolve(base.root, benchmark.file), alias: base.alias }
  return fork(root, stepOf('pair', step), config, {
    source,
    pair: { base: other, loads, runs, seed },
    chance,
  })
}

/** One fork of each revision, which measure in turns. In a control both are of the base. */
export async function forkApart(
  root: string,
  step: ContestStep,
  base: Base,
  config: Config,
  control: boolean,
): Promise<Sides<Outcome>> {
  const { chance } = step
  const start = (revision: Revision) =>
    startFork(...forkOf('turns', root, step, control ? 'base' : revision, base, config))
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

/** One timed fork, or one that looks at memory, of one revision. */
export function forkAlone(
  kind: 'time' | 'memory',
  root: string,
  step: ContestStep,
  revision: Revision,
  base: Base,
  config: Config,
): Promise<Outcome> {
  return fork(...forkOf(kind, root, step, revision, base, config))
}

function forkOf(
  kind: Step['task'],
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
  const growth = revision === 'head' && step.growth === true
  return [
    revision === 'head' ? root : base.cwd,
    { ...stepOf(kind, step), growth },
    config,
    { source, chance },
  ]
}

function stepOf(task: Step['task'], { benchmark: { file, key, id } }: ContestStep): Step {
  return { kind: 'function', task, stage: 'screen', file, keys: [key], ids: [id], round: 1 }
}

/** A package may say which versions of Node it is for; both revisions run on the one that runs this. */
async function engineFindings(root: string, ref: string): Promise<Finding[]> {
  // One that is broken there is told of by Node, when it loads what stands beside it.
  const manifest = (await readManifest(root)) as { engines?: { node?: unknown } } | undefined
  const range = validRange(String(manifest?.engines?.node ?? '*'))
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
