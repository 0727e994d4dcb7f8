import { expect, test } from 'vitest'
import type { OwnCost } from '../../../src/core/profile/call-tree.ts'
import type { Difference } from '../../../src/core/profile/difference.ts'
import { listChanged, listDiffering, listHottest } from '../../../src/core/profile/hot-functions.ts'

const frameNamed = (name: string) => ({ name, file: 'a.ts', line: 1, owner: 'project' as const })
const costs = (of: Record<string, number>): ReadonlyMap<string, OwnCost> =>
  new Map(
    Object.entries(of).map(([name, cost]) => [name, { frame: frameNamed(name), cost, lines: new Map() }]),
  )

test('the most expensive come first, as means over the forks; a fork that has not seen one counts as nothing', () => {
  const hottest = listHottest([costs({ a: 10, b: 40 }), costs({ a: 30, c: 0 })])
  expect(hottest.map(({ frame, now }) => [frame.name, now])).toEqual([
    ['a', 20],
    ['b', 20],
  ])
})

test('of both sides those that changed most come first, also what is gone and what is new', () => {
  const changed = listDiffering(
    costs({ gone: 50, same: 1000, less: 20 }),
    costs({ same: 1000, less: 10, new: 30 }),
  )
  expect(changed.map(({ frame, before, now }) => [frame.name, before, now])).toEqual([
    ['gone', 50, 0],
    ['new', 0, 30],
    ['less', 20, 10],
    ['same', 1000, 1000],
  ])
})

test('what was tested keeps its interval and what it proves', () => {
  const tested = (name: string, change: number, significant: boolean): Difference => ({
    ...{ frame: frameNamed(name), base: 100, head: 100 + change, change },
    ...{ low: change - 5, high: change + 5, q: significant ? 0.01 : 0.4, significant },
  })
  expect(listChanged([tested('small', 1, false), tested('large', -40, true)])).toMatchObject([
    { frame: { name: 'large' }, before: 100, now: 60, change: { low: -45, high: -35, significant: true } },
    { frame: { name: 'small' }, now: 101, change: { significant: false } },
  ])
})

test('twenty are enough', () => {
  const many = costs(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, n + 1])))
  expect(listHottest([many])).toHaveLength(20)
})
