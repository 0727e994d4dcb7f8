import { element } from '../../wording/xml.ts'
import type { Strip } from '../blocks/block.ts'
import { type Axis, position } from './axis.ts'
import { px } from './plot-frame.ts'
import { textElement } from './svg.ts'

/** px of a drawing at its full size; it shrinks with the page and never grows. */
export const strip = { width: 420, left: 10, right: 410, top: 6 } as const
const foot = 20

/** A small drawing on one axis, coloured by the page: marks, and the axis below them. `alt` says it in words. */
export function drawStrip(
  axis: Axis,
  height: number,
  alt: string,
  marks: (y: number) => readonly string[],
): Strip {
  const bottom = strip.top + height
  const at = (tick: number) => position(axis, tick)
  const uprights = (kind: string, isOrigin: boolean) => {
    const ticks = axis.ticks.filter((tick) => (tick === axis.origin) === isOrigin)
    const d = ticks.map((tick) => `M${px(at(tick))} ${strip.top}V${bottom}`).join('')
    return d === '' ? [] : [element('path', { class: kind, d })]
  }
  const elements = [
    ...uprights('grid', false),
    ...uprights('zero', true),
    ...axis.ticks.map((tick) =>
      textElement('text', { class: anchorOf(at(tick)), x: at(tick), y: bottom + 14 }, axis.label(tick)),
    ),
    ...marks(strip.top + height / 2),
  ]
  return { type: 'strip', alt, width: strip.width, height: bottom + foot, elements }
}

/** A label at the end of the axis must not be cut. */
function anchorOf(x: number): string {
  if (x < strip.left + 30) return 'start'
  return x > strip.right - 30 ? 'end' : 'middle'
}
