import { truncate } from '../../wording/display-width.ts'
import { capital } from '../../wording/sentence.ts'
import type {
  Block,
  Code,
  Details,
  Figure,
  Inline,
  Line,
  ListItem,
  Names,
  Section,
  Strip,
  Table,
} from '../blocks/block.ts'
import { linkTarget } from '../blocks/link-target.ts'
import { dataUri } from './data-uri.ts'
import { codeMarkup, drawn, join, line, type Markup, proseMarkup, tag, text } from './markup.ts'
import { classOf, detailsId, searchTable, tableId, tableMarkup } from './search-table.ts'

/** As many subjects as one can read, and the longest line of what a process printed. */
const namedSubjects = 5
const longestLine = 500

/** A part of the page with its heading, which the list of contents leads to. */
export function writeHtmlSection({ id, title, blocks }: Section, names: Names): Markup {
  const titleId = `${id}-title`
  const body = blocks.map((block) => writeHtmlBlock(block, names))
  return tag('section', { id, 'aria-labelledby': titleId }, line('h2', title, { id: titleId }), ...body)
}

/** Headings of blocks are below that of their section. */
export function writeHtmlBlock(block: Block, names: Names, level: 'h3' | 'h4' = 'h3'): Markup {
  switch (block.type) {
    case 'heading':
      return tag(level, {}, writeHtmlLine(block.line, names))
    case 'paragraph':
      return tag('p', {}, writeHtmlLine(block.line, names))
    case 'list':
      return tag(block.ordered ? 'ol' : 'ul', {}, ...block.items.map((item) => writeItem(item, names)))
    case 'table':
      return writeHtmlTable(block, names)
    case 'code':
      return writeCode(block)
    case 'figure':
      return writeFigure(block)
    case 'strip':
      return writeStrip(block)
    case 'details':
      return writeDetails(block, names, level)
  }
}

function writeItem([first, ...others]: ListItem, names: Names): Markup {
  const start = first?.type === 'paragraph' ? [writeHtmlLine(first.line, names)] : []
  return tag('li', {}, ...start, ...others.map((block) => writeHtmlBlock(block, names)))
}

function writeHtmlTable(table: Table, names: Names): Markup {
  const { columns, rows, parts } = table
  if (parts) return searchTable({ ...table, parts }, names)
  const titles = columns.map((column) => line('th', column.title, { scope: 'col', class: classOf(column) }))
  const body = rows.map(([name = [], ...cells]) =>
    tag(
      'tr',
      {},
      tag('th', { scope: 'row' }, writeHtmlLine(name, names)),
      ...cells.map((cell, place) =>
        tag('td', { class: classOf(columns[place + 1]!) }, writeHtmlLine(cell, names)),
      ),
    ),
  )
  return tag('div', { class: 'scroll' }, tableMarkup({}, titles, body))
}

function writeCode({ language, lines: all }: Code): Markup {
  const shown = language === 'text' ? all.map((one) => truncate(one, longestLine)) : all
  return tag('pre', { tabindex: 0 }, ...shown.map((one) => line('code', one)))
}

export function writeHtmlLine(content: Line, names: Names): Markup {
  return join(content.map((piece) => writeInline(piece, names)))
}

function writeInline(piece: Inline, names: Names): Markup {
  if (typeof piece === 'string') return proseMarkup(piece)
  if ('code' in piece) return codeMarkup(piece.code)
  if ('command' in piece) return codeMarkup(piece.command)
  if ('strong' in piece) return line('strong', piece.strong)
  if ('muted' in piece) return tag('span', { class: 'muted' }, writeHtmlLine(piece.muted, names))
  if ('file' in piece) return fileLink(piece.file)
  if ('label' in piece) {
    const word = capital(piece.label)
    if (piece.tone === undefined) return line('span', `${word}: `, { class: 'muted' })
    return join([line('strong', word, { class: `kind ${piece.tone}` }), text(': ')])
  }
  if ('shown' in piece) return text(piece.shown)
  const named = piece.subjects.slice(0, namedSubjects).map((subject) => subjectMarkup(subject, names))
  const others = piece.subjects.length - named.length
  return join([join(named, ', '), ...(others > 0 ? [text(` and ${others} more`)] : [])])
}

/** A benchmark by its name, which leads to its details; anything else as code. */
function subjectMarkup(subject: string, { label, place }: Names): Markup {
  const at = place(subject)
  const name = codeMarkup(label(subject))
  return at === undefined ? name : tag('a', { href: `#${detailsId(at)}` }, name)
}

/** What the page does not hold is linked. */
function writeFigure({ path, alt, svg, folded }: Figure): Markup {
  if (svg === undefined) return tag('p', {}, text('Beside this report: '), fileLink(path))
  const drawing = pictureMarkup(alt, svg)
  return folded ? tag('details', {}, line('summary', alt), drawing) : drawing
}

function writeStrip({ alt, width, height, elements }: Strip): Markup {
  const attributes = { class: 'strip', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': alt }
  return tag('svg', attributes, drawn(elements))
}

/** What a link leads to stands inside, so that browsers open it without the script, too. What is about no subject is within another. */
function writeDetails({ subject, title, aside, blocks }: Details, names: Names, level: 'h3' | 'h4'): Markup {
  const place = names.place(subject)
  const isInner = level === 'h4'
  const shown = isInner ? text(title) : line('h3', title)
  const head = tag('summary', {}, shown, text(' '), line('span', aside, { class: 'muted' }))
  const back = isInner ? [] : [tag('p', {}, line('a', 'Back to the table', { href: `#${tableId}` }))]
  const attributes = { class: 'body', id: place === undefined ? undefined : detailsId(place) }
  const body = blocks.map((block) => writeHtmlBlock(block, names, 'h4'))
  return tag('details', {}, head, tag('div', attributes, ...back, ...body))
}

/** Pictures do not shrink below what can be read: they scroll. */
function pictureMarkup(alt: string, svg: string): Markup {
  const region = { class: 'picture scroll', tabindex: 0, role: 'region', 'aria-label': alt }
  return tag('div', region, tag('img', { src: dataUri(svg), alt, ...sizeOf(svg) }))
}

/** Told beforehand, so that nothing moves when it is drawn. */
function sizeOf(svg: string): { width?: number; height?: number } {
  const [, width, height] = /^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"/u.exec(svg) ?? []
  return width === undefined ? {} : { width: Number(width), height: Number(height) }
}

function fileLink(path: string): Markup {
  return line('a', path.slice(path.lastIndexOf('/') + 1), { href: linkTarget(path) })
}
