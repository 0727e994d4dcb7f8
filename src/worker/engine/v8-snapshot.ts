import { getHeapSnapshot, getHeapStatistics } from 'node:v8'

/** As V8 writes it: rows of numbers, one after the other, and what they mean. */
export type HeapSnapshot = {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[]
      readonly node_types: readonly [readonly string[], ...unknown[]]
    }
  }
  readonly nodes: readonly number[]
  readonly strings: readonly string[]
}

/** What JavaScript made; the rest is V8's own. */
const told: Readonly<Record<string, (name: string) => string>> = {
  object: (name) => name,
  closure: (name) => (name === '' ? '(function)' : `function ${name}`),
  array: () => '(array)',
  regexp: () => 'RegExp',
  string: () => '(string)',
  'concatenated string': () => '(string)',
  'sliced string': () => '(string)',
  number: () => '(number)',
  bigint: () => '(bigint)',
  symbol: () => '(symbol)',
  native: (name) => (name.includes('JSArrayBufferData') ? '(buffer)' : `(${name})`),
}

/** Bytes of what is to be written down. */
export function heapSize(): number {
  return getHeapStatistics().used_heap_size
}

/** Writes the heap down. */
export async function takeSnapshot(): Promise<HeapSnapshot> {
  const chunks: Buffer[] = []
  for await (const chunk of getHeapSnapshot()) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as HeapSnapshot
}

/** V8 numbers what it writes down, and what is new has a larger number than all before. */
export function lastIdIn(snapshot: HeapSnapshot): number {
  let last = 0
  for (const { id } of rowsOf(snapshot)) if (id > last) last = id
  return last
}

/** What JavaScript made after that number was the last one: of which class, and its bytes. */
export function* madeSince(
  snapshot: HeapSnapshot,
  after: number,
): Generator<{ readonly name: string; readonly bytes: number }> {
  for (const { type, name, id, bytes } of rowsOf(snapshot)) {
    const nameOf = id > after ? told[type] : undefined
    if (nameOf) yield { name: nameOf(name), bytes }
  }
}

function* rowsOf({ snapshot: { meta }, nodes, strings }: HeapSnapshot) {
  const fields = meta.node_fields
  const [type, name, id, size] = ['type', 'name', 'id', 'self_size'].map((field) => fields.indexOf(field))
  for (let at = 0; at < nodes.length; at += fields.length) {
    yield {
      type: meta.node_types[0][nodes[at + type!]!] ?? '',
      name: strings[nodes[at + name!]!] ?? '',
      id: nodes[at + id!]!,
      bytes: nodes[at + size!]!,
    }
  }
}
