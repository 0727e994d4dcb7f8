import { truncate, wrapText } from '../../wording/display-width.ts'
import { elide } from '../../wording/elide.ts'
import { isolated, plain, visible } from '../../wording/plain.ts'
import type { Block, Inline, Line, ListItem, Names } from '../blocks/block.ts'
import type { Paint } from './paint.ts'
import { gridLines } from './text-grid.ts'

/** Columns of one text, and of a name; the report has all of it. */
const longest = 800
const longestName = 80

type Label = Names['label']

/** The lines of a block, indented. Pictures and files stand beside the report. */
export function writeTextBlock(block: Block, label: Label, width: number, paint: Paint): string[] {
  switch (block.type) {
    case 'heading':
      return wrapText(textOf(block.line, label), width).map((line) => paint(isolated(line), 'bold'))
    case 'paragraph':
      return writeParagraph(block.line, label, width, paint)
    case 'list':
      return block.items.flatMap((item) => writeTextItem(item, label, width, paint))
    case 'table': {
      const columns = block.columns.map((column) => ({ ...column, title: uncapital(column.title) }))
      const rows = block.rows.map((row) => row.map((cell) => textOf(cell, label)))
      return gridLines({ columns, rows }, width, paint)
    }
    case 'code':
      return block.lines.map((line) => `    ${plain(line)}`)
    case 'figure':
      return []
  }
}

function writeParagraph(line: Line, label: Label, width: number, paint: Paint): string[] {
  const [start] = line
  const isMuted = typeof start === 'object' && 'muted' in start
  const [first = '', ...others] = wrapText(textOf(line, label), width - 2)
  return [painted(first, line, paint), ...others.map(isolated)].map((one) =>
    isMuted ? paint(`  ${one}`, 'dim') : `  ${one}`,
  )
}

/** A title begins with a small letter here, unless it is an abbreviation. */
export function uncapital(title: string): string {
  return /^.\p{Lu}/u.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1)
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
  const [first = '', ...others] = piece.subjects
  const name = truncate(visible(label(first)), longestName)
  return others.length > 0 ? `${name} and ${others.length} more` : name
}
