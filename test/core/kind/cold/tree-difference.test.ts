import { describe, expect, it } from 'vitest'
import { costlierImports } from '../../../../src/core/kind/cold/tree-difference.ts'
import { treeWith } from './given.ts'

/** Several processes, each a little slower than the one before. */
const several = (costs: Readonly<Record<string, number>>) =>
  [0, 1, 2, 3, 4].map((n) =>
    treeWith(Object.fromEntries(Object.entries(costs).map(([name, ms]) => [name, ms * (1 + n / 50)]))),
  )

describe('imports that cost more than before', () => {
  it('are the new ones, the first of those that import each other with all of them', () => {
    const base = several({ 'a.js': 10 })
    const head = several({ 'a.js': 10, 'new.js < a.js': 4, 'deep.js < new.js': 20, 'other.js': 2 })
    expect(costlierImports({ head, base })).toEqual([
      { path: 'new.js', by: 'a.js', change: 'added', more: 24.96e6, files: 2, bytes: 1000 },
      { path: 'other.js', by: 'main.js', change: 'added', more: 2.08e6, files: 1, bytes: 1000 },
    ])
  })

  it('are those that take longer in every process than in any before', () => {
    const base = several({ 'a.js': 10, 'b.js': 10 })
    const head = several({ 'a.js': 30, 'b.js': 10.5 })
    const [first, ...others] = costlierImports({ head, base })
    expect(first).toMatchObject({ path: 'a.js', by: 'main.js', change: 'slower', files: 1 })
    expect(first?.more).toBeCloseTo(20.8e6, -3)
    expect(others).toEqual([])
  })

  it('of a file that has as many bytes as before are only those that take much longer', () => {
    const base = several({ 'a.js': 2 })
    const head = several({ 'a.js': 3.5 })
    const edited = head.map((tree) => ({
      ...tree,
      modules: tree.modules.map((one) => ({ ...one, bytes: one.bytes + 1 })),
    }))
    expect(costlierImports({ head, base })).toEqual([])
    expect(costlierImports({ head: edited, base })).toMatchObject([{ path: 'a.js', change: 'slower' }])
  })

  it('are none where nothing has changed, where less is imported, or where nobody knows', () => {
    const same = several({ 'a.js': 10 })
    expect(costlierImports({ head: same, base: same })).toEqual([])
    expect(costlierImports({ head: several({}), base: same })).toEqual([])
    expect(costlierImports({ head: same, base: [] })).toEqual([])
  })

  it('are not told where it is less than counts, or not in all processes', () => {
    const base = several({ 'a.js': 0.1 })
    expect(costlierImports({ head: several({ 'a.js': 0.4 }), base })).toEqual([])
    const [some, ...rest] = several({ 'a.js': 0.1, 'new.js': 50 })
    expect(costlierImports({ head: [treeWith({ 'a.js': 0.1 }), ...rest], base })).toEqual([])
    expect(some?.files).toBe(3)
  })
})
