import type { Benchmark } from '../../../model/benchmark.ts'
import type { Reference } from '../../../model/comparison.ts'
import type { Finding } from '../../../model/finding.ts'
import { shortCommit } from '../../wording/commit.ts'

/** That both sides run the working tree's benchmark file; `isNew`: the base, called `ref`, has none. */
export function takenFinding(file: string, ref: string, isNew: boolean): Finding {
  return isNew
    ? {
        code: 'benchmark-file-new',
        severity: 'info',
        subject: file,
        message: `It is not in ${ref}; both revisions run the working tree's`,
        advice: 'Nothing.',
      }
    : {
        code: 'benchmark-file-taken',
        severity: 'warning',
        subject: file,
        message: `It differs from that of ${ref}; both revisions run the working tree's, so what has changed in the file itself does not show`,
        advice: 'Keep what is measured in sources of its own, and only the measuring in benchmark files.',
      }
}

/** The same of benchmarks of which nothing had to be laid out, since nothing else has changed. */
export function takenFindings(
  identical: readonly Benchmark[],
  { edited, added }: { readonly edited: ReadonlySet<string>; readonly added: ReadonlySet<string> },
  reference: Reference | undefined,
): Finding[] {
  const files = new Set(identical.map(({ file }) => file).filter((file) => edited.has(file)))
  const name = shortCommit(reference?.ref ?? '')
  return [...files].map((file) => takenFinding(file, name, added.has(file)))
}
