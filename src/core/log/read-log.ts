import { type Finding, finding } from '../../model/finding.ts'
import type { FindingCode } from '../../model/finding-codes.ts'
import { type LogEntry, logEntrySchema } from '../../model/log.ts'
import { formatIssue, parseJson } from '../identity/parse-json.ts'

/** What a logbook tells, and what in it cannot be read. */
export type Logbook = { readonly entries: readonly LogEntry[]; readonly findings: readonly Finding[] }

/**
 * Reads a logbook line by line; entries come in the order of their ids, which is that of time. A line that cannot be
 * read is a finding with its number, never the end; the file keeps it. `path` names the file in findings.
 */
export function readLog(text: string, path: string): Logbook {
  const entries = new Map<string, LogEntry>()
  const findings: Finding[] = []
  const lines = text.replace(/^\ufeff/u, '').split('\n')
  for (const [index, line] of lines.entries()) {
    for (const read of readLine(line.trim())) {
      const unread = 'entry' in read ? addEntry(entries, read.entry) : read
      if (unread) findings.push(finding(unread.code, `${path}:${index + 1}`, unread.message, unread.advice))
    }
  }
  return {
    entries: [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    findings: limitFindings(findings, path),
  }
}

/** Both sides of a merge may bring the same line; the first one counts. */
function addEntry(entries: Map<string, LogEntry>, entry: LogEntry): Unread | undefined {
  const { id } = entry
  const other = entries.get(id)
  if (!other) entries.set(id, entry)
  if (!other || JSON.stringify(other) === JSON.stringify(entry)) return undefined
  return {
    code: 'log-duplicate',
    message: `Another entry has the same id, ${id}; the first one counts.`,
    advice: 'Give it another id, or delete it.',
  }
}

type LogCode = Extract<FindingCode, `log-${string}`>
type Unread = { readonly code: LogCode; readonly message: string; readonly advice: string }

function readLine(line: string): (Unread | { readonly entry: LogEntry })[] {
  if (line === '') return []
  if (/^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/u.test(line)) return [conflict]
  const value = parseJson(line)
  if (value !== undefined) return [readValue(value)]
  // An entry after a torn one: inside a text the same characters would be escaped.
  const parts = line.split(/(?=\{"schema":"assay\/log@)/u)
  if (parts.length > 1) return parts.flatMap(readLine)
  return [line.startsWith('{"schema":"assay/log@') ? torn : garbage]
}

function readValue(value: unknown): Unread | { readonly entry: LogEntry } {
  const schema = (value as { schema?: unknown } | null)?.schema
  const version = typeof schema === 'string' ? /^assay\/log@(\d{1,9})$/u.exec(schema)?.[1] : undefined
  if (version === undefined) return garbage
  if (Number(version) > 1) {
    return {
      code: 'log-newer',
      message: `This entry was written by a newer Assay (assay/log@${version}); it is kept, but not shown.`,
      advice: 'Update Assay to read it.',
    }
  }
  const { success, data, error } = logEntrySchema.safeParse(value)
  if (success) return { entry: data }
  return {
    code: 'log-unknown',
    message: `This entry cannot be read; it is kept, but not shown. ${formatIssue(error)}.`,
    advice: 'Update Assay if a newer one wrote it; otherwise fix or delete the line.',
  }
}

const conflict: Unread = {
  code: 'log-conflict',
  message: 'This line is a mark of a merge that git could not make.',
  advice:
    'Entries of both sides are right: delete the lines of marks and keep all others. So that git does so by itself, write into .gitattributes: reports/logbook.ndjson merge=union',
}

const torn: Unread = {
  code: 'log-torn',
  message: 'This line was cut off while it was written, and is lost.',
  advice: 'Nothing else is lost. You may delete the line.',
}

const garbage: Unread = {
  code: 'log-garbage',
  message: 'This line is no entry of a logbook.',
  advice: 'Fix or delete it; `assay log` writes whole lines only.',
}

/** Findings that are told one by one: a file that is no logbook has a thousand. */
const most = 20

function limitFindings(findings: readonly Finding[], path: string): Finding[] {
  const rest = findings.length - most
  if (rest <= 0) return [...findings]
  return [...findings.slice(0, most), finding('log-more', path, `${rest} more lines cannot be read.`, '')]
}
