import { describe, expect, it } from 'vitest'
import { importTreeOf, shortenTree, typicalTree } from '../../../../src/core/kind/cold/import-tree.ts'
import { importTreeSchema } from '../../../../src/model/cold.ts'
import { policy } from '../../../../src/model/config.ts'
import { sum } from '../../../../src/stats/sample.ts'
import { eventsOf, treeWith } from './given.ts'

describe('an import tree', () => {
  const tree = treeWith({
    'a.js': 5,
    'node_modules/x/i.js < a.js': 20,
    'node_modules/@s/y/lib/j.js < node_modules/x/i.js': 3,
    'node_modules/x/node_modules/z/k.js < node_modules/x/i.js': 2,
  })

  it('tells the costliest first, with who imported it and all that it brings', () => {
    expect(tree.modules[0]).toEqual({
      ...{ path: 'node_modules/x/i.js', package: 'x', by: 'a.js', self: 20e6, total: 25e6, ran: 20e6 },
      ...{ bytes: 1000, files: 3 },
    })
    expect(tree.modules.map(({ path }) => path)).toEqual([
      ...['node_modules/x/i.js', 'a.js', 'node_modules/@s/y/lib/j.js'],
      ...['node_modules/x/node_modules/z/k.js', 'main.js'],
    ])
    expect(importTreeSchema.parse(tree)).toEqual(tree)
  })

  it('is as large as all of its modules together', () => {
    expect(tree).toMatchObject({ whole: 31e6, files: 5, bytes: 5000, builtins: 0 })
    expect(sum(tree.modules.map(({ self }) => self))).toBe(tree.whole)
    expect(sum(tree.packages.map(({ self }) => self))).toBe(tree.whole)
  })

  it('tells packages by their names, the project by none', () => {
    expect(tree.packages.map(({ name, self, files }) => [name, self / 1e6, files])).toEqual([
      ['x', 20, 1],
      ['', 6, 2],
      ['@s/y', 3, 1],
      ['z', 2, 1],
    ])
  })

  it.each([
    ['file:///p/src/%C3%A4.ts', 'src/ä.ts'],
    ['file:///p/src/%.ts', 'src/%.ts'],
    ['file:///q/node_modules/x/i.js', 'node_modules/x/i.js'],
    ['file:///other/pkg/i.js', '../other/pkg/i.js'],
    ['data:text/javascript,1', 'data:text/javascript,1'],
  ])('calls %s %s', (url, path) => {
    const events = eventsOf(
      [0, 'ready'],
      [1, 'resolve', null, 'import'],
      [1, 'resolved', url],
      [0, 'load', url],
      [1, 'exit'],
    )
    expect(importTreeOf(events, 'file:///p/').modules.map((one) => one.path)).toEqual([path])
  })

  it('counts modules of the runtime apart from files', () => {
    const url = 'node:fs'
    const events = eventsOf(
      [0, 'ready'],
      [1, 'resolve', 'file:///p/a.js', 'import'],
      [1, 'resolved', url],
      [0, 'load', url],
      [1, 'exit'],
    )
    expect(importTreeOf(events, 'file:///p/')).toMatchObject({
      files: 0,
      builtins: 1,
      packages: [{ name: 'node' }, { name: '' }],
    })
  })
})

describe('the typical one of several', () => {
  it('is no process that was kept waiting somewhere', () => {
    const trees = [
      treeWith({ 'a.js': 20, 'b.js': 5 }),
      treeWith({ 'a.js': 21, 'b.js': 300 }),
      treeWith({ 'a.js': 21, 'b.js': 6 }),
      treeWith({ 'a.js': 90, 'b.js': 6 }),
    ]
    expect(typicalTree(trees)).toBe(trees[2])
  })
})

describe('what a run keeps of a tree', () => {
  it('are the costliest, and what the others come to', () => {
    const many = Object.fromEntries(
      Array.from({ length: policy.cold.kept + 9 }, (_, n) => [`f${n}.js`, n + 2]),
    )
    const kept = shortenTree(treeWith(many))
    expect(kept.modules).toHaveLength(policy.cold.kept)
    // 1 of main.js, and 2 to 10.
    expect(kept.rest).toEqual({ modules: 10, self: 55e6 })
    expect(sum(kept.modules.map(({ self }) => self)) + kept.rest!.self).toBe(kept.whole)
    const small = treeWith({ 'a.js': 1 })
    expect(shortenTree(small)).toBe(small)
  })
})
