import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { jsonText } from '../../wording/json.ts'

/** The Run document as a file: the same run gives the same bytes, and reading them gives the same run. */
export function json(run: Run): Rendered[] {
  return [{ path: 'run.json', mediaType: 'application/json', text: jsonText(run) }]
}
