import type { ProjectFacts } from '../../core/init/facts.ts'
import type { NewFile } from '../../core/init/scaffold.ts'
import type { FileOrigin } from '../../core/wording/file-origin.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Config } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import type { Digest, Source } from '../../model/run.ts'
import type { ChosenRuntime } from '../../model/runtime.ts'

/** The configuration that applies, and the file it came from, relative to the project. */
export type LoadedConfig = {
  readonly config: Config
  readonly file: string | undefined
  /** Without a configuration: files that were found by something else than their names. */
  readonly conventional?: ReadonlyMap<string, FileOrigin>
}

/** What the benchmark files register. */
export type Listing = {
  /** Every file that the globs found, relative to the project. */
  readonly files: readonly string[]
  /** On several runtimes, each is there once for every one of them. */
  readonly benchmarks: readonly Benchmark[]
  /** What they run on, where that is not Assay's own Node alone. */
  readonly runtimes?: readonly ChosenRuntime[] | undefined
  /** Files that could not be loaded or register nothing. */
  readonly broken: readonly { readonly file: string; readonly failure: Failure }[]
  /** Files of which something threw, or ended the process, after they had been loaded. */
  readonly late?: readonly { readonly file: string; readonly failure: Failure }[]
  readonly duplicates: readonly { readonly id: string; readonly lines: readonly number[] }[]
  /** Every file of the project that loading them touched, relative to it. */
  readonly closure: readonly string[]
  /** Those of them that a compiler of the project has made run, with its name. */
  readonly compiled?: ReadonlyMap<string, string>
}

/** The project: its configuration, benchmarks, files and sources. */
export type Project = {
  readonly version: string
  /** A text as it may be committed or posted: folders of this machine have other names, and it is bounded. */
  readonly publishable: (text: string) => string
  readonly loadConfig: () => Promise<LoadedConfig>
  /**
   * Finds runtimes and benchmarks; the environment tells of the runtimes from then on. Throws an AssayError where one is not
   * installed, or does not run.
   */
  readonly list: (config: Config) => Promise<Listing>
  /** Makes benchmarks known that no file registers. */
  readonly adopt: (benchmarks: readonly Benchmark[]) => void
  /** Benchmark files that the configuration finds, unread. */
  readonly benchmarkFiles: (config: Config) => Promise<string[]>
  /**
   * Texts of those of the files that are there, by their paths relative to the project. Throws an AssayError when one leads
   * out of the project or cannot be read.
   */
  readonly texts: (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>
  readonly surroundings: () => Promise<Pick<ProjectFacts, 'repository' | 'lockFile' | 'isWorkspace'>>
  /** Writes files of the project, all of them or none. Throws an AssayError when one cannot be written or was changed meanwhile. */
  readonly writeTogether: (files: readonly NewFile[]) => Promise<void>
  readonly digests: (files: readonly string[]) => Promise<Digest[]>
  /** Name of what is released, as a slug without underscores, and its version. */
  readonly component: () => Promise<Pick<Certificate, 'component' | 'version'>>
  readonly source: (config: Config) => Promise<Source>
  /** Who would be the author of a commit, `name <address>`; nothing where git does not know. */
  readonly author: () => Promise<string | undefined>
}
