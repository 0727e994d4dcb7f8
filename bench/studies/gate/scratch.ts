import { type GitProject, gitProject } from '../git-project.ts'
import { benchmarkFile, type Planted, sourceOf } from './suites.ts'

/** A library in git: its first commit is the base, its working tree the head. */
export type Scratch = Pick<GitProject, 'folder' | 'commit' | 'remove'> & {
  /** Puts the head there. */
  readonly plant: () => void
}

export function scratchProject(
  plant: Planted,
  config: object,
  { isolate = false, functions }: { readonly isolate?: boolean; readonly functions?: number } = {},
): Scratch {
  const { write, ...project } = gitProject({
    'perf.config.js': `export default ${JSON.stringify(config)}\n`,
    'bench/workloads.bench.js': benchmarkFile(isolate),
    'src/workloads.js': sourceOf(plant, 'base', functions),
  })
  return {
    ...project,
    plant: () => {
      if (plant === 'documentation') write('README.md', 'A word more.\n')
      else write('src/workloads.js', `// The head.\n${sourceOf(plant, 'head', functions)}`)
    },
  }
}
