import { displayWidth, truncate } from '../../wording/display-width.ts'
import { visible } from '../../wording/plain.ts'
import { element } from '../../wording/xml.ts'
import { type Axis, position } from './axis.ts'
import { caption, picture, textElement } from './svg.ts'

/** A plot of rows: label left, marks on a common axis, a short text right. */
type RowPlot = {
  readonly title: string
  readonly subtitle: string
  readonly description: string
  readonly axis: Axis
  /** px; of a plot whose marks need more than a line of text. */
  readonly rowHeight?: number
  /** Drawn beneath the marks, given the top and bottom of the rows. */
  readonly bands?: (top: number, bottom: number) => readonly string[]
  readonly rows: readonly PlotRow[]
  /** Below the rows, given the height of the line. */
  readonly legend: (y: number) => readonly string[]
}

/** A row, or with `heading` a line above the rows that belong together. */
export type PlotRow =
  | { readonly heading: string }
  | {
      readonly label: string
      /** Everything in words, shown by a pointing device and read by screen readers. */
      readonly tooltip: string
      readonly aside: string
      readonly strong?: boolean
      readonly marks: (y: number) => readonly string[]
    }

/** Where the columns of every plot are, in px. */
export const layout = { width: 880, labels: 290, left: 306, right: 676, aside: 690 } as const
const line = 22
const top = 84
/** Height of the rows from which on the axis is written below, too, px. */
const tall = 16 * line

export function frame(plot: RowPlot): string {
  const rowHeight = plot.rowHeight ?? line
  const bottom = top + plot.rows.length * rowHeight
  const both = bottom - top >= tall
  const legendY = bottom + (both ? 44 : 24)
  const body = [
    element('rect', { class: 'paper', width: layout.width, height: legendY + 20 }),
    textElement('text', { class: 'title', x: 14, y: 26 }, plot.title),
    caption(14, 46, plot.subtitle),
    ...(plot.bands?.(top, bottom) ?? []),
    ...plot.axis.ticks.flatMap((value) => tick(plot.axis, value, bottom, both)),
    ...plot.rows.flatMap((row, index) => drawRow(row, top + (index + 0.5) * rowHeight)),
    ...plot.legend(legendY),
  ]
  const { title, description } = plot
  return picture({ width: layout.width, height: legendY + 20, title, description, style: plotStyle, body })
}

function tick(axis: Axis, value: number, bottom: number, both: boolean): string[] {
  const x = position(axis, value)
  const label = axis.label(value)
  return [
    element('line', { class: value === axis.origin ? 'zero' : 'grid', x1: x, x2: x, y1: top, y2: bottom }),
    textElement('text', { class: 'muted middle', x, y: top - 8 }, label),
    ...(both ? [textElement('text', { class: 'muted middle', x, y: bottom + 18 }, label)] : []),
  ]
}

function drawRow(row: PlotRow, y: number): string[] {
  if ('heading' in row) {
    const heading = fitLabel(row.heading, layout.width - 28, true)
    return [textElement('text', { class: 'heading', x: 14, y: y + 5 }, heading)]
  }
  const label = fitLabel(row.label, layout.labels - 14, row.strong)
  return [
    '<g>',
    textElement('title', {}, row.tooltip),
    textElement('text', { class: row.strong ? 'strong end' : 'end', x: layout.labels, y: y + 4 }, label),
    ...row.marks(y),
    textElement('text', { class: row.strong ? 'strong' : 'muted', x: layout.aside, y: y + 4 }, row.aside),
    '</g>',
  ]
}

/** An arrow head at the end of the axis: there is more beyond it. */
export function arrow(x: number, y: number, direction: 1 | -1, kind: string): string {
  const tip = x + direction * 6
  return element('path', {
    class: kind,
    d: `M${px(tip)} ${px(y)}L${px(x)} ${px(y - 4)}L${px(x)} ${px(y + 4)}Z`,
  })
}

/** A coordinate inside a path. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10 + 0)
}

function fitLabel(label: string, room: number, isBold = false): string {
  return truncate(visible(label), isBold ? room / 1.14 : room, glyphWidth)
}

/** How wide a glyph is at most at 12 px; DejaVu Sans is the widest font that the stack ends in. */
function glyphWidth(glyph: string): number {
  if (displayWidth(glyph) > 1) return 13
  if (/[mwMW@%…—]/u.test(glyph)) return 12
  if (/[\p{Lu}&#<>=+~^]/u.test(glyph)) return 9.6
  return /[iljtfrI.,:;'|!()[\] ]/u.test(glyph) ? 5 : 7.7
}

/**
 * Orange and blue stay apart for every kind of colour blindness (Okabe & Ito 2008); all at least 4.5:1 on paper. In the order
 * of `colours`.
 */
const light = ['#ffffff', '#1f2328', '#59636e', '#dfe3e8', '#848d97', '#b34700', '#0067a6'] as const
const dark = ['#0d1117', '#e6edf3', '#9aa4af', '#2b3138', '#6e7681', '#ff9d5c', '#5cb8f5'] as const

/** Colours are written out: not every program that shows an SVG file knows variables. */
function colours([paper, ink, muted, grid, zero, worse, better]: typeof light | typeof dark): string {
  return `.paper{fill:${paper}}text{fill:${ink}}.muted{fill:${muted}}.grid{stroke:${grid}}.zero{stroke:${zero}}
.tolerance,.margin{fill:${better}}.drift{fill:${muted}}.base{fill:${muted};stroke:${muted}}.head{fill:${better};stroke:${better}}.interval{stroke:${ink}}
.worse{fill:${worse};stroke:${worse}}.better{fill:${better};stroke:${better}}
.course{stroke:${muted}}.accepted{stroke:${muted}}.neutral{fill:${muted};stroke:${muted}}.open{fill:${paper};stroke:${muted}}`
}

export const plotStyle = `
text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}
.title{font-size:16px;font-weight:600}.heading,.strong{font-weight:600}
.middle{text-anchor:middle}.end{text-anchor:end}
.tolerance{opacity:.2}.margin{opacity:.13}.drift{opacity:.14}.curve{fill-opacity:.3;stroke-width:1.2}.dots{fill:none;stroke-width:4;stroke-linecap:round;opacity:.6}
.interval,circle.open{stroke-width:1.5}
.course{fill:none;stroke-width:1.2}.accepted{stroke-width:5;stroke-linecap:round}line.worse,line.better,line.neutral,line.open{stroke-width:2}
${colours(light)}
@media (prefers-color-scheme:dark){
${colours(dark)}
}
`
