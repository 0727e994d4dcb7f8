import type { Baseline, UnusableBaseline } from '../../model/baseline.ts'
import type { Environments } from '../../model/environment-record.ts'
import type { Digest } from '../../model/run.ts'

/** The baselines of a class with the files they stand in, and what is wrong with those that cannot be used. */
export type Recorded = {
  readonly baselines: readonly Baseline[]
  /** What is recorded of the control kernels. */
  readonly controls?: Baseline | undefined
  /** What the sessions of the class were measured in, as far as that was recorded. */
  readonly environments?: Environments | undefined
  /** Digests of all their files. */
  readonly digests: readonly Digest[]
  readonly unusable: readonly UnusableBaseline[]
}

/** What is recorded. */
export type BaselineStore = {
  /** What is recorded for this class of machines; a file that cannot be used is a finding, never the end. */
  readonly baselines: (machine: string) => Promise<Recorded>
  /**
   * Every version of those baselines that is known: the present ones, and what git has committed of them before. What
   * cannot be used is left out.
   */
  readonly acceptedVersions: (machine: string) => Promise<readonly Baseline[]>
  /** Every class that something is recorded for. */
  readonly classes: () => Promise<string[]>
  /**
   * Writes baselines of a class and the environments of its sessions, or deletes the file of one that holds no benchmark; returns
   * their paths relative to the project.
   * `before` is what was read. Throws an AssayError `changed-meanwhile`, and writes nothing, when that is no longer what is there.
   */
  readonly writeBaselines: (
    machine: string,
    baselines: readonly Baseline[],
    before: readonly Digest[],
    environments?: Environments,
  ) => Promise<string[]>
}
