import type { ContestStep } from '../core/compare/paired/contest.ts'
import type { ProjectFacts } from '../core/init/facts.ts'
import type { NewFile } from '../core/init/scaffold.ts'
import type { Look } from '../core/profile/look.ts'
import type { Baseline } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Certificate, CertificateKind, CertificateStatus, RegisteredFile } from '../model/certificate.ts'
import type { CollectorGap, CollectorNote, Counter } from '../model/collector.ts'
import type { CollectorName } from '../model/collector-name.ts'
import type { Reference } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import type { CpuProfile } from '../model/cpu-profile.ts'
import type { Envelope, Statement } from '../model/envelope.ts'
import type { During, Environment } from '../model/environment.ts'
import type { Finding } from '../model/finding.ts'
import type { LogEntry } from '../model/log.ts'
import type { Alias, Revision, Sides } from '../model/message.ts'
import type { Failure, Outcome } from '../model/outcome.ts'
import type { Rendered } from '../model/rendered.ts'
import type { Digest, Run, Source } from '../model/run.ts'
import type { Step } from '../model/step.ts'
import type { Trial } from '../model/trial.ts'
import type { Selection } from './select.ts'

/** The configuration that applies, and the file it came from, relative to the project. */
export type LoadedConfig = { readonly config: Config; readonly file: string | undefined }

/** What the benchmark files register. */
export type Listing = {
  /** Every file that the globs found, relative to the project. */
  readonly files: readonly string[]
  readonly benchmarks: readonly Benchmark[]
  /** Files that could not be loaded or register nothing. */
  readonly broken: readonly { readonly file: string; readonly failure: Failure }[]
  /** Files of which something threw, or ended the process, after they had been loaded. */
  readonly late?: readonly { readonly file: string; readonly failure: Failure }[]
  readonly duplicates: readonly { readonly id: string; readonly lines: readonly number[] }[]
  /** Every file of the project that loading them touched, relative to it. */
  readonly closure: readonly string[]
}

/** The baselines of a class with the files they stand in, and what is wrong with those that cannot be used. */
export type Recorded = {
  readonly baselines: readonly Baseline[]
  /** What is recorded of the control kernels. */
  readonly controls?: Baseline | undefined
  /** Digests of all their files. */
  readonly digests: readonly Digest[]
  readonly findings: readonly Finding[]
}

/** How the working tree differs from a base. */
export type ChangeImpact = {
  readonly reference: Reference
  /** Benchmark files of which nothing that loading and running them touches has changed, beside themselves. */
  readonly untouched: ReadonlySet<string>
  /**
   * Those of them that are known to be as they were when that revision was measured: neither edited, nor of anything that
   * git does not tell about.
   */
  readonly asRecorded: ReadonlySet<string>
  /** Benchmark files that have changed themselves, or are new. */
  readonly edited: ReadonlySet<string>
  /** Those of them that the base does not have. */
  readonly added: ReadonlySet<string>
  /** Benchmark files of which two revisions cannot be kept apart in one process, with the first reason. */
  readonly apart: ReadonlyMap<string, string>
  /** Benchmark files that only the base has. */
  readonly gone?: readonly string[]
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
  readonly findings: readonly Finding[]
  readonly close: () => Promise<void>
}

/** What is seen of the base's side before it is measured. */
export type Proof = {
  /** Benchmark files of which it reads what is the working tree's alone, and what that is, in words. */
  readonly mixed: ReadonlyMap<string, string>
  /** Those that cannot be kept apart in one process for what the base's code does, and why. */
  readonly apart: ReadonlyMap<string, string>
}

/** What a program of others brought: files by name, numbers, and what it has to say. */
export type Collected = {
  readonly files: readonly Rendered[]
  readonly counters: readonly Counter[]
  readonly notes: readonly CollectorNote[]
}

/** A Run document as it lies on disk. */
export type Stored = {
  readonly text: string
  /** As people know it. */
  readonly path: string
  /** Where it lies, for the host. */
  readonly folder: string
}

/** Steps of the work that a person may want to follow; nothing is shown while a sample is being taken. */
export type ProgressEvent =
  | { readonly type: 'listed'; readonly benchmarks: number; readonly files: number }
  /** Before the doctor's control kernels are measured; `time` in ns. */
  | { readonly type: 'controls'; readonly kernels: number; readonly time: number }
  | {
      readonly type: 'fork'
      readonly step: Step
      readonly index: number
      readonly of: number
    }
  | { readonly type: 'failed'; readonly id: string; readonly failure: Failure }
  | { readonly type: 'done' }
  /** Before a baseline is changed: what is about to be accepted, against what was, and where its numbers go. */
  | { readonly type: 'accepting'; readonly run: Run; readonly placings: readonly string[] }
  /** What ran could not be written into the logbook. */
  | { readonly type: 'unremembered'; readonly message: string; readonly advice: string }

/** Who signs, and what the signature counts for. */
export type Signing = {
  readonly signer?: Certificate['signer']
  /** Why it does not count, if so. */
  readonly distrust: readonly string[]
  /** Whether the key was in the environment of this process, where what it starts can find it. */
  readonly isInReach?: boolean
  /** What it counts for; absent: everything. */
  readonly statuses?: readonly CertificateStatus[] | undefined
  readonly previous?: Certificate['previous']
  readonly seal: (statement: Statement) => Envelope
}

/** The two files of a certificate, relative to the project: as people read it, and the envelope that machines verify. */
export type CertificateFiles = { readonly document: string; readonly envelope: string }

/** The world as the flows see it. `src/host` is the real one; tests bring their own. */
export type Host = {
  readonly version: string
  /** ISO 8601, UTC. */
  readonly now: () => string
  /** A seed for a run whose caller gave none. */
  readonly seed: () => string
  /** A text as it may be committed or posted: folders of this machine have other names, and it is bounded. */
  readonly publishable: (text: string) => string
  /** Whether the person asked to stop: what is measured is kept. */
  readonly interrupted: () => boolean
  readonly loadConfig: () => Promise<LoadedConfig>
  readonly list: (config: Config) => Promise<Listing>
  /** The control kernels, which Assay brings itself. Their files lie outside the project. */
  readonly controls: () => Promise<readonly Benchmark[]>
  readonly environment: () => Promise<Environment>
  /** Reads the machine's counters; calling what it returns reads them again, and tells what happened in between. */
  readonly watch: () => Promise<() => During>
  readonly source: (config: Config) => Promise<Source>
  /** Carries a step out. However it ends, trials say so. */
  readonly run: (step: Step, config: Config) => Promise<readonly Trial[]>
  /**
   * Throws an AssayError, before anything is loaded or measured, when there is no such revision and no such published
   * version.
   */
  readonly checkRevision: (ref: string) => Promise<void>
  /** What a base has in common with the working tree, as far as these benchmarks go. */
  readonly changesSince: (
    ref: string,
    benchmarks: readonly Benchmark[],
    config: Config,
  ) => Promise<ChangeImpact>
  /**
   * Lays a base out beside the working tree, with the working tree's benchmark files in place of its own.
   * Throws an AssayError when there is none, or it cannot be made to run.
   */
  readonly checkOutBase: (
    reference: Reference,
    chosen: Pick<Selection, 'benchmarks' | 'listing' | 'config' | 'configFile'>,
  ) => Promise<Base>
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
  /** One fork that measures both revisions in turn; `control`: the base in the head's place, too. */
  readonly forkPair: (step: ContestStep, base: Base, config: Config, control: boolean) => Promise<Outcome>
  /** One fork of each revision, which measure in turns; `control`: of the base both. */
  readonly forkApart: (
    step: ContestStep,
    base: Base,
    config: Config,
    control: boolean,
  ) => Promise<Sides<Outcome>>
  /** One fork of one revision, which has the machine for itself. */
  readonly forkAlone: (
    kind: 'time' | 'memory',
    step: ContestStep,
    revision: Revision,
    base: Base,
    config: Config,
  ) => Promise<Outcome>
  /** One fork that is not timed but looked into. Files are called the same in every checkout. */
  readonly examine: (look: Look, base: Base | undefined, config: Config) => Promise<Outcome>
  /** Why a program of others cannot be used here; nothing when it can. */
  readonly checkCollector: (name: CollectorName, config: Config) => Promise<CollectorGap | undefined>
  /** Lets one look into a benchmark; `profile`: what was seen of it last. What goes wrong is a note. */
  readonly collect: (
    name: CollectorName,
    benchmark: Benchmark,
    profile: CpuProfile | undefined,
    config: Config,
  ) => Promise<Collected>
  readonly digests: (files: readonly string[]) => Promise<Digest[]>
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
   * Writes baselines of a class, or deletes the file of one that holds no benchmark; returns their paths relative to the project.
   * `before` is what was read. Throws an AssayError `changed-meanwhile`, and writes nothing, when that is no longer what is there.
   */
  readonly writeBaselines: (
    machine: string,
    baselines: readonly Baseline[],
    before: readonly Digest[],
  ) => Promise<string[]>
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
  /** Name of what is released, as a slug without underscores. */
  readonly component: () => Promise<string>
  /**
   * Whose key signs certificates of this kind, and which came before. Throws an AssayError, before anything is measured, when
   * the key cannot be used, or the machine's clock stands before the last certificate.
   */
  readonly signing: (config: Config, kind: CertificateKind, keyFile?: string) => Promise<Signing>
  /** Files with the blobs that they are in a commit, where what was used is what is committed. */
  readonly register: (digests: readonly Digest[], commit: string | undefined) => Promise<RegisteredFile[]>
  readonly treeOf: (commit: string) => Promise<string | undefined>
  /** ISO 8601, UTC. */
  readonly daysLater: (iso: string, days: number) => string
  /**
   * Writes a certificate and its envelope under a name that is not taken yet: when it is, under that of a later second,
   * which the text is made for. Both files are there afterwards, or none.
   */
  readonly writeCertificate: (
    config: Config,
    certificate: Certificate,
    text: (certificate: Certificate) => string,
    seal: (certificate: Certificate, document: Digest) => Envelope,
  ) => Promise<{ certificate: Certificate; files: CertificateFiles }>
  /**
   * The folder of a run's evidence, relative to the project. What lies in the latest report is laid beside the evidence of
   * gates first, where no later run takes its place. Throws an AssayError `changed-meanwhile` when another run has replaced it
   * since its text was read.
   */
  readonly keepEvidence: (config: Config, stored: Stored, runId: string) => Promise<string>
  readonly readLatestRun: (config: Config) => Promise<Run | undefined>
  /**
   * A Run document as it lies on disk: the one at a path that the person gave, or that of the last run. Throws an AssayError
   * when there is none.
   */
  readonly readStored: (path: string | undefined) => Promise<Stored>
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
  /** Who would be the author of a commit, `name <address>`; nothing where git does not know. */
  readonly author: () => Promise<string | undefined>
  /** The text of the logbook, empty where there is none. Throws an AssayError when it cannot be read. */
  readonly readLog: (config: Config) => Promise<string>
  /** Appends entries, each as a line of its own. Throws an AssayError when they cannot be written. */
  readonly appendLog: (config: Config, entries: readonly LogEntry[]) => Promise<void>
  /** Writes the pages that people read of the logbook, beside it. */
  readonly writeNotes: (config: Config, files: readonly Rendered[]) => Promise<void>
  /**
   * Texts of those of the files that are there, by their paths relative to the project. Throws an AssayError when one leads
   * out of the project or cannot be read.
   */
  readonly texts: (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** Benchmark files that the configuration finds, unread. */
  readonly benchmarkFiles: (config: Config) => Promise<string[]>
  readonly surroundings: () => Promise<Pick<ProjectFacts, 'repository' | 'lockFile'>>
  /** Writes files of the project, all of them or none. Throws an AssayError when one cannot be written or was changed meanwhile. */
  readonly writeTogether: (files: readonly NewFile[]) => Promise<void>
  readonly show: (moment: ProgressEvent) => void
}
