import { picture, textElement } from '../../../src/core/report/plots/svg.ts'
import { element } from '../../../src/core/wording/xml.ts'

/** A scale from values to the length of an axis; what lies beyond it is held at its ends. */
export type Scale = {
  readonly title: string
  readonly at: (value: number) => number
  readonly ticks: readonly { readonly value: number; readonly label: string }[]
}

export type Series = {
  readonly name: string
  /** Place in the palette, from 0. */
  readonly colour: number
  readonly points: readonly (readonly [x: number, y: number])[]
  /** Whether its points are joined. */
  readonly line: boolean
}

export type Chart = {
  readonly title: string
  readonly subtitle: string
  readonly description: string
  readonly x: Scale
  readonly y: Scale
  readonly series: readonly Series[]
  /** px for labels left of the axis. */
  readonly labels: number
  readonly height: number
}

const width = 880
const top = 92
const right = 24

export function linear(title: string, low: number, high: number, ticks: Scale['ticks']): Scale {
  return { title, ticks, at: (value) => clamp((value - low) / (high - low)) }
}

/** Values up to `floor`, zero above all, lie at its low end. */
export function logarithmic(title: string, floor: number, high: number, ticks: Scale['ticks']): Scale {
  const span = Math.log(high / floor)
  return { title, ticks, at: (value) => clamp(Math.log(Math.max(value, floor) / floor) / span) }
}

/** Powers of ten in a range. */
export function decades(low: number, high: number, label: (value: number) => string): Scale['ticks'] {
  const ticks: { value: number; label: string }[] = []
  for (let power = Math.ceil(Math.log10(low)); 10 ** power <= high * 1.0001; power++) {
    ticks.push({ value: 10 ** power, label: label(10 ** power) })
  }
  return ticks
}

/** Points of several series over two axes; the legend stands above them. */
export function chart({ title, subtitle, description, x, y, series, labels, height }: Chart): string {
  const bottom = top + height
  const left = labels
  const px = (value: number) => left + x.at(value) * (width - right - left)
  const py = (value: number) => bottom - y.at(value) * height
  const body = [
    element('rect', { class: 'paper', width, height: bottom + 52 }),
    textElement('text', { class: 'title', x: 14, y: 26 }, title),
    textElement('text', { class: 'muted', x: 14, y: 46 }, subtitle),
    ...legend(series),
    ...x.ticks.flatMap(({ value, label }) => [
      element('line', { class: 'grid', x1: px(value), x2: px(value), y1: top, y2: bottom }),
      textElement('text', { class: 'muted middle', x: px(value), y: bottom + 18 }, label),
    ]),
    ...y.ticks.flatMap(({ value, label }) => [
      element('line', { class: 'grid', x1: left, x2: width - right, y1: py(value), y2: py(value) }),
      textElement('text', { class: 'muted end', x: left - 8, y: py(value) + 4 }, label),
    ]),
    textElement('text', { class: 'muted middle', x: (left + width - right) / 2, y: bottom + 40 }, x.title),
    textElement('text', { class: 'muted', x: 14, y: top - 10 }, y.title),
    ...series.flatMap((one) => draw(one, px, py)),
  ]
  return picture({ width, height: bottom + 52, title, description, style, body })
}

function draw(
  { name, colour, points, line }: Series,
  px: (value: number) => number,
  py: (value: number) => number,
): string[] {
  const path = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${tenth(px(x))} ${tenth(py(y))}`)
  return [
    `<g>`,
    textElement('title', {}, name),
    ...(line ? [element('path', { class: `line s${colour}`, d: path.join('') })] : []),
    ...points.map(([x, y]) => marker(colour, px(x), py(y))),
    '</g>',
  ]
}

/** Series differ in shape as well as in colour. */
function marker(colour: number, x: number, y: number): string {
  const kind = `mark s${colour}`
  const d = shapes[colour % shapes.length]!
  return d === ''
    ? element('circle', { class: kind, cx: x, cy: y, r: 3.5 })
    : element('path', { class: kind, d: `M${tenth(x)} ${tenth(y)}${d}` })
}

/** A circle, and paths around a point: square, triangle, diamond, cross, triangle upside down. */
const shapes = [
  '',
  'm-3.2-3.2h6.4v6.4h-6.4z',
  'm0-4.4l4 7h-8z',
  'm0-4.6l4.2 4.6l-4.2 4.6l-4.2-4.6z',
  'm-3.5-3.5l7 7m0-7l-7 7',
  'm0 4.4l4-7h-8z',
] as const

function legend(series: readonly Series[]): string[] {
  let x = 20
  return series
    .filter(({ name }, index) => series.findIndex((other) => other.name === name) === index)
    .flatMap(({ name, colour }) => {
      const at = x
      x += 30 + name.length * 7.2
      return [marker(colour, at, 62), textElement('text', { x: at + 10, y: 66 }, name)]
    })
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share))
}

function tenth(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** Okabe & Ito's colours, which stay apart for every kind of colour blindness; darker on white, lighter on black. */
const light = ['#0067a6', '#b34700', '#007a5a', '#8a3d74', '#59636e', '#946b00']
const dark = ['#5cb8f5', '#ff9d5c', '#3ec9a0', '#dc9ac4', '#9aa4af', '#e6b93f']

function palette(
  colours: readonly string[],
  paper: string,
  ink: string,
  muted: string,
  grid: string,
): string {
  const series = colours.map((colour, index) => `.s${index}{fill:${colour};stroke:${colour}}`)
  return `.paper{fill:${paper}}text{fill:${ink}}.muted{fill:${muted}}.grid{stroke:${grid}}${series.join('')}`
}

const style = `
text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}
.title{font-size:16px;font-weight:600}.middle{text-anchor:middle}.end{text-anchor:end}
${palette(light, '#ffffff', '#1f2328', '#59636e', '#dfe3e8')}
.line{fill:none;stroke-width:1.5;opacity:.7}.mark{opacity:.75;stroke-width:1}
@media (prefers-color-scheme:dark){
${palette(dark, '#0d1117', '#e6edf3', '#9aa4af', '#2b3138')}
.line{fill:none}
}
`
