import { count } from '../core/wording/count.ts'
import { originWords } from '../core/wording/file-origin.ts'
import { plain } from '../core/wording/plain.ts'
import { type Selection, selectBenchmarks } from '../flow/select.ts'
import { type Invocation, requestOf } from './invocation.ts'
import { withHost } from './with-host.ts'

export async function executeList(
  invocation: Invocation<'json' | 'config' | 'project' | 'filter'>,
): Promise<number> {
  const { flags, words, console } = invocation
  const selection = await withHost(invocation, (host) => selectBenchmarks(host, requestOf(invocation, words)))
  const { benchmarks, findings, originOf } = selection
  if (flags.json) {
    const listed = benchmarks.map(({ id, file, line, group, name, params, library }) => ({
      ...{ id, file, line, group, name, params, library },
      origin: originOf(file),
    }))
    console.out(`${JSON.stringify({ benchmarks: listed, findings }, null, 2)}\n`)
  } else {
    const sentence = sharedReason(selection)
    for (const { id, file, line, library } of benchmarks) {
      const from = [
        ...(line === undefined ? [] : [`line ${line}`]),
        ...(library === undefined ? [] : [plain(library)]),
        ...(sentence === undefined ? [plain(originWords(originOf(file)))] : []),
      ]
      console.out(`${plain(id)}${from.length === 0 ? '' : `  (${from.join(', ')})`}\n`)
    }
    if (sentence !== undefined && !flags.quiet) console.err(sentence)
  }
  // Whose words they are in stands beside each.
  for (const { subject, message, advice } of findings.filter(({ severity }) => severity !== 'info')) {
    console.err(`${plain(subject)}: ${plain(message)}\n  ${plain(advice)}\n`)
  }
  return findings.some(({ severity }) => severity === 'error') ? 2 : 0
}

/** Why these files count as benchmark files, where it is the same for all. */
function sharedReason({ benchmarks, originOf }: Selection): string | undefined {
  const files = new Set(benchmarks.map(({ file }) => file))
  const [reason, ...others] = new Set([...files].map((file) => originWords(originOf(file))))
  if (reason === undefined || others.length > 0) return undefined
  return `${count(files.size, 'file')}, found ${plain(reason)}\n`
}
