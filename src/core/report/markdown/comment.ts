import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { confine, type Part } from '../../wording/bounded-text.ts'
import { digest } from './digest.ts'

/** GitHub takes 65,536 characters; bytes are never fewer. */
const limit = 64_000

/**
 * A comment on a pull request. Its first line is a marker by which the next run finds and replaces it, one for each
 * class of machines.
 */
export function comment(run: Run): Rendered[] {
  const marker: Part = {
    items: [`<!-- assay-report ${run.environment.class} -->`],
    rank: Number.POSITIVE_INFINITY,
    leftOut: () => '',
  }
  return [{ path: 'comment.md', mediaType: 'text/markdown', text: confine([marker, ...digest(run)], limit) }]
}
