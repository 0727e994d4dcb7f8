/** Fills templates: text, values by path, and lists. */

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly path: readonly string[] }
  | { readonly kind: 'each'; readonly path: readonly string[]; readonly parts: readonly Part[] }
type Data = { readonly [name: string]: unknown }

function lookUp(data: Data, path: readonly string[]): unknown {
  let value: unknown = data
  for (const name of path) value = (value as Data | undefined)?.[name]
  return value
}

function escapeHtml(text: string): string {
  let escaped = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const entity = code === 38 ? '&amp;' : code === 60 ? '&lt;' : code === 62 ? '&gt;' : ''
    if (entity === '') continue
    escaped += text.slice(from, at) + entity
    from = at + 1
  }
  return escaped + text.slice(from)
}

function renderValue(data: Data, path: readonly string[]): string {
  return escapeHtml(String(lookUp(data, path) ?? ''))
}

function renderList(data: Data, path: readonly string[], parts: readonly Part[]): string {
  const items = lookUp(data, path)
  let text = ''
  if (Array.isArray(items)) for (const item of items) text += renderParts(item as Data, parts)
  return text
}

function renderParts(data: Data, parts: readonly Part[]): string {
  let text = ''
  for (const part of parts) {
    if (part.kind === 'text') text += part.text
    else if (part.kind === 'value') text += renderValue(data, part.path)
    else text += renderList(data, part.path, part.parts)
  }
  return text
}

const template: readonly Part[] = [
  { kind: 'text', text: '<h1>' },
  { kind: 'value', path: ['page', 'title'] },
  { kind: 'text', text: '</h1><ul>' },
  {
    kind: 'each',
    path: ['page', 'items'],
    parts: [
      { kind: 'text', text: '<li>' },
      { kind: 'value', path: ['name'] },
      { kind: 'text', text: ': ' },
      { kind: 'value', path: ['price', 'text'] },
      { kind: 'text', text: '</li>' },
    ],
  },
  { kind: 'text', text: '</ul>' },
]
const data: Data = {
  page: {
    title: 'All & everything <here>',
    items: Array.from({ length: 150 }, (_, index) => ({
      name: `Item ${index} & <b>more</b> of what somebody wants to read about it`,
      price: { text: `${index * 3} < ${index * 4} Euro` },
    })),
  },
}

export function work(): number {
  return renderParts(data, template).length
}
