import { AssayError } from '../model/assay-error.ts'
import type { Bases } from './bases.ts'
import type { Host } from './host.ts'
import type { Request } from './request.ts'
import { type Finished, reportLatest } from './run.ts'
import { revisionOf, selectBenchmarks } from './select.ts'
import { withAudit } from './with-audit.ts'

/** `assay compare <ref>`: measures a revision beside the working tree, in pairs, and writes `reports/latest/`. */
export async function compare(host: Host, ref: string, request: Request): Promise<Finished> {
  return withAudit(host, { command: 'compare', request, against: ref }, (watched) =>
    compareWith(watched, ref, request),
  )
}

async function compareWith(host: Host, ref: string, request: Request): Promise<Finished> {
  const chosen = await selectBenchmarks(host, request, () => [revisionOf(ref)])
  return reportLatest(host, chosen, request, { command: 'compare', against: ref, checkBases })
}

/** Whoever asks for pairs wants no recorded numbers in their place. */
function checkBases({ matched, refused, fresh, doubt }: Bases): void {
  if (matched.length > 0 || (refused.length === 0 && fresh.length > 0)) return
  throw refused[0]?.why ?? doubt ?? noBase
}

const noBase = new AssayError(
  'no-baseline',
  'no baseline is recorded that knows its commit.',
  'Record one with \'assay baseline update --why "…"\', or compare with a branch, a tag or a commit.',
)
