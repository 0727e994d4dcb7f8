import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { confine } from '../../wording/bounded-text.ts'
import { digest } from './digest.ts'

/**
 * GitHub takes 1 MiB from a step and loses the whole summary above that. What is left belongs to whatever else the step
 * writes into the same file.
 */
const limit = 1_000_000

/** The job summary of GitHub Actions: `cat summary.md >> "$GITHUB_STEP_SUMMARY"`. */
export function summary(run: Run): Rendered[] {
  return [{ path: 'summary.md', mediaType: 'text/markdown', text: confine(digest(run), limit) }]
}
