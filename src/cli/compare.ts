import { exitCode } from '../core/assess/verdict.ts'
import { compare as compareFlow } from '../flow/compare.ts'
import { AssayError } from '../model/assay-error.ts'
import { type Invocation, requestOf } from './invocation.ts'
import { showRun } from './run.ts'
import { withHost } from './with-host.ts'

export async function compare(invocation: Invocation): Promise<number> {
  const { arguments: args, console } = invocation
  const [ref, ...filters] = args.rest
  if (ref === undefined) {
    throw new AssayError(
      'usage',
      'compare needs a revision to compare with.',
      'Give a branch, a tag or a commit: assay compare main; or a published version: assay compare npm:latest.',
    )
  }
  const finished = await withHost(invocation, (host) => compareFlow(host, ref, requestOf(args, filters)))
  showRun(console, args, finished)
  if (!args.json) console.err(`report: ${finished.folder}/report.md\n`)
  return exitCode(finished.run, 'gate', finished.config.gate.inconclusive)
}
