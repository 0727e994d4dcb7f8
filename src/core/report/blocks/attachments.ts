import type { Run } from '../../../model/run.ts'

/**
 * Pictures beside a Run document that it names: what its explanations have drawn. A format may show them, and finds the
 * same ones whenever the run is rendered again. Paths are relative to the document's folder, as it says, and not to be
 * trusted.
 */
export function attachmentPaths({ explanations = [] }: Run): string[] {
  const paths = explanations.flatMap(({ artifacts }) => artifacts).filter((path) => path.endsWith('.svg'))
  return [...new Set(paths)].sort()
}

/** All files beside a Run document that its explanations name, in folders of profiles: the others are none of theirs. */
export function artifactPaths({ explanations = [] }: Run): string[] {
  const paths = explanations.flatMap(({ artifacts }) => artifacts)
  return [...new Set(paths)].filter(isOfProfile).sort()
}

function isOfProfile(path: string): boolean {
  const [first, folder, file, ...others] = path.split(/[\\/]/u)
  const isName = (name = '') => !/^\.*$/u.test(name)
  return first === 'profiles' && isName(folder) && isName(file) && others.length === 0 && !path.includes('\\')
}
