import { linkTarget } from '../blocks/link-target.ts'
import type { Plot } from '../plots/plots.ts'
import { dataUri } from './data-uri.ts'
import { line, type Markup, tag } from './markup.ts'

/** A plot as a picture of its own. What it shows stands in tables as well. */
export function plotMarkup({ title, file }: Plot): Markup {
  return pictureMarkup(title, file.text)
}

/** Pictures do not shrink below what can be read: they scroll. */
export function pictureMarkup(alt: string, svg: string): Markup {
  return tag(
    'div',
    { class: 'picture scroll', tabindex: 0, role: 'region', 'aria-label': alt },
    tag('img', { src: dataUri(svg), alt, ...sizeOf(svg) }),
  )
}

/** Told beforehand, so that nothing moves when it is drawn. */
function sizeOf(svg: string): { width?: number; height?: number } {
  const [, width, height] = /^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"/u.exec(svg) ?? []
  return width === undefined ? {} : { width: Number(width), height: Number(height) }
}

/** A file beside the report, where the page itself does not hold it. */
export function fileLink(path: string): Markup {
  return line('a', path.slice(path.lastIndexOf('/') + 1), { href: linkTarget(path) })
}
