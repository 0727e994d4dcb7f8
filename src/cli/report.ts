import { type Format, renderers } from '../core/report/renderers.ts'
import { report as reportFlow } from '../flow/report.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Arguments, Invocation } from './invocation.ts'
import { withHost } from './with-host.ts'

/** Ends with 0 whatever the verdict of the run: it has been told already. */
export async function report(invocation: Invocation): Promise<number> {
  const { arguments: args, console } = invocation
  const [path, ...others] = args.rest
  if (others[0] !== undefined)
    throw usage(`report renders one run at a time, and '${others[0]}' would be another.`)
  const asked = { path, formats: formatsOf(args), out: args.given.out }
  const { text, files } = await withHost(invocation, (host) => reportFlow(host, asked))
  if (text !== undefined) console.out(text)
  for (const file of files) console.err(`report: ${file}\n`)
  return 0
}

function formatsOf({ formats, json }: Arguments): [Format, ...Format[]] {
  const [first, ...others] = [...new Set(json ? ['json', ...formats] : formats)].map(formatOf)
  if (first === undefined) throw usage('report needs a format.')
  return [first, ...others]
}

function formatOf(name: string): Format {
  if (isFormat(name)) return name
  throw usage(`--format '${name}' is none that there is.`)
}

function isFormat(name: string): name is Format {
  return Object.hasOwn(renderers, name)
}

function usage(message: string): AssayError {
  const known = Object.keys(renderers).join(', ')
  return new AssayError('usage', message, `assay report [run.json] --format NAME[,NAME…]: ${known}.`)
}
