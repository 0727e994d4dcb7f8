/** What happens to people, one of each in a small module; how much it costs is up to the engine. */
export type Kind =
  | 'hot function'
  | 'deoptimisation'
  | 'extra allocation'
  | 'quadratic loop'
  | 'slow import'
  | 'cache-hostile access'
  | 'added await'
  | 'regex backtracking'
  | 'GC pressure'
  | 'lost inlining'
  | 'called more often'

/** A change that makes a module slower and leaves its result as it is. */
export type Case = {
  readonly module: string
  readonly kind: Kind
  /** The functions that were edited or are called for it, any of which is right; and their file if it is another. */
  readonly culprits: readonly string[]
  readonly file?: string
  /** Occurs once. */
  readonly from: string
  readonly to: string
}

/** Code that never runs, and is too long for its function to be copied into others. */
const tooLong = Array.from({ length: 60 }, (_, index) => `if (value === ${index}.5) return ${index}`).join(
  '\n    ',
)

export const cases: readonly Case[] = [
  {
    module: 'tokenizer',
    kind: 'hot function',
    culprits: ['readWord'],
    from: 'while (end < text.length && isLetter(text.charCodeAt(end))) end++\n  return end\n}\n\nfunction tokenize',
    to: 'while (end < text.length && isLetter(text.slice(end, end + 1).toLowerCase().charCodeAt(0))) end++\n  return end\n}\n\nfunction tokenize',
  },
  {
    module: 'tokenizer',
    kind: 'hot function',
    culprits: ['worthOf'],
    from: "return kind === 'number' ? Number(text) : (names.get(text) ?? 1)",
    to: "return kind === 'number' ? Number(JSON.parse(JSON.stringify(Number(text)))) : (names.get(text) ?? 1)",
  },
  {
    module: 'csv',
    kind: 'extra allocation',
    culprits: ['unquote'],
    from: 'return cell.slice(1, -1)',
    to: "return cell.split('').slice(1, -1).join('')",
  },
  {
    module: 'csv',
    kind: 'quadratic loop',
    culprits: ['groupBy'],
    from: 'for (const { group, amount } of rows) sums.set(group, (sums.get(group) ?? 0) + amount)',
    to: `for (const { group, amount } of rows) {
    let known = 0
    for (const [name, sum] of sums) if (name === group) known = sum
    sums.set(group, known + amount)
  }`,
  },
  {
    module: 'router',
    kind: 'lost inlining',
    culprits: ['clampTo', 'checksum'],
    file: 'checksum',
    from: 'return value < 0 ? 0 : value > limit ? limit : value',
    to: `if (limit < 0) {
    ${tooLong}
  }
  return value < 0 ? 0 : value > limit ? limit : value`,
  },
  {
    module: 'router',
    kind: 'hot function',
    culprits: ['decode'],
    from: "return segment.includes('%') ? decodeURIComponent(segment) : segment",
    to: 'return decodeURIComponent(segment)',
  },
  {
    module: 'lru',
    kind: 'hot function',
    culprits: ['hash'],
    file: 'hash',
    from: 'code = Math.imul(code ^ key.charCodeAt(at), 0x01000193)\n',
    to: 'code = Math.imul(Math.imul(code ^ key.charCodeAt(at), 0x01000193), 1) + Math.floor(Math.cbrt(at) * 0)\n',
  },
  {
    module: 'lru',
    kind: 'called more often',
    culprits: ['get'],
    from: 'const entry = this.#find(key)\n    if (!entry) return undefined',
    to: 'const entry = this.#find(key) && this.#find(key) && this.#find(key)\n    if (!entry) return undefined',
  },
  {
    module: 'template',
    kind: 'GC pressure',
    culprits: ['renderParts'],
    from: "  let text = ''\n  for (const part of parts) {",
    to: "  let text = ''\n  const seen = parts.map((part) => ({ part, data, at: [text.length, parts.length] }))\n  if (seen.length > 1e9) return text\n  for (const part of parts) {",
  },
  {
    module: 'template',
    kind: 'hot function',
    culprits: ['escapeHtml'],
    from: "  let escaped = ''\n",
    to: "  if (text.length >= 0) return text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;')\n  let escaped = ''\n",
  },
  {
    module: 'search',
    kind: 'regex backtracking',
    culprits: ['stem'],
    file: 'stem',
    from: "word.replace(ending, '')",
    to: "(/^(?:\\w?\\w)+!$/u.test(word) ? '' : word.replace(ending, ''))",
  },
  {
    module: 'search',
    kind: 'called more often',
    culprits: ['rank'],
    from: 'score: score(document, question) }))',
    to: 'score: score(document, question) + score(document, question) * 0 }))',
  },
  {
    module: 'graph',
    kind: 'quadratic loop',
    culprits: ['pop'],
    from: 'const lastNode = this.#nodes.pop() ?? 0',
    to: 'for (const other of this.#costs) if (other < cost) return { node, cost }\n    const lastNode = this.#nodes.pop() ?? 0',
  },
  {
    module: 'graph',
    kind: 'extra allocation',
    culprits: ['relax'],
    from: 'for (const edge of edges) {',
    to: 'for (const edge of edges.map((one) => ({ ...one, tried: [cost] }))) {',
  },
  {
    module: 'matrix',
    kind: 'cache-hostile access',
    culprits: ['sumOf'],
    from: '  for (let row = 0; row < rows; row++) {\n    for (let column = 0; column < columns; column++) sum += values[row * columns + column] ?? 0\n  }\n  return sum',
    to: '  for (let column = 0; column < columns; column++) {\n    for (let row = 0; row < rows; row++) sum += values[row * columns + column] ?? 0\n  }\n  return sum',
  },
  {
    module: 'matrix',
    kind: 'deoptimisation',
    culprits: ['largestOf'],
    from: 'let largest = 0\n  for (const value of values) largest = Math.max(largest, value)\n  return largest',
    to: 'let largest: number | string = 0\n  for (const value of values) largest = value > Number(largest) ? String(value) : largest\n  return Number(largest)',
  },
  {
    module: 'validate',
    kind: 'regex backtracking',
    culprits: ['checkEmail'],
    from: 'address.test(value)',
    to: '/^(?:\\w\\w?\\.?)+@/u.test(value) && address.test(value)',
  },
  {
    module: 'validate',
    kind: 'extra allocation',
    culprits: ['checkNumber'],
    from: "return value <= most ? '' : 'too large'",
    to: "return [value, most].sort((a, b) => a - b)[1] === most ? '' : 'too large'",
  },
  {
    module: 'pipeline',
    kind: 'added await',
    culprits: ['transform'],
    from: 'const entry = enrich(await read(id))',
    to: 'const entry = await enrich(await read(id))\n    await undefined',
  },
  {
    module: 'pipeline',
    kind: 'hot function',
    culprits: ['write'],
    from: 'store.set(entry.id, entry)',
    to: 'store.set(entry.id, structuredClone(entry))',
  },
  {
    module: 'markdown',
    kind: 'quadratic loop',
    culprits: ['wordCount'],
    from: 'const isSpace = text.charCodeAt(at) <= 32',
    to: `let isSpace = false
    for (let from = at & ~31; from <= at; from++) isSpace = text.charCodeAt(from) <= 32`,
  },
  {
    module: 'markdown',
    kind: 'lost inlining',
    culprits: ['emphasis'],
    from: "const end = closing(text, '*', at + 1)",
    to: "const end = [closing].map((find) => find.bind(undefined, text, '*', at + 1)).reduce((_, find) => find(), -1)",
  },
  {
    module: 'events',
    kind: 'extra allocation',
    culprits: ['emit'],
    from: 'for (const listener of listeners) listener(happening)',
    to: 'for (const listener of [...listeners].reverse().reverse()) listener({ ...happening })',
  },
  {
    module: 'events',
    kind: 'deoptimisation',
    culprits: ['countBucket'],
    from: 'totals[bucket] = (totals[bucket] ?? 0) + 1',
    to: 'totals[bucket] = (totals[bucket] ?? 0) + 1 + (totals[bucket + 6] ?? 0)',
  },
  {
    module: 'codec',
    kind: 'hot function',
    culprits: ['crc32'],
    from: 'for (let at = 0; at < length; at++) code = (code >>> 8) ^ (table[(code ^ (bytes[at] ?? 0)) & 255] ?? 0)',
    to: `for (let at = 0; at < length; at++) {
    code ^= bytes[at] ?? 0
    for (let bit = 0; bit < 8; bit++) code = code & 1 ? (code >>> 1) ^ 0xedb88320 : code >>> 1
  }`,
  },
  {
    module: 'codec',
    kind: 'deoptimisation',
    culprits: ['encodeNumber'],
    from: 'let left = value\n',
    to: 'let left: number = Number(BigInt(value))\n',
  },
  {
    module: 'plugins',
    kind: 'slow import',
    culprits: ['readTable'],
    file: 'plugin',
    from: 'const table = readTable(202)',
    to: 'const table = readTable(2020)',
  },
]
