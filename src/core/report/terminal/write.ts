import { truncate, wrapText } from '../../wording/display-width.ts'
import { elide } from '../../wording/elide.ts'
import { isolated, plain, visible } from '../../wording/plain.ts'
import { uncapital } from '../../wording/sentence.ts'
import type { Tone } from '../../wording/verdict-words.ts'
import {
  type Block,
  heading,
  type Inline,
  type Line,
  type ListItem,
  type Names,
  type Section,
  type Table,
} from '../blocks/block.ts'
import type { Paint } from './paint.ts'
import { gridLines } from './text-grid.ts'

/** Columns of one text, and of a name; the report has all of it. */
const longest = 800
const longestName = 80

type Label = Names['label']

/** A section with its title above its blocks. */
export function writeTextSection(
  { title, blocks }: Pick<Section, 'title' | 'blocks'>,
  label: Label,
  width: number,
  paint: Paint,
): string[] {
  return [heading(title), ...blocks].flatMap((block) => writeTextBlock(block, label, width, paint))
}

/** The last sentence, next to the prompt. */
export function writeTextEnd(sentence: string, tone: Tone, width: number, paint: Paint): string[] {
  return wrapText(visible(sentence), width).map((line) => paint(isolated(line), 'bold', tone))
}

/** The lines of a block, indented. Pictures and files stand beside the report. */
export function writeTextBlock(block: Block, label: Label, width: number, paint: Paint): string[] {
  switch (block.type) {
    case 'heading':
      return wrapText(textOf(block.line, label), width).map((line) => paint(isolated(line), 'bold'))
    case 'paragraph':
      return writeParagraph(block.line, label, width, paint)
    case 'list':
      return block.items.flatMap((item) => writeTextItem(item, label, width, paint))
    case 'table':
      return writeTable(block, label, width, paint)
    case 'code':
      return block.lines.map((line) => `    ${plain(line)}`)
    case 'figure':
      return []
    case 'strip':
      return writeParagraph([block.alt], label, width, paint)
    case 'details':
      return writeTextSection({ ...block, title: `${block.title} (${block.aside})` }, label, width, paint)
  }
}

/** Intervals stand in a column of their own, so that they are aligned and give way first. */
function writeTable({ columns, rows }: Table, label: Label, width: number, paint: Paint): string[] {
  const shown = columns.flatMap(({ title, side, givesWay, intervalGivesWay }, place) => {
    const text = (row: readonly Line[]) => textOf(row[place] ?? [], label)
    const small = (row: readonly Line[]) => (row[place] ?? []).map(intervalText).join('')
    const own = { title: uncapital(title), side, ...wayOf(givesWay), text }
    const beside = { title: '', side: 'left' as const, ...wayOf(intervalGivesWay), text: small }
    return rows.every((row) => small(row) === '') ? [own] : [own, beside]
  })
  const lines = rows.map((row) => shown.map(({ text }) => text(row)))
  return gridLines({ columns: shown, rows: lines }, width, paint)
}

function wayOf(givesWay: number | undefined) {
  return givesWay === undefined ? {} : { givesWay }
}

function intervalText(piece: Inline): string {
  return typeof piece === 'object' && 'shown' in piece ? (piece.interval ?? '') : ''
}

function writeParagraph(line: Line, label: Label, width: number, paint: Paint): string[] {
  const [start] = line
  const isMuted = typeof start === 'object' && 'muted' in start
  const [first = '', ...others] = wrapText(textOf(line, label), width - 2)
  return [painted(first, line, paint), ...others.map(isolated)].map((one) =>
    isMuted ? paint(`  ${one}`, 'dim') : `  ${one}`,
  )
}

/**
 * The lines of an item, indented, none wider than the terminal but the commands, which people copy. What a process
 * printed stands in the report.
 */
export function writeTextItem(item: ListItem, label: Label, width: number, paint: Paint): string[] {
  const paragraphs = item.flatMap((block) => (block.type === 'paragraph' ? [block.line] : []))
  return paragraphs.flatMap((line, index) => {
    const [first = '', ...others] = wrapText(textOf(line, label), width - 4)
    return [
      index === 0 ? `  ${painted(first, line, paint)}` : `    ${isolated(first)}`,
      ...others.map((one) => `    ${isolated(one)}`),
      ...line.flatMap((piece) => (isCommand(piece) ? [`      ${plain(piece.command)}`] : [])),
    ]
  })
}

function painted(text: string, [start]: Line, paint: Paint): string {
  if (typeof start !== 'object' || !('label' in start) || start.tone === undefined) return isolated(text)
  const { label, tone } = start
  return paint(label, tone) + plain(text.slice(label.length))
}

function isCommand(piece: Inline): piece is { readonly command: string } {
  return typeof piece === 'object' && 'command' in piece
}

function textOf(line: Line, label: Label): string {
  return line
    .map((piece) => inlineText(piece, label))
    .join('')
    .trimEnd()
}

function inlineText(piece: Inline, label: Label): string {
  if (typeof piece === 'string') return elide(visible(piece), longest)
  if ('label' in piece) return `${piece.label}: `
  if ('code' in piece) return visible(piece.code)
  if ('strong' in piece) return visible(piece.strong)
  if ('muted' in piece) return textOf(piece.muted, label)
  if ('file' in piece) return visible(piece.file)
  if ('command' in piece) return ''
  if ('shown' in piece) return visible(piece.shown)
  const [first = '', ...others] = piece.subjects
  if (piece.named !== undefined) return visible(piece.named)
  const name = truncate(visible(label(first)), longestName)
  return others.length > 0 ? `${name} and ${others.length} more` : name
}
