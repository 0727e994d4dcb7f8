import { plain } from './plain.ts'

export type Attributes = Readonly<Record<string, string | number>>

/** An element with its children, which must be elements already; numbers are rounded to a tenth of a pixel. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(String(rounded(value)))}"`,
  )
  const open = `<${name}${written.join('')}`
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`
}

/** An element that holds text, on one line. */
export function text(name: string, attributes: Attributes, content: string): string {
  return element(name, attributes, escaped(content))
}

export type Picture = {
  readonly width: number
  readonly height: number
  /** What it is, and what it says, for those who cannot see it. */
  readonly title: string
  readonly description: string
  readonly style: string
  /** Elements, each on a line of its own. */
  readonly body: readonly string[]
}

/** A whole file: the same picture gives the same bytes. No script, nothing loaded from elsewhere. */
export function picture({ width, height, title, description, style, body }: Picture): string {
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${rounded(width)}" height="${rounded(height)}" viewBox="0 0 ${rounded(width)} ${rounded(height)}" role="img" aria-labelledby="title description">`,
    text('title', { id: 'title' }, title),
    text('desc', { id: 'description' }, description),
    `<style>${style}</style>`,
    ...body,
    '</svg>',
  ]
  return `${lines.join('\n')}\n`
}

/** Text of one line for an element or an attribute. What XML forbids, `plain` has spelled out. */
export function escaped(content: string): string {
  return plain(content)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function rounded(value: string | number): string | number {
  // Adding zero turns −0 into 0.
  return typeof value === 'number' ? Math.round(value * 10) / 10 + 0 : value
}
