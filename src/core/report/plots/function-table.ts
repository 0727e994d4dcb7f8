import {
  digits,
  formatInterval,
  formatPercent,
  formatQuantity,
  signedQuantity,
  type Unit,
} from '../../../model/unit.ts'
import { sourceOf } from '../../profile/flame.ts'
import type { Frame } from '../../profile/frame.ts'
import type { HotFunction } from '../../profile/hot-functions.ts'
import { placeWords } from '../../wording/function-words.ts'
import { escapeMarkup, escapeXml } from '../../wording/xml.ts'
import type { Flame } from './flame-graph.ts'

/** Where a source file lies, seen from the page: the target of a link; `undefined` where that is not known. */
export type LinkOf = (file: string) => string | undefined

/** What functions cost by themselves, before and now where both are known; '' where nobody has told. */
export function functionTable({ functions, what, root }: Flame, linkOf: LinkOf): string {
  if (!functions || functions.rows.length === 0) return '<section class="functions"></section>'
  const { rows, unit } = functions
  const isBoth = rows.some(({ before }) => before !== undefined)
  const numbers = isBoth ? ['Before', 'Now', 'Change'] : ['By itself', 'Share']
  const head = [
    '<th scope="col">Function</th>',
    ...numbers.map((title) => `<th scope="col" class="number">${title}</th>`),
    '<th scope="col">Where</th>',
  ]
  const body = rows.map((row) => {
    const cells = isBoth ? changeCells(row, unit) : shareCells(row, root.weight, unit)
    const name = `<th scope="row"><button type="button">${escapeXml(row.frame.name)}</button></th>`
    return `<tr>${name}${cells.join('')}<td>${placeMarkup(row.frame, linkOf)}</td></tr>`
  })
  const title = `Functions: ${what}${isBoth ? ', those that changed most first' : ''}`
  return `<section class="functions" aria-label="${escapeXml(title)}" tabindex="0">
<h2>${escapeXml(title)}</h2>
<p>Per operation, without other functions that they call. A name finds its frames above.</p>
<table><thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table>
</section>`
}

function changeCells({ before = 0, now, change }: HotFunction, unit: Unit): string[] {
  const more = now - before
  const kind = change?.significant ? (more > 0 ? ' more' : ' less') : ''
  const interval = change
    ? ` <small>${formatInterval(more, change.low, change.high, unit, digits.brief)}</small>`
    : ''
  const proven = change && !change.significant ? ' <small>not proven</small>' : ''
  return [
    `<td class="number">${formatQuantity(before, unit, digits.brief)}</td>`,
    `<td class="number">${formatQuantity(now, unit, digits.brief)}</td>`,
    `<td class="number${kind}">${signedQuantity(more, unit, digits.brief)}${interval}${proven}</td>`,
  ]
}

function shareCells({ now }: HotFunction, whole: number, unit: Unit): string[] {
  return [
    `<td class="number">${formatQuantity(now, unit, digits.brief)}</td>`,
    `<td class="number">${formatPercent(whole === 0 ? 0 : now / whole)}</td>`,
  ]
}

function placeMarkup(frame: Frame, linkOf: LinkOf): string {
  if (frame.file === '') return ''
  const { file } = sourceOf(frame)
  const link = file === undefined ? undefined : linkOf(file)
  const words = escapeXml(placeWords(frame))
  return link === undefined ? words : `<a href="${escapeMarkup(link)}">${words}</a>`
}
