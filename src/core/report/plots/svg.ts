import { type Attributes, element, escapeXml, tenths } from '../../wording/xml.ts'

/** An element that holds text, on one line. */
export function textElement(name: string, attributes: Attributes, content: string): string {
  return element(name, attributes, escapeXml(content))
}

/** Quiet words in a plot: its subtitle, its axis, what its marks mean. */
export function caption(x: number, y: number, words: string): string {
  return textElement('text', { class: 'muted', x, y }, words)
}

type Picture = {
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
    `<svg xmlns="http://www.w3.org/2000/svg" width="${tenths(width)}" height="${tenths(height)}" viewBox="0 0 ${tenths(width)} ${tenths(height)}" role="img" aria-labelledby="title description">`,
    textElement('title', { id: 'title' }, title),
    textElement('desc', { id: 'description' }, description),
    `<style>${style}</style>`,
    ...body,
    '</svg>',
  ]
  return `${lines.join('\n')}\n`
}
