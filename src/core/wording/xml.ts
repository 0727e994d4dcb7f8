import { plain } from './plain.ts'

export type Attributes = Readonly<Record<string, string | number>>

/** An element with its children, which must be elements already; numbers are rounded to a tenth of a pixel. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeXml(String(tenths(value)))}"`,
  )
  const open = `<${name}${written.join('')}`
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`
}

/** Text of one line for an element or an attribute. What XML forbids, `plain` has spelled out. */
export function escapeXml(content: string): string {
  return escapeMarkup(plain(content))
}

/** The same of what no person reads, like an address: isolates around it would make it another one. */
export function escapeMarkup(content: string): string {
  return content.replace(/[&<>"']/gu, (character) => entities[character]!)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** To a tenth. */
export function tenths(value: string | number): string | number {
  // Adding zero turns −0 into 0.
  return typeof value === 'number' ? Math.round(value * 10) / 10 + 0 : value
}
