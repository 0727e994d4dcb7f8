import { unreachedFindings } from '../core/wording/unreached-words.ts'
import type { Finding } from '../model/finding.ts'
import type { Matched } from './bases.ts'
import type { Measurer } from './ports/measurer.ts'
import type { Revisions } from './ports/revisions.ts'
import type { Request } from './request.ts'
import type { Selection } from './select.ts'

/**
 * What has changed since the bases and is run by none of the benchmarks of this run. It decides nothing, and may take
 * seconds: ask when all else is known.
 */
export async function findUnreachedCode(
  host: Pick<Revisions & Measurer, 'findUnreached' | 'interrupted'>,
  { benchmarks, config }: Pick<Selection, 'benchmarks' | 'config'>,
  { filters }: Pick<Request, 'filters'>,
  matched: readonly Matched[],
): Promise<Finding[]> {
  const commits = new Set(matched.flatMap(({ since: { reference } }) => reference.commit ?? []))
  if (commits.size === 0 || host.interrupted()) return []
  const unreached = await host.findUnreached([...commits], benchmarks, config)
  return host.interrupted() ? [] : unreachedFindings(unreached, filters.length > 0)
}
