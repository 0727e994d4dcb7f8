/**
 * Adds members with text values to an object of a JSON text, which must be valid: to the member `into` of the outermost
 * object, which is made when it is missing. Every byte that was there stays, and what is added looks like its neighbours.
 * Returns `undefined` when `into` is there and no object.
 */
export function addMembers(
  text: string,
  into: string,
  members: Readonly<Record<string, string>>,
): string | undefined {
  const outer = objectAt(text, text.indexOf('{'))
  const space = outer.space ?? `${text.includes('\r\n') ? '\r\n' : '\n'}  `
  const deeper = space + (/\n([ \t]*)$/u.exec(space)?.[1] ?? '')
  const found = outer.members.find(({ key }) => key === into)
  if (!found) {
    const value = `{${formatMembers(members, deeper)}${space}}`
    return insert(text, outer, `${space}${JSON.stringify(into)}: ${value}`, space.replace(/[ \t]+$/u, ''))
  }
  if (text[found.start] !== '{') return undefined
  const inner = objectAt(text, found.start)
  return insert(text, inner, formatMembers(members, inner.space ?? deeper), space)
}

/** Where an object and its values stand in a text. */
type Place = {
  readonly start: number
  /** Where its closing brace stands. */
  readonly end: number
  /** What stands before each member, as before the first one: a line break and its indentation, or nothing such. */
  readonly space: string | undefined
  readonly members: readonly { readonly key: string; readonly start: number; readonly end: number }[]
}

function objectAt(text: string, start: number): Place {
  const members: { key: string; start: number; end: number }[] = []
  const next = /[\s,]*("(?:[^"\\]|\\.)*")\s*:\s*/uy
  next.lastIndex = start + 1
  let space: string | undefined
  let at = start + 1
  for (let match = next.exec(text); match; match = next.exec(text)) {
    space ??= /(?:\r?\n)?[ \t]*$/u.exec(text.slice(at, text.indexOf('"', at)))![0]
    const valueStart = next.lastIndex
    at = endOfValue(text, valueStart)
    members.push({ key: JSON.parse(match[1]!) as string, start: valueStart, end: at })
    next.lastIndex = at
  }
  return { start, end: text.indexOf('}', at), space, members }
}

function endOfValue(text: string, start: number): number {
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s{}[\],:"]+/gu
  tokens.lastIndex = start
  let depth = 0
  for (let token = tokens.exec(text)?.[0]; token !== undefined; token = tokens.exec(text)?.[0]) {
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
    if (depth === 0) break
  }
  return tokens.lastIndex
}

/** Puts text after the last member; into an object without any, with `last` before its end. */
function insert(text: string, { start, end, members }: Place, added: string, last: string): string {
  const final = members.at(-1)
  if (final) return `${text.slice(0, final.end)},${added}${text.slice(final.end)}`
  return `${text.slice(0, start + 1)}${added}${last}${text.slice(end)}`
}

function formatMembers(members: Readonly<Record<string, string>>, space: string): string {
  return Object.entries(members)
    .map(([key, value]) => `${space}${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(',')
}
