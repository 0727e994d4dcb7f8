import { importTreeOf } from '../../../../src/core/kind/cold/import-tree.ts'
import type { ImportTree, LoadEvent } from '../../../../src/model/cold.ts'

type Given = readonly [after: number, what: LoadEvent[1], about?: string | null, more?: string | number]

/** Events, each so many ns after the one before. */
export function eventsOf(...given: readonly Given[]): LoadEvent[] {
  let at = 0
  return given.map(([after, ...event]) => {
    at += after
    return [at, ...event] as LoadEvent
  })
}

/** A tree of files that `main.js` imports, each by its ms; `a.js < b.js`: the first is imported by the second. */
export function treeWith(costs: Readonly<Record<string, number>>): ImportTree {
  const home = 'file:///p/'
  const events: Given[] = [[0, 'ready']]
  const add = (file: string, by: string | null, ms: number) => {
    const url = `${home}${file}`
    events.push([0, 'resolve', by && `${home}${by}`, 'import'], [0, 'resolved', url], [0, 'load', url])
    events.push([0, 'loaded', url, 1000], [0, 'compile', url])
    events.push([0, 'body', url], [ms * 1e6, 'done', url])
  }
  add('main.js', null, 1)
  for (const [name, ms] of Object.entries(costs)) {
    const [file = '', by = 'main.js'] = name.split(' < ')
    add(file, by, ms)
  }
  events.push([0, 'exit'])
  return importTreeOf(eventsOf(...events), home)
}
