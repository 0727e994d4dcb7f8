import { getHeapSnapshot, getHeapStatistics } from 'node:v8'
import type { Grown } from '../../model/outcome.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import type { GarbageCollector } from '../engine/collector.ts'
import type { Batch } from '../measure/batch.ts'
import { runAndForget } from './retained.ts'

/** Operations between the two snapshots, and the time for them in ns; a larger heap than so many bytes is not written down. */
const most = { operations: 10_000, time: 200e6, heap: 64e6 }
/** ns to write down a byte of the heap, and to read it again, on a busy machine. */
const perByte = 30
/**
 * Classes that are told at the most, and letters of a name. A class is told that has so many new objects, which is more
 * than there are without a leak, and so large a share of the bytes.
 */
const classesTold = { most: 10, letters: 80, objects: 50, share: 0.03 }

/** As V8 writes it: rows of numbers, one after the other, and what they mean. */
type Snapshot = {
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

/**
 * What an operation leaves behind, by class: the objects of a heap snapshot that one before some operations did not have,
 * both after full collections; `perOperation` in ns. The largest share first; `undefined` where the heap is too large to
 * be written down before `last`, or where it fails.
 */
export async function findGrowth(
  batch: Batch,
  perOperation: number,
  collector: GarbageCollector,
  last: bigint,
): Promise<Grown[] | undefined> {
  const { used_heap_size: heap } = getHeapStatistics()
  const needed = most.time + 2 * heap * perByte
  if (heap > most.heap || elapsedBetween(now(), last) < needed) return undefined
  try {
    return await grownIn(batch, perOperation, collector)
  } catch {
    // What is known already is worth more than this.
    return undefined
  }
}

async function grownIn(batch: Batch, perOperation: number, collector: GarbageCollector): Promise<Grown[]> {
  const n = Math.max(1, Math.min(most.operations, Math.floor(most.time / perOperation)))
  await collector.full()
  const last = lastId(await snapshot())
  await runAndForget(batch, n)
  await collector.full()
  return classes(await snapshot(), last, n)
}

async function snapshot(): Promise<Snapshot> {
  const chunks: Buffer[] = []
  for await (const chunk of getHeapSnapshot()) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Snapshot
}

/** V8 numbers what it writes down, and what is new has a larger number than all before. */
function lastId(snapshot: Snapshot): number {
  let last = 0
  for (const { id } of rowsOf(snapshot)) if (id > last) last = id
  return last
}

function classes(snapshot: Snapshot, after: number, operations: number): Grown[] {
  const found = new Map<string, { count: number; bytes: number }>()
  for (const { type, name, id, bytes } of rowsOf(snapshot)) {
    const nameOf = id > after ? told[type] : undefined
    if (!nameOf) continue
    const key = nameOf(name).slice(0, classesTold.letters)
    const one = found.get(key) ?? { count: 0, bytes: 0 }
    one.count++
    one.bytes += bytes
    found.set(key, one)
  }
  const all = [...found.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  return [...found]
    .filter(([, { count, bytes }]) => count >= classesTold.objects && bytes >= classesTold.share * all)
    .map(([name, { count, bytes }]) => ({ name, count: count / operations, bytes: bytes / operations }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, classesTold.most)
}

function* rowsOf({ snapshot: { meta }, nodes, strings }: Snapshot) {
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
