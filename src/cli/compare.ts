import { exitCode } from '../core/assess/verdict.ts'
import { compare as compareFlow } from '../flow/compare.ts'
import { type Invocation, type MeasuringFlag, requestOf } from './invocation.ts'
import { showRun } from './run.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

export async function executeCompare(
  invocation: Invocation<'json' | 'config' | 'all' | 'within' | 'shard' | 'bail' | MeasuringFlag>,
): Promise<number> {
  const { words } = invocation
  const [ref, ...filters] = words
  if (ref === undefined) {
    throw usageError(
      'compare needs a revision to compare with.',
      'Give a branch, a tag or a commit: assay compare main; or a published version: assay compare npm:latest.',
    )
  }
  const finished = await withHost(invocation, (host) =>
    compareFlow(host, ref, { ...requestOf(invocation, filters), bail: invocation.flags.bail }),
  )
  showRun(invocation, finished)
  return exitCode(finished.run, 'gate', finished.config.gate.inconclusive)
}
