import type { Manifest } from './manifest.ts'

/** What a project is like, as far as what it needs to begin with depends on it. */
export type ProjectFacts = {
  readonly manifest: Manifest
  /** Texts of those of the `watched` files that are there. */
  readonly texts: ReadonlyMap<string, string>
  /** The configuration, if there is one, and what it says or leaves as it is. */
  readonly configFile: string | undefined
  readonly include: readonly string[]
  /** Folder of the reports. */
  readonly reports: string
  /** Files that hold benchmarks already. */
  readonly benchmarks: readonly string[]
  /** Name of the lock file that holds for the project. */
  readonly lockFile: string | undefined
  readonly repository: Repository | undefined
  /** Whether it is the root of a workspace. */
  readonly isWorkspace: boolean
}

/** The git repository that a project is in. */
export type Repository = {
  readonly top: string
  /** The way from its top to the project: `''`, or with a slash at its end. */
  readonly prefix: string
  /** The branch that others are merged into, as far as a clone can tell. */
  readonly defaultBranch: string | undefined
  /** Where git looks for hooks instead of its own folder, if so. */
  readonly hooksPath: string | undefined
}

export const hookFile = '.githooks/pre-push'
export const githubFiles = ['.github/workflows/assay.yml', '.github/workflows/assay-comment.yml'] as const
export const gitlabFile = '.gitlab/assay.yml'

/** Files whose texts, or whose being there, a scaffold depends on. Relative to the project. */
export const watched = [
  '.gitignore',
  '.gitattributes',
  'tsconfig.json',
  ...['ts', 'mts', 'js', 'mjs'].map((ending) => `bench/example.bench.${ending}`),
  hookFile,
  ...githubFiles,
  gitlabFile,
]
