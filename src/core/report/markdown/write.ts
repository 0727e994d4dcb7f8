import { truncate } from '../../wording/display-width.ts'
import { visible } from '../../wording/plain.ts'
import { capital } from '../../wording/sentence.ts'
import {
  type Block,
  type Figure,
  heading,
  type Inline,
  type Line,
  type ListItem,
  type Names,
  type Section,
  type Table,
  type TableCell,
} from '../blocks/block.ts'
import { linkTarget } from '../blocks/link-target.ts'
import { code, codeBlock, inline, startLine, table } from './syntax.ts'

type Label = Names['label']

/** Subjects that are named one by one, and the longest name, in a sentence and in a cell of a table. */
const namedSubjects = 5
const longestName = { line: 120, cell: 80 } as const

/** Sections below each other, each with its heading. */
export function writeMarkdownSections(sections: readonly Section[], label: Label): string[] {
  return sections.flatMap(({ title, blocks }) => [
    `## ${startLine(inline(title, true))}`,
    ...blocks.map((block) => writeMarkdownBlock(block, label)),
  ])
}

export function writeMarkdownBlock(block: Block, label: Label): string {
  switch (block.type) {
    case 'heading':
      return `### ${writeMarkdownLine(block.line, label)}`
    case 'paragraph':
      return startLine(writeMarkdownLine(block.line, label))
    case 'list':
      return block.items
        .map((item, index) => writeMarkdownItem(item, block.ordered ? `${index + 1}. ` : '- ', label))
        .join('\n')
    case 'table':
      return writeTable(block, label)
    case 'code':
      return codeBlock(block.language, block.lines)
    case 'figure':
      return writeFigure(block)
    case 'strip':
      return startLine(inline(block.alt, true))
    case 'details':
      return [heading(block.title, { muted: [` (${block.aside})`] }), ...block.blocks]
        .map((one) => writeMarkdownBlock(one, label))
        .join('\n\n')
  }
}

/** A part of a table has a heading and the columns that it fills. */
function writeTable({ columns, rows, parts }: Table, label: Label): string {
  const write = (own: readonly (readonly Line[])[]) => {
    const cells = own.map((row) => row.map((cell) => writeMarkdownLine(cell, label, longestName.cell)))
    const filled = [...columns.keys()].filter((place) => !parts || cells.some((row) => row[place] !== ''))
    return table(
      filled.map((place) => ({ ...columns[place]!, title: inline(columns[place]!.title) })),
      cells.map((row) => filled.map((place) => row[place]!)),
    )
  }
  if (!parts) return write(rows)
  return [...Map.groupBy(rows.keys(), (row) => parts.of[row]!)]
    .map(([part, own]) => `### ${code(part)}\n\n${write(own.map((row) => rows[row]!))}`)
    .join('\n\n')
}

/** Paragraphs of an item stand on lines of their own; what was printed stands apart. */
export function writeMarkdownItem(item: ListItem, mark: string, label: Label): string {
  const indent = ' '.repeat(mark.length)
  return item.reduce((written, block, index) => {
    if (block.type === 'code') return `${written}\n\n${codeBlock(block.language, block.lines, indent)}`
    const line = startLine(writeMarkdownLine(block.line, label))
    if (index === 0) return written + line
    return item[index - 1]?.type === 'code'
      ? `${written}\n\n${indent}${line}`
      : `${written}\\\n${indent}${line}`
  }, mark)
}

export function writeMarkdownLine(line: Line, label: Label, width: number = longestName.line): string {
  return line.map((piece, index) => writeInline(piece, index === line.length - 1, label, width)).join('')
}

function writeInline(piece: Inline, isLast: boolean, label: Label, width: number): string {
  if (typeof piece === 'string') return inline(piece, isLast)
  if ('code' in piece) return code(piece.code)
  if ('command' in piece) return code(piece.command)
  if ('strong' in piece) return `**${inline(piece.strong)}**`
  if ('muted' in piece) return writeMarkdownLine(piece.muted, label, width)
  if ('file' in piece) return fileLink(piece.file.slice(piece.file.lastIndexOf('/') + 1), piece.file)
  if ('label' in piece) {
    const word = capital(piece.label)
    return piece.tone === undefined ? `${word}: ` : `**${word}**: `
  }
  if ('shown' in piece) return writeMarkdownCell(piece)
  const named = piece.subjects
    .slice(0, namedSubjects)
    .map((subject) => code(truncate(visible(piece.named ?? label(subject)), width)))
  const others = piece.subjects.length - named.length
  return others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ')
}

/** `brief`: an interval is told by its wider half. */
export function writeMarkdownCell(
  { shown, interval = '', spread, attention }: TableCell,
  { brief = false } = {},
): string {
  const text = inline(`${shown} ${(brief ? spread : undefined) ?? interval}`.trim(), true)
  return attention ? `**${text}**` : text
}

function writeFigure({ path, alt, folded }: Figure): string {
  return `${folded ? '' : '!'}${fileLink(alt, path)}`
}

function fileLink(title: string, path: string): string {
  return `[${inline(title)}](${linkTarget(path)})`
}
