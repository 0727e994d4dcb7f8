import type { BaseDifference } from '../../../model/base-difference.ts'
import type { Benchmark } from '../../../model/benchmark.ts'
import type { Reference } from '../../../model/comparison.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import { shortCommit } from '../../wording/commit.ts'

/** What a reader must know of how a base differs from the working tree. */
export function baseFindings(differences: readonly BaseDifference[], { ref }: Reference): Finding[] {
  return differences.map((one) => differenceFinding(one, shortCommit(ref)))
}

/** The same of benchmarks that are in a new file, and of which nothing had to be laid out, since nothing else has changed. */
export function takenFindings(
  identical: readonly Benchmark[],
  { added }: { readonly added: ReadonlySet<string> },
  reference: Reference | undefined,
): Finding[] {
  const files = new Set(identical.map(({ file }) => file).filter((file) => added.has(file)))
  const taken = [...files].map((file) => ({ file, state: 'new' }) as const)
  return baseFindings(taken, { ref: '', ...reference })
}

/** Why benchmarks were measured in pairs of which nothing that they were seen to read has changed. */
export function unfollowedFindings(
  measured: readonly Benchmark[],
  { unfollowed }: { readonly unfollowed: ReadonlyMap<string, string> },
): Finding[] {
  return [...new Set(measured.map(({ file }) => file))].flatMap((file) => {
    const reason = unfollowed.get(file)
    if (reason === undefined) return []
    const message = `Nothing that it was seen to read has changed, but not all of it can be seen: ${reason}`
    const advice = 'It was measured in pairs to be sure. Without that, it would be identical.'
    return [finding('not-followed', file, message, advice)]
  })
}

function differenceFinding(one: BaseDifference, ref: string): Finding {
  const { file: subject } = one
  switch (one.state) {
    case 'new':
      return finding(
        'benchmark-file-new',
        subject,
        `It is not in ${ref}; both revisions run the working tree's`,
        '',
      )
    case 'taken':
      return finding(
        'benchmark-file-taken',
        subject,
        `It differs from that of ${ref}; both revisions run the working tree's, so what has changed in the file itself does not show`,
        'Keep what is measured in sources of its own, and only the measuring in benchmark files.',
      )
    case 'own':
      return finding(
        'benchmark-file-own',
        subject,
        `The working tree's does not load at ${ref}, which lacks what it asks for; each revision was measured with its own, so a change in the file itself counts, too`,
        'Keep benchmarks of what is new in a file of their own.',
      )
    case 'edited':
      return finding(
        'benchmark-file-edited',
        subject,
        `It differs from that of ${ref}, and nothing else that it reads does; each revision was measured with its own`,
        '',
      )
    case 'configuration':
      return finding(
        'configuration-differs',
        subject,
        `It differs from that of ${ref}; the working tree's holds for both revisions`,
        '',
      )
    case 'engine':
      return finding(
        'engine-excluded',
        subject,
        `At ${ref} it asks for Node ${one.range}; both revisions were measured on ${one.node}`,
        'Compare on a version of Node that both revisions are for.',
      )
  }
}
