import { truncate, wrapText } from '../../wording/display-width.ts'
import { elide } from '../../wording/elide.ts'
import { isolated, plain, visible } from '../../wording/plain.ts'
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

/** Columns that names keep when a column of a long table gives way, by its number: the later it does, the less. */
const besides = [60, 60, 40, 32, 28, 24, 16]

/** Intervals stand in a column of their own, so that they are aligned and give way first; the name of a part above its rows. */
function writeTable({ columns, rows, parts }: Table, label: Label, width: number, paint: Paint): string[] {
  const way = (number: number | undefined) =>
    number === undefined ? {} : { givesWay: number, ...(parts && { besides: besides[number] ?? 0 }) }
  const shown = columns.flatMap(({ title, side, givesWay, intervalGivesWay }, place) => {
    const text = (row: readonly Line[]) => textOf(row[place] ?? [], label)
    const small = (row: readonly Line[]) => (row[place] ?? []).map(intervalText).join('')
    const own = { title: uncapital(title), side, ...way(givesWay), text }
    const beside = { title: '', side: 'left' as const, ...way(intervalGivesWay), text: small }
    return rows.every((row) => small(row) === '') ? [own] : [own, beside]
  })
  const lines = rows.map((row, place) => {
    const cells = row.flat().filter((piece) => typeof piece === 'object' && 'shown' in piece)
    return {
      cells: shown.map(({ text }) => text(row)),
      mark: cells.some(({ attention }) => attention) ? '! ' : '  ',
      tone: cells.findLast(({ tone }) => tone)?.tone ?? 'plain',
      heading: parts?.of[place] === parts?.of[place - 1] ? undefined : parts?.of[place],
    }
  })
  return gridLines({ columns: shown, rows: lines, ...(parts && { names: [16, 60] }) }, width, paint)
}

function intervalText(piece: Inline): string {
  if (typeof piece !== 'object' || !('shown' in piece)) return ''
  return piece.spread ?? piece.interval ?? ''
}

function writeParagraph(line: Line, label: Label, width: number, paint: Paint): string[] {
  const [start] = line
  const isMuted = typeof start === 'object' && 'muted' in start
  const [first = '', ...others] = wrapText(textOf(line, label), width - 2)
  return [painted(first, line, paint), ...others.map(isolated)].map((one) =>
    isMuted ? paint(`  ${one}`, 'dim') : `  ${one}`,
  )
}

/** A title begins with a small letter here, unless that is a name or an abbreviation. */
function uncapital(title: string): string {
  return /^.\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
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
  if ('shown' in piece) return visible(piece.brief ?? piece.shown)
  const [first = '', ...others] = piece.subjects
  if (piece.named !== undefined) return visible(piece.named)
  const name = truncate(visible(label(first)), longestName)
  return others.length > 0 ? `${name} and ${others.length} more` : name
}
