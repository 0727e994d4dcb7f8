import type { Unit } from '../../../model/unit.ts'
import type { FlameNode } from '../../profile/flame.ts'
import type { HotFunction } from '../../profile/hot-functions.ts'
import { beginning, displayWidth } from '../../wording/display-width.ts'
import { visible } from '../../wording/plain.ts'
import { element, escapeXml } from '../../wording/xml.ts'
import { caption, picture, textElement } from './svg.ts'

/** What is drawn, and what is said about it. */
export type Flame = {
  /** Of which benchmark, and what of it. */
  readonly subject: string
  readonly what: string
  readonly subtitle: string
  readonly root: FlameNode
  /** Whether colours tell what has changed; otherwise they tell whose code a frame is. */
  readonly differential: boolean
  /** The functions that it is about, as a table, and the unit of their costs. */
  readonly functions?: { readonly rows: readonly HotFunction[]; readonly unit: Unit }
}

/** px; a graph of few frames is read at the size of the plots. */
export const flameWidths = { whole: 1200, part: 880 } as const
const rowHeight = 18
const top = 64
const foot = 40
/** Narrower frames are left out, px; and so are texts in narrower ones. */
const narrowest = { frame: 0.4, label: 28 }
/** Of a letter at 11 px, px. */
const letter = 6.6

/** A flame graph as a file that shows by itself: the benchmark on top, what it calls below. */
export function flameGraph(flame: Flame, width: number = flameWidths.whole): string {
  const title = `${flame.subject}: ${flame.what}`
  const boxes = [...boxesOf(flame.root, 0, width, 0)]
  const depth = Math.max(...boxes.map((box) => box.depth)) + 1
  const height = top + depth * rowHeight + foot
  return picture({
    width,
    height,
    title,
    description: `${flame.subtitle} ${widestOf(flame.root)}`,
    style,
    body: [
      element('rect', { class: 'paper', width, height }),
      textElement('text', { class: 'title', x: 12, y: 26 }, title),
      caption(12, 46, flame.subtitle),
      ...boxes.map(draw),
      ...legend(flame, height - 14),
    ],
  })
}

type Box = { readonly node: FlameNode; readonly x: number; readonly width: number; readonly depth: number }

function* boxesOf(node: FlameNode, x: number, room: number, depth: number): Generator<Box> {
  if (room < narrowest.frame) return
  yield { node, x, width: room, depth }
  let left = x
  for (const child of node.children) {
    const share = node.weight === 0 ? 0 : (child.weight / node.weight) * room
    yield* boxesOf(child, left, share, depth + 1)
    left += share
  }
}

function draw({ node, x, width: wide, depth }: Box): string {
  const y = top + depth * rowHeight
  const label = wide < narrowest.label ? [] : labelOf(node, Math.floor((wide - 6) / letter))
  return element(
    'g',
    { class: 'frame' },
    textElement('title', {}, node.tooltip),
    element('rect', { class: node.kind, x, y, width: Math.max(0.3, wide - 0.5), height: rowHeight - 1 }),
    ...(label.join('') === '' ? [] : [element('text', { x: x + 3, y: y + 12.5 }, ...label)]),
  )
}

/** The name, and its numbers where there is room for both. `room`: letters. */
function labelOf({ label, amount = '' }: FlameNode, room: number): string[] {
  const name = visible(label)
  const isBoth = amount !== '' && displayWidth(name) + 1 + displayWidth(amount) <= room
  return isBoth
    ? [escapeXml(name), textElement('tspan', { dx: letter }, amount)]
    : [escapeXml(beginning(name, room))]
}

function widestOf({ children }: FlameNode): string {
  const names = children.slice(0, 3).map(({ tooltip }) => tooltip)
  return names.length === 0 ? 'Nothing was sampled.' : names.join('; ')
}

/** Orange and blue mean more and less in every picture of a report: whose code it is has other colours. */
const owners = [
  ['project', 'your code'],
  ['dependency', 'dependencies'],
  ['node', 'Node'],
  ['engine', 'engine'],
] as const
const changes = [
  ['worse', 'costs more'],
  ['better', 'costs less'],
  ['neutral', 'not proven to have changed'],
] as const

/** What its colours mean. */
export function legendOf({ differential }: Flame): readonly (readonly [string, string])[] {
  return differential ? changes : owners
}

function legend(flame: Flame, y: number): string[] {
  return legendOf(flame).flatMap(([kind, meaning], place) => [
    element('rect', { class: kind, x: 12 + place * 200, y: y - 11, width: 14, height: 13 }),
    caption(32 + place * 200, y, meaning),
  ])
}

const style = `
text{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1f2328}
.title{font:600 16px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}
.muted{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;fill:#59636e}
.paper{fill:#ffffff}.project{fill:#e8cf6a}.dependency{fill:#c8aee6}.node{fill:#b9d7a8}.engine{fill:#d0d4d9}
.harness,.neutral{fill:#dfe3e8}.worse{fill:#f2a05c}.better{fill:#7cc0ec}
@media (prefers-color-scheme:dark){
.paper{fill:#0d1117}text.title{fill:#e6edf3}text.muted{fill:#9aa4af}
.project{fill:#b59d3f}.dependency{fill:#9b83c0}.node{fill:#8fb27a}.engine{fill:#9aa4af}
.harness,.neutral{fill:#8b949e}.worse{fill:#e08442}.better{fill:#4a9fd4}.frame text{fill:#0d1117}
}
`
