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

/** All files beside a Run document that its explanations name, below the folder of profiles: no others are theirs. */
export function artifactPaths({ explanations = [] }: Run): string[] {
  const paths = explanations.flatMap(({ artifacts }) => artifacts)
  return [...new Set(paths)].filter(isBelowProfiles).sort()
}

function isBelowProfiles(path: string): boolean {
  const [first, ...names] = path.split('/')
  return first === 'profiles' && names.length > 1 && names.every((name) => /^(?!\.*$)[^\\\0:]+$/u.test(name))
}
