import { hash } from 'node:crypto'
import { arch, homedir, loadavg, release, version } from 'node:os'
import { resolve } from 'node:path'
import { machineClass } from '../../core/machine/class.ts'
import type { Environment } from '../../model/environment.ts'
import type { RuntimeIdentity } from '../../model/runtime.ts'
import { systemFiles as files, ordinaryFiles } from '../process/system-files.ts'
import { ciService } from './ci.ts'
import { readSteal } from './cpu-time.ts'
import { booleanFact, probeHardware } from './facts.ts'
import { frequencyLimit, governor, preference, turbo } from './frequency.ts'
import { readHardware } from './hardware.ts'
import { findInstruments } from './instruments.ts'
import { kernelSettings } from './kernel.ts'
import { nodeFlags } from './node-flags.ts'
import { readPackages } from './packages.ts'
import { drainsBattery } from './power.ts'
import { omitUndefined } from './present.ts'
import { cpuModel } from './processors.ts'
import { openQuestions } from './question.ts'
import { cleanText } from './text.ts'

/**
 * The machine and how it is now. What cannot be read is left out or `unknown`; nothing here throws or hangs.
 * Takes about a quarter of a second, most of it waiting, and three seconds when a tool of the machine hangs.
 *
 * @param runtimes what benchmarks run on, where that is not this Node alone
 * @param root the project's folder: flags that name a path in it are recorded relative to it
 */
export async function readEnvironment(
  root: string,
  runtimes: readonly Measuring[] = [],
): Promise<Environment> {
  // First, because what follows is load.
  const load1 = process.platform === 'win32' ? undefined : loadavg()[0]
  const asked = openQuestions(files, { platform: process.platform, cpu: cpuModel() })
  const [facts, steal] = await Promise.all([probeHardware(asked), readSteal(files)])
  const hardware = readHardware(files, facts)
  const os = {
    platform: process.platform,
    distribution: distribution() ?? facts.get('distribution')?.[0] ?? 'unknown',
    kernel: cleanText(release()),
    build: cleanText(version()),
    arch: arch(),
    ...kernelSettings(files),
  }
  const { env } = process
  const runtime = {
    node: process.versions.node,
    v8: process.versions.v8,
    build: hash('sha256', JSON.stringify(process.config)).slice(0, 8),
    ...(runtimes.length > 0 && { measured: runtimes.map(({ identity }) => identity) }),
    flags: flagsOf(root, runtimes),
    instruments: findInstruments(files, {
      // Node can be built without one.
      inspector: process.features.inspector ? (await import('node:inspector')).url() : undefined,
      variables: env,
      build: process.config.variables as unknown as Record<string, unknown>,
      debugBuild: process.features.debug,
    }),
  }
  const { class: name, parts } = machineClass({ ...hardware, ...os, ...runtime })
  const packages = readPackages(ordinaryFiles, resolve(root))
  return {
    class: name,
    classParts: parts,
    hardware,
    os,
    runtime,
    state: omitUndefined({
      load1,
      steal,
      governor: governor(files),
      turbo: turbo(files),
      preference: preference(files),
      frequencyLimit: frequencyLimit(files),
      onBattery: process.platform === 'linux' ? drainsBattery(files) : booleanFact(facts, 'onBattery'),
      runQueueDelay: hasRunQueueDelay(),
      ci: ciService(process.env),
    }),
    ...(packages && { packages }),
  }
}

/** What benchmarks run on in the place of this Node, with flags that reach it. */
type Measuring = { readonly identity: RuntimeIdentity; readonly flags: readonly string[] }

function flagsOf(root: string, runtimes: readonly Measuring[]): string[] {
  const { execArgv, env } = process
  const from = { root: resolve(root), home: homedir() }
  if (runtimes.length === 0) return nodeFlags({ execArgv, nodeOptions: env.NODE_OPTIONS, ...from })
  const flags = [...new Set(runtimes.flatMap((one) => one.flags))]
  return nodeFlags({ execArgv: flags, nodeOptions: undefined, ...from })
}

function distribution(): string | undefined {
  const text = files.read('/etc/os-release') ?? files.read('/usr/lib/os-release') ?? ''
  return cleanText(/^PRETTY_NAME=["']?(.*?)["']?$/mu.exec(text)?.[1] ?? '') || undefined
}

/** CPU time, run-queue delay and time slices of this thread; all zero where the kernel does not count them. */
function hasRunQueueDelay(): boolean {
  const text = files.read('/proc/thread-self/schedstat') ?? ''
  return /^\d+ \d+ \d+$/u.test(text) && text !== '0 0 0'
}
