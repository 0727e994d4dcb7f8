import { describe, expect, it } from 'vitest'
import { chargeLoad } from '../../../../src/core/kind/cold/load-costs.ts'
import type { LoadEvent } from '../../../../src/model/cold.ts'
import { sum } from '../../../../src/stats/sample.ts'
import { eventsOf } from './given.ts'

/** What each module was charged, and the part in which its own code ran. */
function charged(events: readonly LoadEvent[]) {
  const { modules, watching, after } = chargeLoad(events)
  const all = Object.fromEntries(modules.map(({ url, self, ran, by }) => [url, { self, ran, by }]))
  const whole = sum(modules.map(({ self }) => self)) + watching + after
  return { all, watching, after, whole, span: events.at(-1)![0] - events[0]![0] }
}

/** How a module is looked for, read and compiled, each in 1 ns, and noting it in 1 more. */
const found = (url: string, by: string | null, how = 'import') =>
  [
    [1, 'resolve', by, how],
    [1, 'resolved', url],
    [1, 'load', url],
    [1, 'loaded', url, 100],
    [1, 'compile', url],
  ] as const

describe('the time of a load', () => {
  it('is charged to the module that is found, read, compiled or run', () => {
    const { all, watching, whole, span } = charged(
      eventsOf(
        [0, 'ready'],
        ...found('m', null),
        ...found('a', 'm'),
        [7, 'turn', 'm'],
        [0, 'turn', 'a'],
        [5, 'body', 'a'],
        [20, 'done', 'a'],
        [2, 'body', 'm'],
        [3, 'done', 'm'],
        [4, 'exit'],
      ),
    )
    // Found 1, until it is read 1, read 1, compiled 7, run 20.
    expect(all.a).toEqual({ self: 30, ran: 20, by: 'm' })
    // 1 before it is found, 3 until it is read, 1 compiled, 5 and 2 for linking, 3 run.
    expect(all.m).toEqual({ self: 15, ran: 3, by: undefined })
    expect(watching).toBe(2)
    expect(whole).toBe(span)
  })

  it('is that of the one which awaits, but for what others do meanwhile', () => {
    const { all, whole, span } = charged(
      eventsOf(
        [0, 'ready'],
        ...found('m', null),
        ...found('slow', 'm'),
        ...found('other', 'm'),
        [1, 'turn', 'm'],
        [1, 'body', 'slow'],
        [1, 'body', 'other'],
        [10, 'done', 'other'],
        [50, 'done', 'slow'],
        [1, 'body', 'm'],
        [1, 'done', 'm'],
        [1, 'exit'],
      ),
    )
    expect([all.slow?.ran, all.other?.ran]).toEqual([51, 10])
    expect(whole).toBe(span)
  })

  it('counts compiling where that comes when a turn of the loader is over', () => {
    const { all } = charged(
      eventsOf(
        [0, 'ready'],
        ...found('m', null),
        [0, 'turn', 'm'],
        [5, 'resolve', 'm', 'import'],
        [1, 'resolved', 'a'],
        [0, 'resolve', 'm', 'import'],
        [1, 'resolved', 'b'],
        [0, 'load', 'a'],
        [1, 'loaded', 'a', 9],
        [0, 'compile', 'a'],
        [0, 'load', 'b'],
        [1, 'loaded', 'b', 9],
        [0, 'compile', 'b'],
        [0, 'turn', 'a'],
        [30, 'turn', 'b'],
        [2, 'body', 'a'],
        [1, 'done', 'a'],
        [0, 'body', 'b'],
        [1, 'done', 'b'],
        [0, 'body', 'm'],
        [0, 'done', 'm'],
        [1, 'exit'],
      ),
    )
    // Found 1, read 1, compiled 30, run 1; and b: 1, 1, 2, 1.
    expect([all.a?.self, all.b?.self]).toEqual([33, 5])
  })

  it('of a script is that of its call, without the calls in it', () => {
    const { all, whole, span } = charged(
      eventsOf(
        [0, 'ready'],
        [1, 'require', null],
        ...found('m', null, 'require'),
        [5, 'require', null],
        ...found('a', 'm', 'require'),
        [20, 'required'],
        [4, 'require', null],
        [1, 'resolve', 'm', 'require'],
        [1, 'resolved', 'a'],
        [1, 'required'],
        [6, 'required'],
        [3, 'exit'],
      ),
    )
    // Run 20, 1 between finding and reading it, and 1 when it is asked for again.
    expect(all.a).toMatchObject({ ran: 22, by: 'm' })
    // And 1 before it is read, and 1 until each call begins to look for a file.
    expect(all.m?.ran).toBe(5 + 4 + 6 + 3)
    expect(whole).toBe(span)
  })

  it('of what is only looked for is charged to who asks, and is no import', () => {
    const { all } = charged(
      eventsOf(
        [0, 'ready'],
        ...found('m', null),
        [1, 'turn', 'm'],
        [1, 'body', 'm'],
        [2, 'resolve', 'm', 'import'],
        [10, 'resolved', 'never'],
        [5, 'done', 'm'],
        [1, 'exit'],
      ),
    )
    expect(Object.keys(all)).toEqual(['m'])
    // Until its body begins 6, then 2 + 10 + 5.
    expect(all.m?.self).toBe(23)
  })

  it('is nobody’s once all is loaded, but of what is imported then', () => {
    const { all, after, whole, span } = charged(
      eventsOf(
        [0, 'ready'],
        ...found('m', null),
        [1, 'turn', 'm'],
        [1, 'body', 'm'],
        [1, 'done', 'm'],
        [100, 'resolve', 'm', 'import'],
        [1, 'resolved', 'late'],
        [0, 'load', 'late'],
        [1, 'loaded', 'late', 5],
        [0, 'compile', 'late'],
        [1, 'body', 'late'],
        [7, 'done', 'late'],
        [50, 'exit'],
      ),
    )
    expect(all.late).toEqual({ self: 10, ran: 7, by: 'm' })
    expect(after).toBe(150)
    expect(whole).toBe(span)
  })

  it('begins with whatever imports, where that is no file', () => {
    const { modules } = chargeLoad(
      eventsOf([0, 'ready'], ...found('file:///p/node_modules/z/z.js', 'file:///p/[eval1]'), [1, 'exit']),
    )
    expect(modules.map(({ url, isFile }) => [url, isFile])).toEqual([
      ['file:///p/[eval1]', false],
      ['file:///p/node_modules/z/z.js', true],
    ])
  })

  it('of nothing is nothing', () => {
    expect(chargeLoad([])).toEqual({ modules: [], watching: 0, after: 0 })
  })
})
