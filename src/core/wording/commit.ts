import type { Comparison } from '../../model/comparison.ts'

/** What a benchmark was compared with: "the baseline (3f2a91c)". */
export function basePhrase({ base, method }: Comparison): string {
  const commit = base.commit === undefined ? undefined : shortCommit(base.commit)
  if (base.ref === 'baseline') return commit === undefined ? 'the baseline' : `the baseline (${commit})`
  if (base.ref !== undefined) {
    if (commit === undefined) return base.ref
    return base.commit?.startsWith(base.ref) ? `commit ${commit}` : `${base.ref} (${commit})`
  }
  if (base.baseline === undefined && method !== 'recorded')
    return commit === undefined ? 'its base' : `commit ${commit}`
  return commit === undefined ? 'the baseline' : `the baseline (${commit})`
}

export function shortCommit(commit: string): string {
  return /^[0-9a-f]{8,}$/u.test(commit) ? commit.slice(0, 7) : commit
}
