import { explanationOf, listBlamed } from '../core/profile/explanation.ts'
import type { ProfileSubject } from '../core/profile/observation-plan.ts'
import { differenceFiles } from '../core/report/plots/profile-files.ts'
import type { Reference } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import type { Explanation } from '../model/explanation.ts'
import type { Failure } from '../model/failure.ts'
import type { Finding } from '../model/finding.ts'
import type { Rendered } from '../model/rendered.ts'
import type { Host } from './host.ts'
import { observe, type ProfiledSubject } from './observe.ts'
import type { Base } from './ports/revisions.ts'

/** What profiles of two revisions say about a benchmark, and the files that show it. */
export type Explained = {
  readonly explanation?: Explanation
  readonly findings: readonly Finding[]
  readonly files: readonly Rendered[]
}

/** Profiles both revisions of a benchmark, and names the functions that the head costs more because of. */
export async function explain(
  host: Host,
  config: Config,
  base: Base,
  subject: ProfileSubject,
  seed: string,
): Promise<Explained> {
  const seen = await observe(host, config, base, subject, seed)
  return host.interrupted() ? { findings: [], files: [] } : explained(seen, base.reference, config)
}

/** The explanation of what was seen, and the files that show it. */
export function explained(
  { subject, profiles, counts, compared, withoutInlining }: ProfiledSubject,
  base: Reference,
  { owners }: Config,
): Explained {
  const { id, key } = subject.benchmark
  if (!compared) return { findings: [unexplained(id, base, profiles.failures)], files: [] }
  const files = differenceFiles({ id, key }, compared, counts, base)
  const explanation = explanationOf(
    {
      id,
      base,
      together: subject.compared === 'together',
      withoutInlining,
      artifacts: files.map(({ path }) => path),
    },
    compared,
    counts,
    listBlamed(compared, counts),
    owners,
  )
  return { explanation, findings: [], files }
}

function unexplained(id: string, { ref }: Reference, failures: readonly Failure[]): Finding {
  return {
    code: 'not-explained',
    severity: 'warning',
    subject: id,
    message: `Its profiles do not tell what changed since ${ref}: ${failures[0]?.message ?? 'too few of them were taken'}`,
    advice: 'Run it again, and let it come to its end.',
  }
}
