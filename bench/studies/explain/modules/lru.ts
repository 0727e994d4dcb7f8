/** A cache that forgets what was used least recently: a table of chains and a list in order of use. */

class Entry {
  readonly key: string
  value: number
  before: Entry | undefined
  after: Entry | undefined

  constructor(key: string, value: number) {
    this.key = key
    this.value = value
    this.before = undefined
    this.after = undefined
  }
}

const slots = 256

function hash(key: string): number {
  let code = 0x811c9dc5
  for (let at = 0; at < key.length; at++) code = Math.imul(code ^ key.charCodeAt(at), 0x01000193)
  return (code >>> 0) % slots
}

class Cache {
  readonly #table: Entry[][] = Array.from({ length: slots }, () => [])
  readonly #limit: number
  #size = 0
  #newest: Entry | undefined
  #oldest: Entry | undefined

  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: string): number | undefined {
    const entry = this.#find(key)
    if (!entry) return undefined
    this.#detach(entry)
    this.#attach(entry)
    return entry.value
  }

  set(key: string, value: number): void {
    const known = this.#find(key)
    if (known) {
      known.value = value
      return
    }
    const entry = new Entry(key, value)
    this.#table[hash(key)]?.push(entry)
    this.#attach(entry)
    if (++this.#size > this.#limit) this.#evict()
  }

  #find(key: string): Entry | undefined {
    const chain = this.#table[hash(key)] ?? []
    for (const entry of chain) if (entry.key === key) return entry
    return undefined
  }

  #attach(entry: Entry): void {
    entry.after = this.#newest
    entry.before = undefined
    if (this.#newest) this.#newest.before = entry
    this.#newest = entry
    this.#oldest ??= entry
  }

  #detach(entry: Entry): void {
    if (entry.before) entry.before.after = entry.after
    else this.#newest = entry.after
    if (entry.after) entry.after.before = entry.before
    else this.#oldest = entry.before
  }

  #evict(): void {
    const entry = this.#oldest
    if (!entry) return
    this.#detach(entry)
    const chain = this.#table[hash(entry.key)] ?? []
    chain.splice(chain.indexOf(entry), 1)
    this.#size--
  }
}

const keys = Array.from({ length: 900 }, (_, index) => {
  return `session:${index % 4 === 0 ? (index * 7919) % 613 : (index * 31) % 97}:user`
})

export function work(): number {
  const cache = new Cache(300)
  let total = 0
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? ''
    const known = cache.get(key)
    if (known === undefined) cache.set(key, index)
    else total += known
  }
  return total
}
