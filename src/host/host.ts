import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Host, Moment } from '../flow/host.ts'
import type { Environment } from '../model/environment.ts'
import type { Traces } from './base.ts'
import { endChildren } from './child.ts'
import { loadConfig } from './config.ts'
import { discover } from './discover.ts'
import { digestFiles } from './files.ts'
import { startLoader } from './loader.ts'
import { componentName, findRoot } from './project.ts'
import { readVersion } from './version.ts'

/** Where and how a command runs. */
export type Place = {
  readonly folder: string
  readonly configFile?: string | undefined
  readonly show: (moment: Moment) => void
  /** Aborted when the person asks to stop. */
  readonly signal: AbortSignal
}

/** Loading a file takes this long at the most, in ns, until the configuration says otherwise. */
const loadTimeout = 60e9

// Loaded when they are first needed: `assay list` needs few of them, and starts the faster for it.
const baselines = () => import('./baselines.ts')
const reports = () => import('./reports.ts')

/** The real world. Close it when the command is done, so that no child is left. */
export function createHost(place: Place): Host & { readonly close: () => Promise<void> } {
  const root = findRoot(place.folder)
  const asked = place.configFile === undefined ? undefined : resolve(place.folder, place.configFile)
  let timeout = loadTimeout
  const loader = startLoader(root, () => timeout)
  place.signal.addEventListener('abort', endChildren, { once: true })
  let environment: Promise<Environment> | undefined
  const traces: Traces = new Map()

  return {
    version: readVersion(),
    now: () => new Date().toISOString(),
    seed: () => randomBytes(6).toString('hex'),
    interrupted: () => place.signal.aborted,
    async loadConfig() {
      const loaded = await loadConfig(root, asked, loader)
      timeout = loaded.config.time.timeout
      return loaded
    },
    async list(config) {
      const listing = await discover(root, config, loader)
      await loader.close()
      return listing
    },
    controls: async () => (await import('./controls.ts')).listControls(loader),
    environment: () => {
      environment ??= import('./environment.ts').then(({ readEnvironment }) => readEnvironment({ root }))
      return environment
    },
    watch: async () => (await import('./environment/watch.ts')).startWatch(),
    source: async ({ reports }) =>
      (await import('./git.ts')).readSource(root, { ignore: [reports.dir, 'baselines', '.assay'] }),
    fork: async (step, config) => (await import('./fork.ts')).fork(root, step, config),
    // A file that is gone has no digest; whoever compares digests sees that it is missing.
    since: async (ref, benchmarks, config) =>
      (await import('./base.ts')).changesSince(root, ref, benchmarks, config, traces),
    layOut: async (reference, chosen) => (await import('./base.ts')).layOut(root, reference, chosen),
    forkPair: async (step, base, config, control) =>
      (await import('./base.ts')).forkPair(root, step, base, config, control),
    forkApart: async (step, base, config) => (await import('./base.ts')).forkApart(root, step, base, config),
    forkMemory: async (step, revision, base, config) =>
      (await import('./base.ts')).forkMemory(root, step, revision, base, config),
    examine: async (look, base, config) => (await import('./examine.ts')).examine(root, look, base, config),
    checkCollector: async (name, config) =>
      (await import('./collect/collectors.ts')).check(root, name, config),
    collect: async (name, benchmark, profile, config) =>
      (await import('./collect/collectors.ts')).collect(root, name, benchmark, profile, config),
    digests: (files) =>
      digestFiles(
        root,
        files.filter((file) => existsSync(resolve(root, file))),
      ),
    baselines: async (machine) => (await baselines()).readBaselines(root, machine),
    classes: async () => (await baselines()).recordedClasses(root),
    writeBaseline: async (baseline) => (await baselines()).writeBaseline(root, baseline),
    checkReports: async (config) => (await reports()).checkReports(root, config),
    writeReport: async (config, folder, files, owned) =>
      (await reports()).writeReport(root, config, folder, files, owned),
    reportDigests: async (folder) => (await reports()).reportDigests(root, folder),
    component: () => componentName(root),
    writeCertificate: async (config, certificate, text) =>
      (await reports()).writeCertificate(root, config, certificate, text),
    readLatestRun: async (config) => (await reports()).readLatestRun(root, config),
    show: place.show,
    close: () => loader.close(),
  }
}
