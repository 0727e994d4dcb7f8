import { randomNumbers } from './random.ts'

/** What a cache may hold: anything but `undefined`, which is the answer for a key that is not there. */
type Storable = NonNullable<unknown> | null

/** Keeps the `capacity` entries that were used last. */
export interface Cache<Key, Value extends Storable> {
  /** The value, or `undefined`; reading it is a use. */
  get(key: Key): Value | undefined
  /** Stores the value, which is a use; a new key takes the place of the one that has not been used for longest. */
  set(key: Key, value: Value): void
}

/** On a `Map`, which lists its keys in the order they came: a key that is used is deleted and comes again. */
export class MapCache<Key, Value extends Storable> implements Cache<Key, Value> {
  readonly #entries = new Map<Key, Value>()
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = checkCapacity(capacity)
  }

  get(key: Key): Value | undefined {
    const value = this.#entries.get(key)
    if (value === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  set(key: Key, value: Value): void {
    if (!this.#entries.delete(key) && this.#entries.size === this.#capacity) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest)
        break
      }
    }
    this.#entries.set(key, value)
  }
}

/**
 * On a doubly linked list of slots, from the one used last to the one not used for longest. Its links are typed
 * arrays, so a use moves four numbers and makes no garbage; a `Map` finds the slot of a key.
 */
export class ListCache<Key, Value extends Storable> implements Cache<Key, Value> {
  readonly #slots = new Map<Key, number>()
  readonly #keys: Key[] = []
  readonly #values: Value[] = []
  /** The slot used just before, and just after. The last place of each closes the ring: its head. */
  readonly #older: Uint32Array
  readonly #newer: Uint32Array
  readonly #head: number

  constructor(capacity: number) {
    this.#head = checkCapacity(capacity)
    this.#older = new Uint32Array(capacity + 1)
    this.#newer = new Uint32Array(capacity + 1)
    this.#older[this.#head] = this.#head
    this.#newer[this.#head] = this.#head
  }

  get(key: Key): Value | undefined {
    const slot = this.#slots.get(key)
    if (slot === undefined) return undefined
    this.#unlink(slot)
    this.#link(slot)
    return this.#values[slot]
  }

  set(key: Key, value: Value): void {
    const known = this.#slots.get(key)
    const slot = known ?? this.#free()
    if (known !== undefined) this.#unlink(known)
    this.#link(slot)
    this.#slots.set(key, slot)
    this.#keys[slot] = key
    this.#values[slot] = value
  }

  /** A slot that is in no list: a new one, or when all are taken that of the key not used for longest. */
  #free(): number {
    if (this.#keys.length < this.#head) return this.#keys.length
    const slot = this.#newer[this.#head]!
    this.#unlink(slot)
    this.#slots.delete(this.#keys[slot]!)
    return slot
  }

  #unlink(slot: number): void {
    const older = this.#older[slot]!
    const newer = this.#newer[slot]!
    this.#newer[older] = newer
    this.#older[newer] = older
  }

  #link(slot: number): void {
    const older = this.#older[this.#head]!
    this.#older[slot] = older
    this.#newer[slot] = this.#head
    this.#newer[older] = slot
    this.#older[this.#head] = slot
  }
}

function checkCapacity(capacity: number): number {
  if (Number.isSafeInteger(capacity) && capacity >= 1) return capacity
  throw new RangeError(`a cache holds at least one entry, and a whole number of them, not ${capacity}`)
}

/**
 * `length` keys from 0 to `keys` − 1, key k with a probability in proportion to (k + 1)^−0.8: what requests to web
 * caches look like (Breslau, Cao, Fan, Phillips & Shenker 1999, IEEE INFOCOM: exponents from 0.64 to 0.83).
 */
export function zipfTrace(length: number, keys: number, seed: number): Uint32Array {
  const random = randomNumbers(seed)
  const upTo = new Float64Array(keys)
  let total = 0
  for (let key = 0; key < keys; key++) upTo[key] = total += (key + 1) ** -0.8
  return Uint32Array.from({ length }, () => firstAbove(upTo, random() * total))
}

/** Index of the first of the ascending values that is greater than `bound`. */
function firstAbove(values: Float64Array, bound: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! > bound) high = middle
    else low = middle + 1
  }
  return low
}

/** Looks every key up and stores those that are missing; returns how many were found. */
export function replay(cache: Cache<number, number>, trace: Uint32Array): number {
  let hits = 0
  for (const key of trace) {
    if (cache.get(key) === undefined) cache.set(key, key)
    else hits++
  }
  return hits
}
