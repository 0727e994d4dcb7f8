import { bench, group } from 'assay'

/**
 * One query for each row. Here the store is a map in memory, which answers in nanoseconds; where it is a database, every
 * query is a way over the network.
 *
 * Naive: a page of a hundred rows takes about as long with a hundred and one queries as with two.
 * Assay: `measure` counts queries outside of anything timed. They are exact: one more is found by two forks.
 */

class Store {
  queries = 0
  readonly #authors = new Map(Array.from({ length: 100 }, (_, id) => [id, `author ${id}`]))

  posts() {
    this.queries++
    return Array.from({ length: 100 }, (_, id) => ({ title: `post ${id}`, author: id }))
  }

  author(id: number) {
    this.queries++
    return this.#authors.get(id)
  }

  authors(ids: readonly number[]) {
    this.queries++
    return new Map(ids.map((id) => [id, this.#authors.get(id)]))
  }
}

const eachAlone = (store: Store) =>
  JSON.stringify(store.posts().map(({ title, author }) => ({ title, author: store.author(author) })))

const allAtOnce = (store: Store) => {
  const posts = store.posts()
  const authors = store.authors(posts.map(({ author }) => author))
  return JSON.stringify(posts.map(({ title, author }) => ({ title, author: authors.get(author) })))
}

export function naive() {
  const calls = 2_000
  const timeOf = (page: (store: Store) => string) => {
    const store = new Store()
    const start = performance.now()
    for (let call = 0; call < calls; call++) page(store)
    return ((performance.now() - start) * 1e6) / calls
  }
  return { '101 queries': timeOf(eachAlone), '2 queries': timeOf(allAtOnce) }
}

const counted = { setup: () => new Store(), measure: { queries: (store: Store) => store.queries } }

group('one query more', { agree: true }, () => {
  bench('trap', { ...counted, run: eachAlone })
  bench('repaired', { ...counted, run: allAtOnce, budget: { queries: 2 } })
})
