import { exitCode } from '../core/assess/verdict.ts'
import { mergeStored } from '../flow/merge.ts'
import type { Invocation } from './invocation.ts'
import { showRun } from './run.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

/** Ends as the command would have that measured the shards. */
export async function executeMerge(invocation: Invocation<'json' | 'config' | 'all'>): Promise<number> {
  const { words } = invocation
  if (words.length === 0) {
    throw usageError(
      'merge needs the Run documents of all shards.',
      'Name them, or the folder that holds them: assay merge shards.',
    )
  }
  const finished = await withHost(invocation, (host) => mergeStored(host, words))
  showRun(invocation, finished)
  const { request, policy } = finished.run
  return exitCode(finished.run, request.command === 'run' ? 'run' : 'gate', policy.inconclusive)
}
