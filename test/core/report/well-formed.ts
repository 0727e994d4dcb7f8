/**
 * Whether a text is well-formed XML, as far as these plots use it: elements, attributes, text. Returns what is
 * wrong, or undefined.
 */
export function malformed(xml: string): string | undefined {
  const open: string[] = []
  let roots = 0
  let rest = xml.trimEnd()
  const token = /^(?:<\/([a-z]+)>|<([a-zA-Z]+)((?:\s+[a-zA-Z0-9:-]+="[^"<]*")*)\s*(\/?)>|([^<]+))/u
  while (rest !== '') {
    const match = token.exec(rest)
    if (!match) return `not XML: ${rest.slice(0, 60)}`
    const [whole, closed, opened, attributes = '', empty, text] = match
    const outside = open.length === 0
    if (closed !== undefined && open.pop() !== closed) return `</${closed}> closes nothing`
    if (opened !== undefined) {
      if (outside && ++roots > 1) return 'a second root'
      if (empty !== '/') open.push(opened)
      const names = [...attributes.matchAll(/([a-zA-Z0-9:-]+)="/gu)].map(([, name]) => name)
      if (new Set(names).size < names.length) return `an attribute twice in <${opened}${attributes}>`
    }
    if (text !== undefined && outside && text.trim() !== '') return `text outside: ${text.slice(0, 60)}`
    const reference = /&(?!(?:amp|lt|gt|quot|#39);)/u.exec(whole)
    if (reference) return `a stray & in ${whole.slice(0, 60)}`
    if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(whole))
      return `a character that XML forbids`
    rest = rest.slice(whole.length)
  }
  return open.length > 0 ? `<${open.at(-1)}> stays open` : undefined
}
