import type { CiService } from './ci.ts'
import type { ProjectFacts } from './facts.ts'
import type { PackageManager } from './package-manager.ts'

/** Something for people to do: a command, if there is one, and what for. */
export type NextStep = { readonly command?: string; readonly what: string }

type Situation = {
  readonly facts: ProjectFacts
  readonly manager: PackageManager
  /** The benchmark that is written as a template, if one is. */
  readonly example: string | undefined
  /** Scripts of the project, by name, as they are now. */
  readonly scripts: Readonly<Record<string, unknown>>
  readonly ci: CiService | undefined
  readonly hook: boolean
}

/** What to do after a project was set up, in order. */
export function nextSteps({ facts, manager, example, scripts, ci, hook }: Situation): NextStep[] {
  const runs = (script: string, command: string) =>
    scripts[script] === command ? `${manager.run} ${script}` : `${manager.exec} ${command}`
  return [
    ...(facts.manifest.dependencies.has('assay')
      ? []
      : [{ what: 'Put assay into devDependencies: other machines install what package.json names.' }]),
    {
      command: runs('bench', 'assay run'),
      what:
        example === undefined
          ? 'measures your benchmarks'
          : `measures ${example}; put what your package does in the place of what is measured there`,
    },
    {
      command: `${manager.exec} assay baseline update --why "first numbers"`,
      what: `accepts the numbers, once they are of your code and that is committed; commit baselines/ and ${facts.reports}/`,
    },
    {
      command: runs('bench:gate', 'assay gate'),
      what: 'decides before a release; writes evidence and a certificate to commit',
    },
    ...(facts.isWorkspace ? [{ what: workspaceStep }] : []),
    ...(ci === undefined ? [] : [{ what: ciSteps[ci] }]),
    ...(hook ? hookSteps(facts.repository?.hooksPath) : []),
  ]
}

const workspaceStep =
  'With a configuration at the root, all packages of the workspace are one project. For a project of its own, run init in the folder of a package.'

const ciSteps: Readonly<Record<CiService, string>> = {
  github:
    'Commit the two workflows; comments begin once they are on the default branch. For signed certificates add the secret ASSAY_SIGNING_KEY.',
  gitlab: "Name .gitlab/assay.yml under 'include' in .gitlab-ci.yml, and commit both.",
}

/** The person's configuration of git is theirs: they are told, and nothing is set. */
function hookSteps(hooksPath: string | undefined): NextStep[] {
  if (hooksPath === '.githooks') return []
  if (hooksPath === undefined) {
    return [{ command: 'git config core.hooksPath .githooks', what: 'makes git run the hook, in this clone' }]
  }
  const what = `is what a pre-push hook in ${hooksPath} has to call: git looks for hooks there`
  return [{ command: '.githooks/pre-push "$@"', what }]
}
