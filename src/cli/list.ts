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
    const listed = benchmarks.map(({ id, file, line, group, name, params }) => ({
      id,
      file,
      line,
      group,
      name,
      params,
    }))
    console.out(`${JSON.stringify({ benchmarks: listed, findings }, null, 2)}\n`)
  } else {
    for (const { id, line } of benchmarks)
      console.out(`${plain(id)}${line === undefined ? '' : `  (line ${line})`}\n`)
  }
  for (const { subject, message, advice } of findings) {
    console.err(`${plain(subject)}: ${plain(message)}\n  ${plain(advice)}\n`)
  }
  return findings.some(({ severity }) => severity === 'error') ? 2 : 0
}
