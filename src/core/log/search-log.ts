import type { LogEntry } from '../../model/log.ts'

/** Entries that have all these words somewhere, whatever their case, the newest first. */
export function searchLog(entries: readonly LogEntry[], words: readonly string[]): LogEntry[] {
  const wanted = words.map(foldCase)
  return entries
    .filter((entry) => {
      const text = foldCase(textsOf(entry).join('\n'))
      return wanted.every((word) => text.includes(word))
    })
    .toReversed()
}

/** What a run found out about benchmarks is in its report; here it would hide what people wrote about them. */
function textsOf(entry: LogEntry): readonly (string | undefined)[] {
  const said = [entry.id, entry.type, entry.author]
  switch (entry.type) {
    case 'audit': {
      const { command, run, source, against, filters, errors } = entry
      return [...said, command, run, source?.commit, against, ...filters, ...errors]
    }
    case 'decision':
      return [...said, entry.text, entry.why, ...entry.about]
    case 'insight':
      return [...said, entry.text, entry.area, ...entry.about]
    case 'hypothesis':
      return [...said, entry.text, entry.metric, ...entry.about, ...entry.benchmarks.map(({ id }) => id)]
    case 'outcome':
      return [...said, entry.of, entry.verdict, entry.why, entry.run, entry.commit]
    case 'next':
      return [...said, entry.text, entry.owner, ...entry.about]
    case 'done':
      return [...said, entry.of, entry.why]
  }
}

function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
