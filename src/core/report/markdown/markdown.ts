import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { assess } from '../../assess/assess.ts'
import { type Attention, attention } from '../../assess/attention.ts'
import { findingsOf, groupFindings } from '../../assess/findings.ts'
import { headline } from '../../assess/headline.ts'
import { shortCommit } from '../../wording/commit.ts'
import { truncate } from '../../wording/display-width.ts'
import { labelsOf } from '../../wording/label.ts'
import { visible } from '../../wording/plain.ts'
import { sentence as plainSentence } from '../../wording/sentence.ts'
import { runWords } from '../../wording/verdict-words.ts'
import { benchmarkTable, type Cells, type Row } from '../blocks/table.ts'
import { type Plot, plots } from '../plots/plots.ts'
import { anchorSection } from './anchor-table.ts'
import { beforeAfterSection } from './before-after-section.ts'
import { machine, method, reproduction } from './conditions.ts'
import { explanationSection } from './explanation-section.ts'
import { knownSection } from './known-section.ts'
import { latencyTable } from './latency-table.ts'
import { type Column, code, codeBlock, nameCell, prose, table } from './syntax.ts'

/** The report as people read it, on a code host or in a terminal: the answer first, the numbers after it. */
export function markdown(run: Run): Rendered[] {
  const pictures = plots(run)
  const shown = (wanted: Plot['name']) => pictures.filter(({ name }) => name === wanted).map(image)
  const sections = [
    `# Benchmarks: ${runWords[run.verdict].toLowerCase()}`,
    `**${prose(headline(run, attention(assess(run))))}**`,
    origin(run),
    ...needsAttention(run),
    ...explanationSection(run),
    ...knownSection(run),
    ...shown('changes'),
    ...beforeAfterSection(run),
    ...shown('forks'),
    ...shown('history'),
    ...benchmarks(run),
    ...anchorSection(run),
    ...latencies(run, shown('latency')),
    ...alsoNoted(run),
    '## The machine',
    machine(run),
    '## How it was measured',
    method(run),
    '## Reproduce it',
    reproduction(run),
  ]
  const report = { path: 'report.md', mediaType: 'text/markdown', text: `${sections.join('\n\n')}\n` }
  return [report, ...pictures.map(({ file }) => file)]
}

export function origin({ id, source, environment }: Run): string {
  const branch = source.branch === undefined ? '' : ` on ${code(source.branch)}`
  const dirty = source.dirty ? ', with uncommitted changes' : ''
  const commit = source.commit === undefined ? 'outside git' : `commit ${code(shortCommit(source.commit))}`
  return `Run ${code(id)} · ${commit}${branch}${dirty} · Node ${prose(environment.runtime.node)} · class ${code(environment.class)}`
}

function needsAttention(run: Run): string[] {
  const items = attention(assess(run))
  if (items.length === 0) return []
  const label = labelsOf(run)
  const shown = items.slice(0, mostItems).map((item, index) => attentionItem(item, index + 1, label))
  const omitted = items.slice(mostItems)
  return ['## Needs attention', shown.join('\n'), ...(omitted.length === 0 ? [] : [others(omitted)])]
}

/** Items that are told one by one. */
const mostItems = 60

/** "And 940 more: 12 regressed, 928 inconclusive." */
function others(items: readonly Attention[]): string {
  const kinds = Map.groupBy(items, ({ kind }) => kind)
  const counts = [...kinds].map(([kind, { length }]) => `${length} ${kind}`).join(', ')
  return `And ${items.length} more: ${counts}. See all benchmarks.`
}

export function attentionItem(item: Attention, number: number, label: (id: string) => string): string {
  const { kind, subjects, what, cause, output, next, command } = item
  const indent = ' '.repeat(String(number).length + 2)
  const finding = kind === 'error' || kind === 'warning'
  const several = subjects.length > 1 ? ': each ' : ' '
  const named = `${subjectList(subjects, label)}${finding ? ': ' : several}`
  const about = finding && subjects[0] === 'run' ? '' : named
  const lines = [
    `${number}. **${kind.charAt(0).toUpperCase()}${kind.slice(1)}**: ${about}${sentence(what)}`,
    ...(cause === undefined ? [] : [`Cause: ${sentence(cause)}`]),
  ]
  const parts = [lines.join(`\\\n${indent}`)]
  if (output !== undefined) parts.push(codeBlock('text', output.split('\n'), indent))
  const action = `Next: ${sentence(next)}${command === undefined ? '' : ` ${code(command)}`}`
  if (next === '') return parts.join('\n\n')
  return output === undefined
    ? `${parts[0]}\\\n${indent}${action}`
    : `${parts.join('\n\n')}\n\n${indent}${action}`
}

const namedSubjects = 5

export function subjectList(subjects: readonly string[], label: (id: string) => string): string {
  const named = subjects
    .slice(0, namedSubjects)
    .map((subject) => code(truncate(visible(label(subject)), 120)))
  const others = subjects.length - named.length
  return others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ')
}

/** Somebody else's text, of bounded length, with a full stop. */
export function sentence(text: string): string {
  return prose(plainSentence(text))
}

function image({ title, file }: Plot): string {
  return `![${prose(title)}](${file.path})`
}

const columns: readonly (Column & { readonly cell: (cells: Cells) => string })[] = [
  { title: 'Time', side: 'right', cell: ({ time, interval }) => `${time} ${interval}`.trim() },
  {
    title: 'Change',
    side: 'right',
    cell: ({ change, changeInterval }) => `${change} ${changeInterval}`.trim(),
  },
  { title: 'Rate', side: 'right', cell: ({ rate }) => rate },
  { title: 'Relative', side: 'right', cell: ({ relative }) => relative },
  { title: 'Allocated', side: 'right', cell: ({ allocated }) => allocated },
  { title: 'Never freed', side: 'right', cell: ({ retained }) => retained },
  { title: 'Peak memory', side: 'right', cell: ({ peakRss }) => peakRss },
  { title: 'Verdict', side: 'left', cell: ({ verdict }) => verdict },
]

/** One table per file; a column that would be empty is left out. */
function benchmarks(run: Run): string[] {
  const rows = benchmarkTable(run)
  if (rows.length === 0) return []
  const files = [...new Set(rows.map(({ file }) => file))]
  const peaks = rows.some(({ cells }) => cells.peakRss !== '') ? ', peak memory is of the whole process' : ''
  return [
    '## All benchmarks',
    `Time and allocation are per operation${peaks}. Intervals stand in brackets; a positive change is worse.`,
    ...files.flatMap((file) => [`### ${code(file)}`, fileTable(rows.filter((row) => row.file === file))]),
  ]
}

function fileTable(rows: readonly Row[]): string {
  const filled = columns.filter(({ cell }) => rows.some(({ cells }) => cell(cells) !== ''))
  return table(
    [{ title: 'Benchmark', side: 'left' }, ...filled],
    rows.map(({ label, cells, attention }) => [
      nameCell(label),
      ...filled.map(({ title, cell }) => {
        const text = cell(cells)
        return title === 'Verdict' && attention && text !== '' ? `**${text}**` : text
      }),
    ]),
  )
}

/** How long single operations took, for the benchmarks that could time them. */
function latencies(run: Run, pictures: readonly string[]): string[] {
  if (pictures.length === 0) return []
  return [
    '## Latency',
    "Single operations, each from its own start to its own end. The next one starts when one has ended, so these are service times, not response times under load. Quantiles are medians of the forks' quantiles with their intervals; those without brackets are of all forks together, where single forks had too few operations. The maximum is the longest operation of all.",
    ...pictures,
    latencyTable(run),
  ]
}

/** What changes nothing, but is worth knowing. */
function alsoNoted(run: Run): string[] {
  const noted = groupFindings(findingsOf(run).filter(({ severity }) => severity === 'info'))
  if (noted.length === 0) return []
  const label = labelsOf(run)
  const lines = noted.map(({ code: name, subjects, likewise, message, advice }) => {
    const about = subjects[0] === 'run' ? '' : `${subjectList(subjects, label)}: `
    const others = likewise.length === 0 ? '' : ` Likewise ${subjectList(likewise, label)}.`
    return `- ${code(name)}: ${about}${sentence(message)}${others}${advice === '' ? '' : ` ${sentence(advice)}`}`
  })
  return ['## Findings', lines.join('\n')]
}
