/** A cache that forgets what was used least recently: a table of chains and a list in order of use. */

'use strict'

const { hash, slots } = require('./hash.cjs')

class Entry {
  key
  value
  before
  after

  constructor(key, value) {
    this.key = key
    this.value = value
    this.before = undefined
    this.after = undefined
  }
}

class Cache {
  #table = Array.from({ length: slots }, () => [])
  #limit
  #size = 0
  #newest
  #oldest

  constructor(limit) {
    this.#limit = limit
  }

  get(key) {
    const entry = this.#find(key)
    if (!entry) return undefined
    this.#detach(entry)
    this.#attach(entry)
    return entry.value
  }

  set(key, value) {
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

  #find(key) {
    const chain = this.#table[hash(key)] ?? []
    for (const entry of chain) if (entry.key === key) return entry
    return undefined
  }

  #attach(entry) {
    entry.after = this.#newest
    entry.before = undefined
    if (this.#newest) this.#newest.before = entry
    this.#newest = entry
    this.#oldest ??= entry
  }

  #detach(entry) {
    if (entry.before) entry.before.after = entry.after
    else this.#newest = entry.after
    if (entry.after) entry.after.before = entry.before
    else this.#oldest = entry.before
  }

  #evict() {
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

exports.work = function work() {
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
