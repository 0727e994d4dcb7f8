import { hash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import type { EvidencePlaces } from '../flow/evidence-source.ts'
import type { Host } from '../flow/host.ts'
import type { ProgressEvent } from '../flow/ports/measurer.ts'
import type { Listing } from '../flow/ports/project.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import type { Environment } from '../model/environment.ts'
import { digestFiles } from './files/files.ts'
import { makeTemporaryFolder } from './files/temporary.ts'
import { readVersion } from './own-files.ts'
import { allowChildren, endChildren } from './process/child.ts'
import { stopPrograms } from './process/program.ts'
import { loadConfig } from './project/config.ts'
import { discover, findBenchmarkFiles, listControls } from './project/discover.ts'
import { listOn } from './project/list-on.ts'
import { startLoader } from './project/loader.ts'
import { hideFolders, publishFailure } from './project/places.ts'
import { findRoot } from './project/project.ts'
import { roadOfProject } from './project/vitest-road.ts'
import { locateSource, startVitestServers } from './project/vitest-servers.ts'
import { knowNothing } from './revision/known-revisions.ts'
import type { OwnSubjects } from './run/own-kind.ts'
import type { Runner } from './run/runner.ts'
import { openRuntimes } from './runtime/open-runtimes.ts'
import { takeKeyVariables } from './sign/key-environment.ts'

export type CommandPlace = {
  /** Where the person stands: paths that were typed are meant from there. */
  readonly folder: string
  /** The project, if it is not the one that this folder lies in. */
  readonly project?: string | undefined
  readonly configFile?: string | undefined
  readonly show: (moment: ProgressEvent) => void
  /** Aborted when the person asks to stop. */
  readonly signal: AbortSignal
  /** Whether loads may go to other machines: the person says that these are theirs. */
  readonly ownsTargets?: boolean
  /** Who carries out the steps of kinds from outside, by kind. */
  readonly runners?: Readonly<Record<string, Runner>>
}

/** Loading a file takes this long at the most, in ns, until the configuration says otherwise. */
const loadTimeout = 60e9

// Loaded when they are first needed: `assay list` needs few of them, and starts the faster for it.
const baselines = () => import('./store/baselines.ts')
const reports = () => import('./store/reports.ts')
const stored = () => import('./store/stored-run.ts')
const collectors = () => import('./collect/collectors.ts')
const extensions = () => import('./extend/own-members.ts')
const evidence = () => import('./store/evidence.ts')
const issueKeys = () => import('./sign/issue-keys.ts')
const writeTogether = () => import('./files/write-together.ts')
const git = () => import('./git/git.ts')
const revisions = () => import('./revision/base.ts')
const logbook = () => import('./store/logbook.ts')

/** The real world. Close it when the command is done, so that no child is left. */
export function createHost(place: CommandPlace) {
  const root = place.project ?? findRoot(place.folder)
  const asked = place.configFile === undefined ? undefined : resolve(place.folder, place.configFile)
  let timeout = loadTimeout
  let configFile = ''
  let subjects: OwnSubjects = new Map()
  let declared: readonly Benchmark[] = []
  const loader = startLoader(root, () => timeout, place.signal)
  allowChildren()
  const stop = () => {
    endChildren()
    stopPrograms()
  }
  place.signal.addEventListener('abort', stop, { once: true })
  let environment: Promise<Environment> | undefined
  let idleCpus: (() => number) | undefined
  let runners: ReadonlyMap<string, Runner> | undefined
  const stripped = temporaryForForks()
  const vitest = startVitestServers()
  const runtimes = openRuntimes(root)
  const added = Object.entries(place.runners ?? {})
  const known = knowNothing(vitest, () => place.signal.aborted, runtimes)
  const keys = takeKeyVariables(process.env)

  const extensionsOf = ({ time }: Config) => ({ root, file: configFile, limit: time.timeout })
  const ownRunners = async (config: Config): Promise<[kind: string, runner: Runner][]> => {
    const names = Object.keys(config.extend.kinds)
    if (names.length === 0) return []
    const { ownKindRunner } = await import('./run/own-kind.ts')
    return names.map((kind) => [kind, ownKindRunner(kind, extensionsOf(config), () => subjects)])
  }
  const withOwnKinds = async (listing: Listing, config: Config): Promise<Listing> => {
    if (Object.keys(config.extend.kinds).length === 0) return listing
    const { addOwnBenchmarks } = await import('./extend/own-kinds.ts')
    const file = relative(root, configFile).split(sep).join('/')
    const all = await addOwnBenchmarks(listing, extensionsOf(config), file, config)
    subjects = new Map(all.benchmarks.map((one) => [one.id, one]))
    return all
  }

  const host: Host = {
    version: readVersion(),
    now: () => new Date().toISOString(),
    seed: () => randomBytes(6).toString('hex'),
    publishable: (text) => hideFolders(root, text),
    interrupted: () => place.signal.aborted,
    async loadConfig() {
      const loaded = await loadConfig(root, asked, loader)
      timeout = loaded.config.time.timeout
      configFile = resolve(root, loaded.file ?? '')
      return loaded
    },
    async list(config) {
      const measured = await runtimes.find(config.runtimes)
      const found = await discover(root, config, loader, roadOfProject(root, vitest), measured)
      const listing = await withOwnKinds(listOn(found, measured), config)
      declared = listing.benchmarks
      await loader.close()
      const broken = listing.broken.map((one) => ({ ...one, failure: publishFailure(root, one.failure) }))
      return { ...listing, broken }
    },
    adopt: (benchmarks) => {
      declared = benchmarks
    },
    controls: () => listControls(loader),
    environment: () => {
      environment ??= import('./environment/environment.ts').then((room) =>
        room.readEnvironment(root, runtimes.found()),
      )
      return environment
    },
    watch: async () => {
      idleCpus ??= (await import('./environment/idle-cpus.ts')).watchIdleCpus()
      return (await import('./environment/watch.ts')).startWatch()
    },
    idleCpus: () => idleCpus?.() ?? 1,
    source: async ({ reports }) =>
      (await git()).readSource(root, { ignore: [reports.dir, 'baselines', '.assay'] }),
    run: async (step, config, base) => {
      const { openRunners } = await import('./run/runners.ts')
      const own = {
        ...{ root, vitest, stripped: stripped.folder, runtimeOf: runtimes.of },
        ownsTargets: place.ownsTargets === true,
      }
      runners ??= openRunners(own, () => declared, [...(await ownRunners(config)), ...added])
      return (await import('./run/runner.ts')).runStep(runners, step, config, base)
    },
    checkRevision: async (ref) => (await revisions()).checkRevision(root, ref, known),
    mergeBase: async () => (await import('./git/merge-base.ts')).findMergeBase(root),
    changesSince: async (ref, benchmarks, config) =>
      (await import('./revision/changes-since.ts')).changesSince(root, ref, benchmarks, config, known),
    findUnreached: async (commits, benchmarks, config) =>
      (await import('./revision/unreached.ts')).findUnreached(root, commits, benchmarks, config, known),
    textsSince: async (commit, path) =>
      (await import('./revision/texts-since.ts')).textsSince(root, commit, path),
    checkOutBase: async (reference, chosen) =>
      (await revisions()).checkOutBase(root, reference, chosen, place.signal, known),
    findMixedCode: async (base, benchmarks, apart, config) =>
      (await import('./revision/proof.ts')).findMixedCode(root, base, benchmarks, apart, config, known),
    checkCollector: async (name, config) =>
      (await collectors()).check(root, name, config, extensionsOf(config)),
    async collect(name, benchmark, profile, config) {
      const source = await locateSource(vitest, benchmark.file, root)
      const place = extensionsOf(config)
      return (await collectors()).collect(root, name, benchmark, profile, config, place, source.vitest)
    },
    renderOwn: async (format, run, attachments, config) =>
      (await extensions()).renderOwn(extensionsOf(config), format, run, attachments),
    // A file that is gone has no digest; whoever compares digests sees that it is missing.
    digests: (files) => {
      const there = files.filter((file) => existsSync(resolve(root, file)))
      return digestFiles(root, there)
    },
    baselines: async (machine) => (await baselines()).readBaselines(root, machine),
    acceptedVersions: async (machine) =>
      (await import('./store/accepted.ts')).acceptedVersions(root, machine),
    classes: async () => (await baselines()).recordedClasses(root),
    writeBaselines: async (machine, all, before, environments) =>
      (await baselines()).writeBaselines(root, machine, all, before, environments),
    checkReports: async (config, later = []) =>
      (await import('./store/rehearsal.ts')).rehearse(root, config, later),
    claimEvidence: async (config, id) => (await reports()).claimEvidence(root, config, id),
    writeReport: async (config, folder, files, owned) =>
      (await reports()).writeReport(root, config, folder, files, owned),
    reportDigests: async (folder) => (await reports()).reportDigests(root, folder),
    component: async () => (await import('./project/component.ts')).readComponent(root),
    signing: async (config, kind, keyFile) => {
      const file = keyFile === undefined ? undefined : resolve(place.folder, keyFile)
      return (await import('./sign/signing.ts')).prepareSigning(root, config, kind, file, keys)
    },
    register: async (digests, commit) => (await evidence()).register(root, digests, commit),
    sha256: (text) => hash('sha256', text),
    treeOf: async (commit) => (await evidence()).treeOf(root, commit),
    daysLater: (iso, days) => new Date(Date.parse(iso) + days * 86_400_000).toISOString(),
    writeCertificate: async (config, certificate, text, seal) =>
      (await import('./store/certificates.ts')).writeCertificate(root, config, certificate, text, seal),
    keepEvidence: async (config, run, id) => (await reports()).keepEvidence(root, config, run, id),
    texts: async (paths) => (await writeTogether()).readTexts(root, paths),
    benchmarkFiles: (config) => findBenchmarkFiles(root, config),
    surroundings: async () => (await import('./revision/surroundings.ts')).readSurroundings(root),
    writeTogether: async (files) => (await writeTogether()).writeTogether(root, files),
    readLatestRun: async (config) => (await reports()).readLatestRun(root, config),
    readStored: async (path) => (await stored()).readStored(root, place.folder, path),
    readAllStored: async (paths) => (await stored()).readAllStored(place.folder, paths),
    readBeside: async (folder, paths) => (await stored()).readBeside(folder, paths),
    keepReport: async (run, id, choose) =>
      (await import('./store/keep-report.ts')).keepReport(place.folder, run, id, choose),
    writeAgain: async (run, out, files) => (await stored()).writeAgain(place.folder, run, out, files),
    author: async () => (await git()).readAuthor(root),
    readLog: async (config) => (await logbook()).readLogFile(root, config),
    appendLog: async (config, entries) => (await logbook()).appendLog(root, config, entries),
    writeNotes: async (config, files) => (await logbook()).writeNotes(root, config, files),
    show: place.show,
  }
  // What certificates need beside what a flow orders: keys, second signatures, and what they are held against.
  return {
    ...host,
    witness: async (path: string, places: EvidencePlaces) =>
      (await import('./sign/evidence-source.ts')).openEvidence(root, place.folder, path, places),
    makeKey: async (name: string, out: string | undefined) =>
      (await issueKeys()).makeKey(root, place.folder, name, out),
    accept: async (path: string, keyFile: string, name: string) =>
      (await issueKeys()).countersign(place.folder, path, keyFile, name),
    close: async () => {
      for (const runner of runners?.values() ?? []) await runner.close?.()
      await stripped.remove()
      await loader.close()
      await vitest.close()
    },
  }
}

/** A folder that exists from the first fork on; without room for one, forks do without. */
function temporaryForForks() {
  let made: ReturnType<typeof makeTemporaryFolder> | undefined
  return {
    folder: async () => {
      made ??= makeTemporaryFolder()
      return made.then(({ folder }) => folder).catch(() => undefined)
    },
    remove: async () => made?.then(({ remove }) => remove()).catch(() => {}),
  }
}
