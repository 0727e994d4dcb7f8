import type { Tone } from '../../wording/verdict-words.ts'

/**
 * What a report is made of. Sections make blocks and know no medium; writers know how a block looks in theirs and no
 * section. Text may come from anywhere: writers escape it.
 */
export type Block =
  | { readonly type: 'heading'; readonly line: Line }
  | Paragraph
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly ListItem[] }
  | Table
  | Code
  | Figure
  | Strip
  | Details

export type Paragraph = { readonly type: 'paragraph'; readonly line: Line }
/** Lines that people copy, or that a process printed. */
export type Code = { readonly type: 'code'; readonly language: string; readonly lines: readonly string[] }
/** The first column names the rows. */
export type Table = {
  readonly type: 'table'
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly Line[])[]
  /** A long table in parts, one of a report; it can be searched where the medium can. What it is of, and the part of each row. */
  readonly parts?: { readonly title: string; readonly by: string; readonly of: readonly string[] }
}
export type TableColumn = {
  readonly title: string
  readonly side: 'left' | 'right'
  /** Where there is no room, the column with the lowest number is left out first. */
  readonly givesWay?: number
  /** The same for the intervals in it. */
  readonly intervalGivesWay?: number
  /** A digest leaves it out. */
  readonly detail?: true
}
/** What a cell of numbers or words shows; '' where there is nothing to say. */
export type TableCell = {
  readonly shown: string
  /** Its interval, and what stands in its place where room is short: `± 2.1 %`. */
  readonly interval?: string
  readonly spread?: string
  /** By what number it is sorted, and by what words it is found, if by any. */
  readonly value?: number | undefined
  readonly words?: readonly string[]
  readonly tone?: Tone | undefined
  /** The row needs attention for it. */
  readonly attention?: boolean
}
/** A picture beside the report; `alt` stands in for it. `folded`: it is shown to those who ask for it. */
export type Figure = {
  readonly type: 'figure'
  readonly path: string
  readonly alt: string
  readonly svg: string | undefined
  readonly folded: boolean
}

/** A small drawing in the colours of its page; `alt` says the same. Whoever draws it has escaped what is in it. */
export type Strip = {
  readonly type: 'strip'
  readonly alt: string
  readonly width: number
  readonly height: number
  readonly elements: readonly string[]
}
/** All that is known of a subject, closed until somebody asks for it. */
export type Details = {
  readonly type: 'details'
  readonly subject: string
  readonly title: string
  readonly aside: string
  readonly blocks: readonly Block[]
}

/** A sentence, and whatever belongs to it. */
export type ListItem = readonly (Paragraph | Code)[]

export type Line = readonly Inline[]
export type Inline =
  /** Text in which what stands between backticks is code. */
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly muted: Line }
  /** What a line begins with, before a colon; each medium has its own capitals and colours. */
  | { readonly label: string; readonly tone?: Tone }
  /** Benchmarks or files by their ids: as many of them as one can read. `named`: where the place says the rest of the name. */
  | { readonly subjects: readonly string[]; readonly named?: string }
  | TableCell
  /** What people copy. */
  | { readonly command: string }
  /** A file beside the report, by its path. */
  | { readonly file: string }

/** A part of a report with its heading; `id` is what links lead to. */
export type Section = { readonly id: string; readonly title: string; readonly blocks: readonly Block[] }

/** How subjects are called, and the number of a benchmark's row. */
export type Names = {
  readonly label: (id: string) => string
  readonly place: (id: string) => number | undefined
}

export function paragraph(...line: Line): Paragraph {
  return { type: 'paragraph', line }
}

export function heading(...line: Line): Block {
  return { type: 'heading', line }
}

export function listOf(items: readonly ListItem[], { ordered = false } = {}): Block {
  return { type: 'list', ordered, items }
}

/** Titles of the columns, with `>` before those of numbers, and which of them give way. */
export function tableOf(
  titles: readonly string[],
  rows: readonly (readonly Line[])[],
  order: Readonly<Record<string, number>> = {},
): Table {
  const columns = titles.map((marked): TableColumn => {
    const title = marked.replace(/^>/u, '')
    const side = title === marked ? 'left' : 'right'
    return { title, side, ...(order[title] !== undefined && { givesWay: order[title] }) }
  })
  return { type: 'table', columns, rows }
}

/** Pieces with something between them. */
export function interleave(pieces: readonly Inline[], between: string): Line {
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [between, piece]))
}
