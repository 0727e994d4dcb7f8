import type { Run } from '../../../model/run.ts'
import { assess } from '../../assess/assess.ts'
import { attention } from '../../assess/attention.ts'
import { findingsOf, groupFindings } from '../../assess/findings.ts'
import { headline } from '../../assess/headline.ts'
import type { Part } from '../../wording/bounded-text.ts'
import { count } from '../../wording/count.ts'
import { truncate } from '../../wording/display-width.ts'
import { elide } from '../../wording/elide.ts'
import { labelsOf } from '../../wording/label.ts'
import { visible } from '../../wording/plain.ts'
import { runWords } from '../../wording/verdict-words.ts'
import { benchmarkTable, type Row } from '../blocks/table.ts'
import { machine, reproduction } from './conditions.ts'
import { attentionItem, origin, sentence, subjectList } from './markdown.ts'
import { code, prose } from './syntax.ts'
import { unlinked } from './unlinked.ts'

/**
 * The report in parts that can be cut, for places that take so many bytes and no more: the answer, what needs attention,
 * all benchmarks, and the conditions. Nothing in it is a picture, and no foreign text in it links.
 */
export function digest(run: Run): Part[] {
  return [answer(run), from(run), needs(run), ...tables(run), findings(run), ...conditions(run)].filter(
    ({ items }) => items.length > 0,
  )
}

/** What is cut first has the lowest rank. */
const ranks = {
  conditions: 1,
  findings: 2,
  others: 3,
  noted: 4,
  attention: 5,
  origin: 6,
  answer: Number.POSITIVE_INFINITY,
}

function answer(run: Run): Part {
  const title = `## Benchmarks: ${runWords[run.verdict].toLowerCase()}`
  const sentence = unlinked(prose(elide(visible(headline(run, attention(assess(run)))), 1_000)))
  return { items: [`${title}\n\n**${sentence}**`], rank: ranks.answer, leftOut: () => '' }
}

function from(run: Run): Part {
  return { items: [unlinked(origin(run))], rank: ranks.origin, leftOut: () => '' }
}

/** What a failed process printed stands in the report. */
function needs(run: Run): Part {
  const label = labelsOf(run)
  return {
    before: '### Needs attention\n',
    items: attention(assess(run)).map(({ output, ...item }, index) =>
      unlinked(attentionItem(item, index + 1, label)),
    ),
    rank: ranks.attention,
    leftOut: (n) => `…and ${count(n, 'more item')}, which the report tells.`,
  }
}

/** Those that need attention are in sight, the others folded. */
function tables(run: Run): Part[] {
  const rows = benchmarkTable(run)
  const label = labelsOf(run)
  const noted = rows.filter((row) => row.attention)
  const others = rows.filter((row) => !row.attention)
  const leftOut = (n: number) => `…and ${count(n, 'more benchmark')}, which the report tells.`
  return [
    {
      before: head.join('\n'),
      items: noted.map((row) => tableRow(row, label)),
      rank: ranks.noted,
      leftOut,
    },
    {
      before: [
        `<details><summary>${count(others.length, noted.length > 0 ? 'other benchmark' : 'benchmark')}</summary>`,
        '',
        ...head,
      ].join('\n'),
      items: others.map((row) => tableRow(row, label)),
      after: '</details>',
      rank: ranks.others,
      leftOut,
    },
  ]
}

const head = ['| Benchmark | Time | Change | Allocated | Verdict |', '| :-- | --: | --: | --: | :-- |']

function tableRow({ id, cells, attention }: Row, label: (id: string) => string): string {
  const verdict = attention && cells.verdict !== '' ? `**${cells.verdict}**` : cells.verdict
  const change = `${cells.change} ${cells.changeInterval}`.trim()
  const name = code(truncate(visible(label(id)), 120))
  return `| ${[name, `${cells.time} ${cells.spread}`.trim(), change, cells.allocated, verdict].join(' | ')} |`
}

function findings(run: Run): Part {
  const label = labelsOf(run)
  const noted = groupFindings(findingsOf(run).filter(({ severity }) => severity === 'info'))
  return {
    before: '<details><summary>Findings</summary>\n',
    items: noted.map(({ code: name, subjects, likewise, message }) => {
      const all = [...subjects, ...likewise]
      const about = all[0] === 'run' ? '' : `${subjectList(all, label)}: `
      return unlinked(`- ${code(name)}: ${about}${sentence(message)}`)
    }),
    after: '</details>',
    rank: ranks.findings,
    leftOut: (n) => `…and ${count(n, 'more finding')}, which the report tells.`,
  }
}

function conditions(run: Run): Part[] {
  const folded = [
    ['The machine', unlinked(machine(run))],
    ['Reproduce it', reproduction(run)],
  ] as const
  return folded.map(([title, text]) => ({
    before: `<details><summary>${title}</summary>\n`,
    items: [text],
    after: '</details>',
    rank: ranks.conditions,
    leftOut: () => `${title}: see the report.`,
  }))
}
