import type { Finding } from '../../model/finding.ts'
import type { FindingCode } from '../../model/finding-codes.ts'
import type { Run } from '../../model/run.ts'
import { count } from '../wording/count.ts'
import { labelsOf } from '../wording/label.ts'
import type { Attention } from './attention.ts'
import { type FindingGroup, findingsOf, groupFindings } from './findings.ts'

/**
 * What is weaker than it looks, each with whom it is about: first what concerns the benchmarks `worse`, which have become
 * worse, then the warnings among `items`. Codes in `told` are said elsewhere in the answer.
 */
export function notesOf(
  run: Run,
  items: readonly Attention[],
  { worse, told }: { readonly worse: ReadonlySet<string>; readonly told: ReadonlySet<FindingCode> },
): string[] {
  const shown = new Set(
    items.flatMap(({ kind, about, subjects }) =>
      kind === 'warning' ? subjects.map((subject) => keyOf(about, subject)) : [],
    ),
  )
  const warnings = findingsOf(run).filter(({ severity, code }) => severity === 'warning' && !told.has(code))
  // Why there are no pairs, and what no benchmark has run, comes before what the numbers are worth.
  const isFirst = ({ code, subject }: Finding) => beforeNumbers.includes(code) || worse.has(subject)
  const first = warnings.filter(isFirst).toSorted((a, b) => rankOf(a) - rankOf(b))
  const others = warnings.filter((one) => !isFirst(one) && shown.has(keyOf(one.code, one.subject)))
  return groupFindings([...first, ...others]).map((group) => noteOf(group, run))
}

const beforeNumbers: readonly FindingCode[] = ['no-base', 'not-executed']

/** What does something else was not only slower. */
const mostTelling: readonly FindingCode[] = ['no-base', 'different-result', 'not-executed']

function rankOf({ code }: Finding): number {
  const place = mostTelling.indexOf(code)
  return place < 0 ? mostTelling.length : place
}

function keyOf(code: string, subject: string): string {
  return JSON.stringify([code, subject])
}

/** "csv › parse: It …"; of several that say the same "3 benchmarks: …", else the first one's words and how many there are. */
function noteOf({ subject, subjects, likewise, message }: FindingGroup, run: Run): string {
  if (subject === 'run') return message
  const isOfBenchmarks = subjects.every((one) => run.benchmarks.some(({ id }) => id === one))
  if (likewise.length === 0 && subjects.length > 1 && isOfBenchmarks)
    return `${count(subjects.length, 'benchmark')}: ${message}`
  const others = subjects.length + likewise.length - 1
  return `${labelsOf(run)(subject)}${others > 0 ? ` and ${others} more` : ''}: ${message}`
}
