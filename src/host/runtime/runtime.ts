import type { RuntimeGap, RuntimeIdentity, RuntimeName } from '../../model/runtime.ts'

/** One that can run the programs of `worker/`: how it is found, started, and what it cannot tell. */
export type Runtime = {
  readonly name: RuntimeName
  /** The oldest version that has what the programs need. */
  readonly least: string
  /** Where executables are in its packages. */
  readonly packages: (platform: string, arch: string) => RuntimePackages
  /** Arguments that make it print `process.versions` as JSON. */
  readonly ask: readonly string[]
  readonly identify: (versions: Readonly<Record<string, string>>) => RuntimeIdentity | undefined
  /** Arguments in front of a program, with flags for V8. */
  readonly args: (flags: readonly string[]) => readonly string[]
  /** What is added to its environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Flags that reach it through the environment. */
  readonly flagsIn: (environment: Readonly<Record<string, string | undefined>>) => readonly string[]
  readonly lacks: readonly RuntimeGap[]
  /** The arguments of `npm install` that bring it. */
  readonly install: (version: string | undefined) => string
}

/**
 * npm has a package for each platform, and one over them that brings the right one. Its script may have moved or linked the
 * executable into itself, or was not allowed to run.
 */
export type RuntimePackages = {
  /** The packages of this platform, with the scope that they are in: some have several, for different libraries of C. */
  readonly platform: { readonly scope?: string; readonly name: RegExp; readonly file: string }
  /** In the one over them. */
  readonly file: string
}
