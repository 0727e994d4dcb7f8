import { exitCode } from '../core/assess/verdict.ts'
import { suspectsOf } from '../core/baseline/suspects.ts'
import { json } from '../core/report/machine/json.ts'
import { pageOf } from '../core/report/report-files.ts'
import { type LastWord, terminal } from '../core/report/terminal/terminal.ts'
import type { Request } from '../flow/request.ts'
import { type Finished, run as runFlow } from '../flow/run.ts'
import { fromHere, type Invocation, type MeasuringFlag, requestOf } from './invocation.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

export async function executeRun(invocation: RunInvocation): Promise<number> {
  const { flags } = invocation
  if (!flags.watch) {
    const { run, config } = await runOnce(invocation, { changed: flags.changed })
    return exitCode(run, 'run', config.gate.inconclusive)
  }
  if (flags.json)
    throw usageError('--watch never ends, and --json tells one result.', 'Leave one of the two out.')
  const suspects = new Set<string>()
  const { watchAndRun } = await import('./watch.ts')
  return watchAndRun(invocation, async () => {
    // Whoever is at work waits for what has changed, and first of all for what has changed before.
    const { run } = await runOnce(invocation, { changed: true, suspects })
    for (const id of suspectsOf(run)) suspects.add(id)
  })
}

type RunInvocation = Invocation<
  'json' | 'config' | 'all' | 'within' | 'shard' | 'watch' | 'bail' | 'changed' | MeasuringFlag
>

async function runOnce(
  invocation: RunInvocation,
  terms: Pick<Request, 'changed' | 'suspects'>,
): Promise<Finished> {
  const { flags, words } = invocation
  const request = { ...requestOf(invocation, words), ...terms, bail: flags.bail }
  const finished = await withHost(invocation, (host) => runFlow(host, request))
  showRun(invocation, finished)
  return finished
}

type Showing = Pick<Invocation, 'console' | 'project'> & {
  readonly flags: { readonly json: boolean; readonly all?: boolean }
}

/** The result on stdout: the Run document for machines; for people numbers, the answer, and where the report is, if it is anywhere. */
export function showRun(
  { console, flags: { json: asJson, all = false }, project }: Showing,
  { run, folder, config }: Pick<Finished, 'run'> & Partial<Finished>,
  lastWord?: LastWord,
): void {
  const page = folder !== undefined && config ? `${folder}/${pageOf(config)}` : undefined
  const report = page === undefined ? {} : { report: fromHere(page, project) }
  if (asJson) for (const { text } of json(run)) console.out(text)
  else console.out(terminal(run, { ...console, all, ...report, ...(lastWord && { lastWord }) }))
}
