import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isPlainVitestConfig, scriptedVitestConfig } from '../../core/kind/function/vitest-config.ts'
import { vitestConfigNames } from '../../model/vitest-config-names.ts'
import { attempt } from '../process/attempt.ts'
import { writtenText } from './explain-load.ts'
import type { LoadedFile } from './loader.ts'
import type { VitestAddress, VitestServers, VitestTerms } from './vitest-servers.ts'

/** Which benchmark files of a folder the project's own Vitest runs, and where it listens. */
export type VitestRoad = {
  /** Why it does, whatever Node would make of the file; `undefined` where Node is to try. */
  readonly whyNeeded: (file: string) => string | undefined
  /** Why it may run a file that Node does not load. */
  readonly whyHelpful: (file: string, answer: LoadedFile) => string | undefined
  /** It runs this file. */
  readonly take: (file: string) => void
  readonly address: () => Promise<VitestAddress>
}

/** Since this version its processes can be those of others. */
const oldest = 4
/** The environment that a file asks for. */
const otherEnvironment = /@(?:vitest|jest)-environment\s+(?!node\b)/u

/** Of the working tree: what needs Vitest, and what Node cannot load. */
export function roadOfProject(root: string, servers: VitestServers): VitestRoad {
  const need = needOf(root)
  return {
    whyNeeded: need.why,
    whyHelpful(file, answer) {
      if (answer.type !== 'failed' || answer.failure.reason !== 'load-error') return undefined
      // With `globals` it imports nothing.
      const mayBe = need.speaks(file) || /\bbench\b/u.test(writtenText(join(root, file)))
      return mayBe && hasVitest(root) ? 'Node does not load it' : undefined
    },
    take: (file) => servers.files.add(file),
    address: () => servers.addressOf({ root, config: need.config }),
  }
}

/** Of a base: the same files as of the working tree, and those which need it there. */
export function roadOfBase({ root, alias }: Omit<VitestTerms, 'config'>, servers: VitestServers): VitestRoad {
  const need = needOf(root)
  return {
    whyNeeded: (file) => (servers.files.has(file) ? 'as in the working tree' : need.why(file)),
    whyHelpful: () => undefined,
    take: (file) => servers.files.add(file),
    address: () => servers.addressOf({ root, alias, config: need.config }),
  }
}

/** What a folder and its files say of needing Vitest, read once. */
function needOf(root: string) {
  const config = vitestConfigOf(root)
  let reason: string | false | undefined
  const speaks = (file: string) => /\bvitest\b/u.test(writtenText(join(root, file)))
  return {
    config,
    speaks,
    why(file: string): string | undefined {
      if (!speaks(file) || !hasVitest(root)) return undefined
      reason ??= otherConfig(root, config) ?? false
      if (reason !== false) return reason
      return otherEnvironment.test(writtenText(join(root, file)))
        ? 'it asks for another environment'
        : undefined
    },
  }
}

function otherConfig(root: string, config: string | undefined): string | undefined {
  const names = config === undefined ? vitestConfigNames : [config]
  const other = names.find((name) => !isPlainVitestConfig(writtenText(join(root, name))))
  return other && `${other} says what Node does not know`
}

/** The configuration that the project's script of benchmarks names. */
export function vitestConfigOf(root: string): string | undefined {
  const manifest = attempt(() => JSON.parse(writtenText(join(root, 'package.json'))) as { scripts?: object })
  return scriptedVitestConfig({ ...manifest?.scripts })
}

function hasVitest(root: string): boolean {
  const require = createRequire(join(root, 'package.json'))
  const found = attempt(() => require('vitest/package.json') as { version?: string })
  return Number.parseInt(found?.version ?? '', 10) >= oldest
}
