import { AssayError } from '../../model/assay-error.ts'
import { githubFiles, gitlabFile, type ProjectFacts } from './facts.ts'
import type { PackageManager } from './package-manager.ts'
import { githubComment } from './templates/github-comment.ts'
import { githubGate } from './templates/github-gate.ts'
import { gitlabGate } from './templates/gitlab-gate.ts'

export const ciServices = ['github', 'gitlab'] as const
export type CiService = (typeof ciServices)[number]

/**
 * What gates a project's releases and pull requests on a service.
 *
 * @throws AssayError `not-at-top`: services read their files at the top of a repository only
 */
export function ciFiles(
  service: CiService,
  { repository, reports }: ProjectFacts,
  { manager, node: range }: { readonly manager: PackageManager; readonly node: string | undefined },
): { path: string; text: string }[] {
  if (repository && repository.prefix !== '') {
    throw new AssayError(
      'not-at-top',
      `The project is in ${repository.prefix} of the repository ${repository.top}, and CI is set up at its top.`,
      `Run 'assay init --ci ${service}' there: 'include' finds benchmarks in the folders of packages, too.`,
    )
  }
  const setup = { manager, node: nodeVersion(range), branch: branchOf(repository?.defaultBranch), reports }
  if (service === 'gitlab') return [{ path: gitlabFile, text: gitlabGate(setup) }]
  return [
    { path: githubFiles[0], text: githubGate(setup) },
    { path: githubFiles[1], text: githubComment },
  ]
}

/** A name that needs no quoting in YAML, a glob or a shell; for any other, the usual one. */
function branchOf(name = 'main'): string {
  return /^[\w./-]+$/u.test(name) ? name : 'main'
}

/** The first major version that Assay runs on, and the one that is taken where a project does not say. */
const oldest = 22
const usual = 24

/**
 * The major version of Node to measure on: the first one that a range names and Assay runs on. `>=22.18` gives 22,
 * `^20 || ^26` gives 26, `>=18` says nothing that helps.
 */
export function nodeVersion(range: string | undefined): number {
  const named = [...(range ?? '').matchAll(/(<=?\s*)?v?(\d+)(?:\.[\dx*]+)*/gu)]
    .filter(([, bound]) => bound === undefined)
    .map(([, , major]) => Number(major))
    .filter((major) => major >= oldest)
  return named.length === 0 ? usual : Math.min(...named)
}
