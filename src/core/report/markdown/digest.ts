import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { confine, type Part } from '../../wording/bounded-text.ts'
import { count } from '../../wording/count.ts'
import { truncate } from '../../wording/display-width.ts'
import { elide } from '../../wording/elide.ts'
import { visible } from '../../wording/plain.ts'
import { answerSection, regressionTable } from '../blocks/answer-section.ts'
import { attentionItem } from '../blocks/attention-section.ts'
import { type Block, paragraph, type Section, type TableCell } from '../blocks/block.ts'
import { machineSection, originLine, reproductionSection } from '../blocks/condition-sections.ts'
import { environmentSection } from '../blocks/environment-section.ts'
import { findingItem, notedIn } from '../blocks/findings-section.ts'
import { growthSection } from '../blocks/growth-section.ts'
import type { Row } from '../blocks/table.ts'
import { prepare, type View } from '../blocks/view.ts'
import { code, inline } from './syntax.ts'
import { unlink } from './unlink.ts'
import { writeMarkdownBlock, writeMarkdownCell, writeMarkdownItem } from './write.ts'

/**
 * Bytes. GitHub takes 65,536 characters of a comment; bytes are never fewer. It takes 1 MiB from a step and loses the whole
 * summary above that; what is left belongs to whatever else the step writes into the same file.
 */
const limits = { comment: 64_000, summary: 1_000_000 }

/**
 * A comment on a pull request. Its first line is a marker by which the next run finds and replaces it, one for each
 * class of machines.
 */
export function comment(run: Run): Rendered[] {
  const marker = whole(`<!-- assay-report ${run.environment.class} -->`, ranks.answer)
  const text = confine([marker, ...digest(run)], limits.comment)
  return [{ path: 'comment.md', mediaType: 'text/markdown', text }]
}

/**
 * The job summary of GitHub Actions: `cat summary.md >> "$GITHUB_STEP_SUMMARY"`. The answer and no more: what failed, what
 * has become worse and why, and what to do next; the report and the comment have the rest.
 */
export function summary(run: Run): Rendered[] {
  const view = prepare(run)
  const troubles = view.answer.troubles.slice(0, mostTroubles)
  const blocks = [...regressionTable(view), ...answerSection(view).flatMap((section) => section.blocks)]
  const parts = [
    head(view),
    ...troubles.map(({ output: _, cause: __, next: ___, command: ____, ...item }) =>
      whole(
        unlink(
          writeMarkdownItem(
            attentionItem({ ...item, what: elide(visible(item.what), 600), next: '' }),
            '- ',
            view.label,
          ),
        ),
        ranks.attention,
      ),
    ),
    ...blocks.map((block) => whole(written(block, view), ranks.answer)),
    whole(written(paragraph(...originLine(view)), view), ranks.origin),
  ]
  return [{ path: 'summary.md', mediaType: 'text/markdown', text: confine(parts, limits.summary) }]
}

/** What is broken and told in a summary. */
const mostTroubles = 3

function head(view: View): Part {
  const headline = paragraph({ strong: elide(visible(view.headline), 1_000) })
  return whole(`## ${view.title}\n\n${written(headline, view)}`, ranks.answer)
}

/**
 * The report in parts that can be cut, for places that take so many bytes and no more: the answer, what needs attention,
 * all benchmarks, and the conditions. Nothing in it is a picture, and no foreign text in it links.
 */
function digest(run: Run): Part[] {
  const view = prepare(run)
  const parts: Part[] = [
    head(view),
    whole(written(paragraph(...originLine(view)), view), ranks.origin),
    needs(view),
    ...tables(view),
    ...growthSection(view, []).map((section) => folded(section, view)),
    findings(view),
    ...environmentSection(view).map((section) => folded(section, view)),
    folded(machineSection(view), view),
    folded(reproductionSection(view), view),
  ]
  return parts.filter(({ items }) => items.length > 0)
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

function whole(item: string, rank: number): Part {
  return { items: [item], rank, leftOut: () => '' }
}

/** Commands stay as they are: nothing is looked for in code. */
function written(block: Block, { label }: View): string {
  return block.type === 'code' ? writeMarkdownBlock(block, label) : unlink(writeMarkdownBlock(block, label))
}

/** What a failed process printed stands in the report. */
function needs({ items, label }: View): Part {
  return {
    before: '### Needs attention\n',
    items: items.map(({ output: _, ...item }, index) =>
      unlink(writeMarkdownItem(attentionItem(item), `${index + 1}. `, label)),
    ),
    rank: ranks.attention,
    leftOut: (n) => `…and ${count(n, 'more item')}, which the report tells.`,
  }
}

/** Those that need attention are in sight, the others folded. */
function tables(view: View): Part[] {
  const noted = view.rows.filter((row) => row.attention)
  const others = view.rows.filter((row) => !row.attention)
  const leftOut = (n: number) => `…and ${count(n, 'more benchmark')}, which the report tells.`
  const { columns, rows: lines } = view.table
  const shown = [...columns.keys()].filter((place) => !columns[place]!.detail)
  const head = [
    tableLine(shown.map((place) => inline(columns[place]!.title))),
    tableLine(shown.map((place) => (columns[place]!.side === 'left' ? ':--' : '--:'))),
  ]
  const line = (row: Row) => {
    const cells = shown.slice(1).map((place) => lines[view.place(row.id)!]![place]![0] as TableCell)
    const name = code(truncate(visible(view.label(row.id)), 120))
    return tableLine([name, ...cells.map((cell) => writeMarkdownCell(cell, { brief: true }))])
  }
  const items = (rows: readonly Row[]) => rows.map(line)
  const summary = count(others.length, noted.length > 0 ? 'other benchmark' : 'benchmark')
  return [
    { before: head.join('\n'), items: items(noted), rank: ranks.noted, leftOut },
    {
      before: [`<details><summary>${summary}</summary>`, '', ...head].join('\n'),
      items: items(others),
      after: '</details>',
      rank: ranks.others,
      leftOut,
    },
  ]
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function findings(view: View): Part {
  return {
    before: '<details><summary>Findings</summary>\n',
    items: notedIn(view).map((group) =>
      unlink(writeMarkdownItem(findingItem(group, { brief: true }), '- ', view.label)),
    ),
    after: '</details>',
    rank: ranks.findings,
    leftOut: (n) => `…and ${count(n, 'more finding')}, which the report tells.`,
  }
}

function folded({ title, blocks }: Section, view: View): Part {
  return {
    before: `<details><summary>${title}</summary>\n`,
    items: [blocks.map((block) => written(block, view)).join('\n\n')],
    after: '</details>',
    rank: ranks.conditions,
    leftOut: () => `${title}: see the report.`,
  }
}
