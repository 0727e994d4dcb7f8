import { escapeMarkup, escapeXml } from '../../wording/xml.ts'

declare const safe: unique symbol

/** What may stand in a page as it is. Only the functions of this file make it, so nothing comes in unescaped. */
export type Markup = string & { readonly [safe]: true }

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** An element with its children. Of attributes `true` writes the name alone, `false` and `undefined` nothing. */
export function tag(name: string, attributes: Attributes, ...children: readonly Markup[]): Markup {
  const open = `<${name}${Object.entries(attributes).map(attribute).join('')}>`
  return (empty.has(name) ? open : `${open}${children.join('')}</${name}>`) as Markup
}

const empty: ReadonlySet<string> = new Set(['br', 'img', 'input', 'link', 'meta'])

/** Text from anywhere: it reads as it is and does nothing. */
export function text(content: string): Markup {
  return escapeXml(content) as Markup
}

/** Text in which what stands between backticks is code. */
export function proseMarkup(content: string): Markup {
  const parts = content.split(/`([^`]+)`/u)
  return join(parts.map((part, index) => (index % 2 === 0 ? text(part) : codeMarkup(part))))
}

export function codeMarkup(content: string): Markup {
  return tag('code', {}, text(content))
}

/** An element that holds nothing but text. */
export function line(name: string, content: string, attributes: Attributes = {}): Markup {
  return tag(name, attributes, text(content))
}

export function join(parts: readonly Markup[], between = ''): Markup {
  return parts.join(between) as Markup
}

/** Elements of a drawing, which `svg.ts` has escaped. */
export function drawn(elements: readonly string[]): Markup {
  return elements.join('') as Markup
}

/** Style and script of this program, as raw text: nothing from outside may be in it. */
export function raw(name: 'style' | 'script', own: string): Markup {
  if (/<\/|<!--/u.test(own)) throw new RangeError(`a ${name} that could end its element`)
  return `<${name}>${own}</${name}>` as Markup
}

/** Elements one below the other: the page reads well as text, too. */
export function lines(parts: readonly Markup[]): Markup {
  return join(parts, '\n')
}

function attribute([name, value]: [string, Attributes[string]]): string {
  if (value === undefined || value === false) return ''
  if (value === true) return ` ${name}`
  const shown = name === 'src' || name === 'href' ? escapeMarkup(String(value)) : escapeXml(String(value))
  return ` ${name}="${shown}"`
}
