import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Host, Moment } from '../flow/host.ts'
import { readBaselines, recordedClasses, writeBaseline } from './baselines.ts'
import { endChildren } from './child.ts'
import { loadConfig } from './config.ts'
import { discover } from './discover.ts'
import { readEnvironment } from './environment.ts'
import { digestFiles } from './files.ts'
import { fork } from './fork.ts'
import { readSource } from './git.ts'
import { startLoader } from './loader.ts'
import { componentName, findRoot } from './project.ts'
import { checkReports, readLatestRun, reportDigests, writeCertificate, writeReport } from './reports.ts'
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

/** The real world. Close it when the command is done, so that no child is left. */
export function createHost(place: Place): Host & { readonly close: () => Promise<void> } {
  const root = findRoot(place.folder)
  const asked = place.configFile === undefined ? undefined : resolve(place.folder, place.configFile)
  let timeout = loadTimeout
  const loader = startLoader(root, () => timeout)
  place.signal.addEventListener('abort', endChildren, { once: true })
  let environment: ReturnType<typeof readEnvironment> | undefined

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
    environment: () => {
      environment ??= readEnvironment({ root })
      return environment
    },
    source: ({ reports }) => readSource(root, { ignore: [reports.dir, 'baselines', '.assay'] }),
    fork: (step, config) => fork(root, step, config),
    // A file that is gone has no digest; whoever compares digests sees that it is missing.
    digests: (files) =>
      digestFiles(
        root,
        files.filter((file) => existsSync(resolve(root, file))),
      ),
    baselines: (machine) => readBaselines(root, machine),
    classes: () => recordedClasses(root),
    writeBaseline: (baseline) => writeBaseline(root, baseline),
    checkReports: (config) => checkReports(root, config),
    writeReport: (config, folder, files) => writeReport(root, config, folder, files),
    reportDigests: (folder) => reportDigests(root, folder),
    component: () => componentName(root),
    writeCertificate: (config, certificate, text) => writeCertificate(root, config, certificate, text),
    readLatestRun: (config) => readLatestRun(root, config),
    show: place.show,
    close: () => loader.close(),
  }
}
