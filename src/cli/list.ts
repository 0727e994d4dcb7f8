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
    const listed = benchmarks.map(({ id, file, line, group, name, params, grows, library, inVitest }) => ({
      ...{ id, file, line, group, name, params, grows, library, inVitest },
      origin: originOf(file),
    }))
    console.out(`${JSON.stringify({ benchmarks: listed, findings }, null, 2)}\n`)
  } else {
    const sentence = sharedReason(selection)
    for (const { id, file, line, library, inVitest } of benchmarks) {
      const from = [
        ...(line === undefined ? [] : [`line ${line}`]),
        ...(library === undefined ? [] : [`${plain(library)}${inVitest === undefined ? '' : ' itself'}`]),
        ...(sentence === undefined ? [plain(originWords(originOf(file)))] : []),
      ]
      console.out(`${plain(id)}${from.length === 0 ? '' : `  (${from.join(', ')})`}\n`)
    }
    if (sentence !== undefined && !flags.quiet) console.err(sentence)
    if (!flags.quiet) for (const road of roadsOf(selection)) console.err(road)
  }
  // Whose words they are in stands beside each.
  for (const { subject, message, advice } of findings.filter(({ severity }) => severity !== 'info')) {
    console.err(`${plain(subject)}: ${plain(message)}\n  ${plain(advice)}\n`)
  }
  return findings.some(({ severity }) => severity === 'error') ? 2 : 0
}

/** Files that Vitest itself runs, and why. */
function roadsOf({ benchmarks }: Selection): string[] {
  const own = benchmarks.filter(({ inVitest }) => inVitest !== undefined)
  return [...Map.groupBy(own, ({ inVitest }) => inVitest!)].map(([why, all]) => {
    const files = count(new Set(all.map(({ file }) => file)).size, 'file')
    return `${files}, run by the project's own Vitest: ${plain(why)}\n`
  })
}

/** Why these files count as benchmark files, where it is the same for all. */
function sharedReason({ benchmarks, originOf }: Selection): string | undefined {
  const files = new Set(benchmarks.map(({ file }) => file))
  const [reason, ...others] = new Set([...files].map((file) => originWords(originOf(file))))
  if (reason === undefined || others.length > 0) return undefined
  return `${count(files.size, 'file')}, found ${plain(reason)}\n`
}
