import { plain } from '../core/wording/plain.ts'
import { selectBenchmarks } from '../flow/select.ts'
import { type Invocation, requestOf } from './invocation.ts'
import { withHost } from './with-host.ts'

export async function executeList(invocation: Invocation<'json' | 'config' | 'filter'>): Promise<number> {
  const { flags, words, console } = invocation
  const { benchmarks, findings } = await withHost(invocation, (host) =>
    selectBenchmarks(host, requestOf(invocation, words)),
  )
  if (flags.json) {
    const listed = benchmarks.map(({ id, file, line, group, name, params, library }) => ({
      id,
      file,
      line,
      group,
      name,
      params,
      library,
    }))
    console.out(`${JSON.stringify({ benchmarks: listed, findings }, null, 2)}\n`)
  } else {
    for (const { id, line, library } of benchmarks) {
      const from = [
        ...(line === undefined ? [] : [`line ${line}`]),
        ...(library === undefined ? [] : [plain(library)]),
      ]
      console.out(`${plain(id)}${from.length === 0 ? '' : `  (${from.join(', ')})`}\n`)
    }
  }
  // Whose words they are in stands beside each.
  for (const { subject, message, advice } of findings.filter(({ severity }) => severity !== 'info')) {
    console.err(`${plain(subject)}: ${plain(message)}\n  ${plain(advice)}\n`)
  }
  return findings.some(({ severity }) => severity === 'error') ? 2 : 0
}
