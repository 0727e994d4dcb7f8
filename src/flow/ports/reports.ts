import type { ReportFile } from '../../core/report/kept-files.ts'
import type { Config } from '../../model/config.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Digest, Run } from '../../model/run.ts'

/** A Run document as it lies on disk. */
export type Stored = {
  readonly text: string
  /** As people know it. */
  readonly path: string
  /** Where it lies, for the host. */
  readonly folder: string
}

/** Reports, and the runs in them. */
export type ReportStore = {
  /**
   * Throws an AssayError before anything is measured when the reports cannot be written later, or what the command writes
   * beside them.
   */
  readonly checkReports: (
    config: Config,
    later?: readonly ('evidence' | 'certificates' | 'baselines')[],
  ) => Promise<void>
  /** Makes the folder of a run's evidence; returns the id that the run has from then on, which no other one has there. */
  readonly claimEvidence: (config: Config, id: string) => Promise<string>
  /**
   * Writes files below the reports folder; returns the folder relative to the project. Of `owned` folders in it, all that
   * reports have unless others are named, what earlier reports left is taken away.
   */
  readonly writeReport: (
    config: Config,
    folder: string,
    files: readonly Rendered[],
    owned?: readonly string[],
  ) => Promise<string>
  /** Digests of the files of a report folder, as `writeReport` returned it. */
  readonly reportDigests: (folder: string) => Promise<Digest[]>
  readonly readLatestRun: (config: Config) => Promise<Run | undefined>
  /**
   * A Run document as it lies on disk: the one at a path that the person gave, or that of the last run, which may be a gate's.
   * Throws an AssayError when there is none.
   */
  readonly readStored: (path: string | undefined) => Promise<Stored>
  /**
   * Run documents at the paths that the person gave: files; of a folder the one in it, or else those in folders in it. Throws
   * an AssayError when there is none.
   */
  readonly readAllStored: (paths: readonly string[]) => Promise<readonly Stored[]>
  /** Those of the files below that folder that are there. */
  readonly readBeside: (folder: string, paths: readonly string[]) => Promise<Rendered[]>
  /**
   * Writes a stored run's files into a folder that the person gave, or beside the run, where nothing that is there is
   * changed; returns their paths.
   */
  readonly writeAgain: (
    stored: Stored,
    out: string | undefined,
    files: readonly Rendered[],
  ) => Promise<string[]>
  /**
   * Copies those files of a stored report that are chosen to a folder of its run's name beside it, where nothing that is there
   * is changed; returns the folder. Throws an AssayError `is-evidence` when it holds something else.
   */
  readonly keepReport: (
    stored: Stored,
    runId: string,
    choose: (files: readonly ReportFile[]) => readonly ReportFile[],
  ) => Promise<string>
  /**
   * The folder of a run's evidence, relative to the project. What lies in the latest report is laid beside the evidence of
   * gates first, where no later run takes its place. Throws an AssayError `changed-meanwhile` when another run has replaced it
   * since its text was read.
   */
  readonly keepEvidence: (config: Config, stored: Stored, runId: string) => Promise<string>
}
