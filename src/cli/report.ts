import { builtInRenderer, renderers } from '../core/report/renderers.ts'
import { count } from '../core/wording/count.ts'
import { plain } from '../core/wording/plain.ts'
import { shellWord } from '../core/wording/shell-word.ts'
import { keepStored, report as reportFlow } from '../flow/report.ts'
import { formatQuantity } from '../model/unit.ts'
import type { FlagValues, Invocation } from './invocation.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

const advice = `assay report [run.json] --format NAME[,NAME…]: ${Object.keys(renderers).join(', ')}; or one of your own, with --config FILE. Or --keep.`

type Flags = 'config' | 'json' | 'format' | 'out' | 'keep' | 'all'

/** Ends with 0 whatever the verdict of the run: it has been told already. */
export async function executeReport(invocation: Invocation<Flags>): Promise<number> {
  const { flags, words, console } = invocation
  const [path, ...others] = words
  if (others[0] !== undefined)
    throw usageError(`report renders one run at a time, and '${others[0]}' would be another.`, advice)
  if (flags.keep) return keep(invocation, path)
  if (flags.all)
    throw usageError('--all says how much is kept, and needs --keep.', 'assay report --keep --all')
  const asked = { path, formats: formatsOf(flags), out: flags.out }
  const { text, files } = await withHost(invocation, (host) => reportFlow(host, asked))
  if (text !== undefined) console.out(text)
  for (const file of files) console.err(`report: ${file}\n`)
  return 0
}

async function keep(invocation: Invocation<Flags>, path: string | undefined): Promise<number> {
  const { flags, console } = invocation
  if (flags.json || flags.format.length > 0 || flags.out !== undefined) {
    throw usageError(
      '--keep copies the report as it is, into the folder of its run.',
      'Leave --format, --json and --out away.',
    )
  }
  const { run, folder, kept, left } = await withHost(invocation, (host) =>
    keepStored(host, { path, all: flags.all }),
  )
  console.err(
    `kept: ${plain(folder)}${kept.length === 0 ? ', as it was' : `, ${count(kept.length, 'file')}`}\n`,
  )
  for (const file of left)
    console.err(`left out: ${plain(file.path)} (${formatQuantity(file.size, 'byte')}); --all keeps it, too\n`)
  console.err(`Next: git add ${shellWord(folder)}    the report of run ${run.id}\n`)
  return 0
}

/** Of names that Assay does not know, the configuration decides; it is loaded only for whoever names it. */
function formatsOf({ format, json, config }: FlagValues<'format' | 'json' | 'config'>): string[] {
  const formats = [...new Set(json ? ['json', ...format] : format)]
  if (formats.length === 0) throw usageError('report needs a format.', advice)
  const unknown = formats.find((name) => !builtInRenderer(name))
  if (unknown === undefined || config !== undefined) return formats
  throw usageError(`--format '${unknown}' is none that there is.`, advice)
}
