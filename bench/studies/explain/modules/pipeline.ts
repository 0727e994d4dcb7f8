/** Records that go through asynchronous stages in portions. */

type Entry = { readonly id: number; readonly name: string; readonly weight: number }

const store = new Map<number, Entry>()

async function read(id: number): Promise<Entry> {
  return { id, name: `record ${id % 50}`, weight: (id * 7919) % 1009 }
}

function enrich(entry: Entry): Entry {
  let weight = entry.weight
  for (let round = 0; round < 30; round++) weight = (weight * 31 + round) % 1009
  return { ...entry, weight }
}

function isWanted({ weight }: Entry): boolean {
  return weight % 3 !== 0
}

async function transform(ids: readonly number[]): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const id of ids) {
    const entry = enrich(await read(id))
    if (isWanted(entry)) entries.push(entry)
  }
  return entries
}

async function write(entries: readonly Entry[]): Promise<number> {
  for (const entry of entries) store.set(entry.id, entry)
  return entries.length
}

function portions(count: number, size: number): number[][] {
  const all: number[][] = []
  for (let start = 0; start < count; start += size) {
    all.push(Array.from({ length: Math.min(size, count - start) }, (_, index) => start + index))
  }
  return all
}

export async function work(): Promise<number> {
  let written = 0
  for (const ids of portions(200, 25)) written += await write(await transform(ids))
  return written
}
