import { exitCode } from '../core/assess/verdict.ts'
import { json } from '../core/report/machine/json.ts'
import { terminal } from '../core/report/terminal/terminal.ts'
import { type Finished, run as runFlow } from '../flow/run.ts'
import type { Console } from './console.ts'
import { type Invocation, type MeasuringFlag, requestOf } from './invocation.ts'
import { withHost } from './with-host.ts'

export async function executeRun(invocation: Invocation<'json' | 'config' | MeasuringFlag>): Promise<number> {
  const { flags, words, console } = invocation
  const finished = await withHost(invocation, (host) => runFlow(host, requestOf(invocation, words)))
  showRun(console, flags, finished)
  if (!flags.json) console.err(`report: ${finished.folder}/report.md\n`)
  return exitCode(finished.run, 'run', finished.config.gate.inconclusive)
}

/** The result on stdout: the Run document for machines, or the table for people. */
export function showRun(
  console: Console,
  { json: asJson }: { readonly json: boolean },
  { run }: Pick<Finished, 'run'>,
): void {
  if (asJson) for (const { text } of json(run)) console.out(text)
  else console.out(terminal(run, console))
}
