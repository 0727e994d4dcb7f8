import type { RuntimeGap, RuntimeIdentity, RuntimeName } from '../../model/runtime.ts'

/** One that can run the programs of `worker/`: how it is found, started, and what it cannot tell. */
export type Runtime = {
  readonly name: RuntimeName
  /** The oldest version that has what the programs need. */
  readonly least: string
  /**
   * Where executables are in a folder of packages, as patterns. People may have given a package a name of its own to have it
   * twice (`node22@npm:node@22`).
   */
  readonly executables: (platform: string, arch: string) => readonly string[]
  /** Arguments that make it print `process.versions` as JSON. */
  readonly ask: readonly string[]
  readonly identify: (versions: Readonly<Record<string, string>>) => RuntimeIdentity | undefined
  /** Arguments in front of a program, with flags for V8. */
  readonly args: (flags: readonly string[]) => readonly string[]
  /** Flags that reach it through the environment. */
  readonly flagsIn: (environment: Readonly<Record<string, string | undefined>>) => readonly string[]
  readonly lacks: readonly RuntimeGap[]
  /** The arguments of `npm install` that bring it. */
  readonly install: (version: string | undefined) => string
}

/** `node`, `node22`, `node-22`: the package, or another name that somebody gave it. */
export function packageNames(name: RuntimeName): string {
  return `{${name},${name}[0-9]*,${name}-[0-9]*}`
}
