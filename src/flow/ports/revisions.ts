import type { Texts } from '../../core/sameness/manifest.ts'
import type { AssayError } from '../../model/assay-error.ts'
import type { BaseDifference } from '../../model/base-difference.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { Reference } from '../../model/comparison.ts'
import type { Config } from '../../model/config.ts'
import type { Alias } from '../../model/message.ts'
import type { Unreached } from '../../model/unreached.ts'
import type { Selection } from '../select.ts'

/** How the working tree differs from a base. */
export type ChangeImpact = {
  readonly reference: Reference
  /** Benchmark files of which nothing that loading and running them touches has changed, beside themselves. */
  readonly untouched: ReadonlySet<string>
  /** Ids of benchmarks in other files that run nothing of what has changed there: it lies in functions that they do not run. */
  readonly spared: ReadonlySet<string>
  /** Ids of those that ran nothing of it in some calls. Whether many calls do not either is not known yet. */
  readonly unsettled: ReadonlySet<string>
  /** Finds that out: each of those is called for as long as a fork measures. Nothing is called twice. */
  readonly settle: () => Promise<SettledImpact>
  /**
   * Ids of benchmarks of both that are known to be as they were when that revision was measured: their files are not edited,
   * and they are of nothing that git does not tell about.
   */
  readonly asRecorded: ReadonlySet<string>
  /** Benchmark files that have changed themselves, or are new. */
  readonly edited: ReadonlySet<string>
  /** Those of them that the base does not have. */
  readonly added: ReadonlySet<string>
  /** Benchmark files that were not seen to read anything that has changed, and do what nobody can follow, with what that is. */
  readonly unfollowed: ReadonlyMap<string, string>
  /** Benchmark files of which two revisions cannot be kept apart in one process, with the first reason. */
  readonly apart: ReadonlyMap<string, string>
  /** Benchmark files that only the base has. */
  readonly gone?: readonly string[]
}

/** What is known of a change when nothing is unsettled. */
export type SettledImpact = Pick<ChangeImpact, 'spared' | 'asRecorded' | 'unsettled'>

/** What is compared with a base. `own`: benchmark files of which each revision runs its own. */
export type CheckoutRequest = Pick<Selection, 'benchmarks' | 'listing' | 'config' | 'configFile'> & {
  readonly own?: ReadonlySet<string>
}

/** What the working tree is compared with, laid out beside it until it is closed. */
export type Base = {
  readonly reference: Reference
  /** Folder of the project in it, and the same files once more, which load as other modules: for controls. */
  readonly root: string
  readonly twin: string
  /** Where forks of it alone work: what benchmarks read by relative paths is there. */
  readonly cwd: string
  /** Where what they load comes from. */
  readonly alias: Alias
  readonly twinAlias: Alias
  /** Ids that none of its own benchmark files has: they are new. And ids that only it has. */
  readonly lacks: ReadonlySet<string>
  readonly only: readonly string[]
  /** What differs from the working tree beside the code under test. */
  readonly differences: readonly BaseDifference[]
  readonly close: () => Promise<void>
}

/** What is seen of the base's side before it is measured. */
export type Proof = {
  /** Benchmark files of which it reads what is the working tree's alone, and what that is, in words. */
  readonly mixed: ReadonlyMap<string, string>
  /** Those that cannot be kept apart in one process for what the base's code does, and why. */
  readonly apart: ReadonlyMap<string, string>
}

/**
 * Where the work in progress began: the merge base of what is checked out and the default branch, which may be the present
 * commit. No base where there is no git or no commit. `ref`: what people call it, else its commit. `doubt`: why no more than
 * the present commit is known.
 */
export type WorkStart = {
  readonly base: (Reference & { readonly commit: string }) | undefined
  readonly doubt?: AssayError | undefined
}

/** Other revisions of the project. */
export type Revisions = {
  /**
   * Throws an AssayError, before anything is loaded or measured, when there is no such revision and no such published
   * version.
   */
  readonly checkRevision: (ref: string) => Promise<void>
  readonly mergeBase: () => Promise<WorkStart>
  /** What a base has in common with the working tree, as far as these benchmarks go. */
  readonly changesSince: (
    ref: string,
    benchmarks: readonly Benchmark[],
    config: Config,
  ) => Promise<ChangeImpact>
  /**
   * What has changed since any of these commits and is run by none of these benchmarks. Nothing, where that is not known of
   * one of them.
   */
  readonly findUnreached: (
    commits: readonly string[],
    benchmarks: readonly Benchmark[],
    config: Config,
  ) => Promise<Unreached>
  /** The text of a file at a commit, and now; `path`: from the project, with slashes. Never throws, and fetches nothing. */
  readonly textsSince: (commit: string, path: string) => Promise<Texts>
  /**
   * Lays a base out beside the working tree, with the working tree's benchmark files in place of its own, but those of
   * `own`.
   * Throws an AssayError when there is none, or it cannot be made to run.
   */
  readonly checkOutBase: (reference: Reference, chosen: CheckoutRequest) => Promise<Base>
  /**
   * How the base's side runs.
   * `apart`: those whose revisions have processes of their own.
   */
  readonly findMixedCode: (
    base: Base,
    benchmarks: readonly Benchmark[],
    apart: ReadonlyMap<string, string>,
    config: Config,
  ) => Promise<Proof>
}
