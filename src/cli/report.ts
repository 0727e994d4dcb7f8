import { type Format, renderers } from '../core/report/renderers.ts'
import { report as reportFlow } from '../flow/report.ts'
import type { FlagValues, Invocation } from './invocation.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

const advice = `assay report [run.json] --format NAME[,NAME…]: ${Object.keys(renderers).join(', ')}.`

/** Ends with 0 whatever the verdict of the run: it has been told already. */
export async function executeReport(invocation: Invocation<'json' | 'format' | 'out'>): Promise<number> {
  const { flags, words, console } = invocation
  const [path, ...others] = words
  if (others[0] !== undefined)
    throw usageError(`report renders one run at a time, and '${others[0]}' would be another.`, advice)
  const asked = { path, formats: formatsOf(flags), out: flags.out }
  const { text, files } = await withHost(invocation, (host) => reportFlow(host, asked))
  if (text !== undefined) console.out(text)
  for (const file of files) console.err(`report: ${file}\n`)
  return 0
}

function formatsOf({ format, json }: FlagValues<'format' | 'json'>): [Format, ...Format[]] {
  const [first, ...others] = [...new Set(json ? ['json', ...format] : format)].map(formatOf)
  if (first === undefined) throw usageError('report needs a format.', advice)
  return [first, ...others]
}

function formatOf(name: string): Format {
  if (Object.hasOwn(renderers, name)) return name as Format
  throw usageError(`--format '${name}' is none that there is.`, advice)
}
