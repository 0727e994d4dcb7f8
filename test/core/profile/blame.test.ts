import { describe, expect, it } from 'vitest'
import { type BlamedFunction, blame, type ProfileEvidence } from '../../../src/core/profile/blame.ts'
import { type CallTree, top } from '../../../src/core/profile/call-tree.ts'
import type { Difference } from '../../../src/core/profile/difference.ts'
import { type Frame, frameKey } from '../../../src/core/profile/frame.ts'
import { union } from '../../../src/core/profile/union.ts'
import type { FunctionCalls, FunctionFeedback, Tier } from '../../../src/model/profile.ts'

const frame = (name: string): Frame =>
  name.startsWith('(')
    ? { name, file: '', line: 0, owner: 'engine' }
    : { name, file: 'src/a.ts', line: 7, owner: 'project' }

const difference = (name: string, base: number, head: number, significant = true): Difference => {
  const change = head - base
  return { frame: frame(name), base, head, change, low: change - 1, high: change + 1, q: 0.001, significant }
}

/** A tree: a name, what it costs by itself, and what it calls. */
type Shape = readonly [string, number, ...unknown[]]
const tree = ([name, self, ...children]: Shape): CallTree => ({
  frame: frame(name),
  self,
  lines: new Map(),
  children: children.map((child) => tree(child as Shape)),
})

/** `edited`: those whose text is another. */
const calls = (of: Readonly<Record<string, number>>, edited: readonly string[] = []): FunctionCalls[] =>
  Object.entries(of).map(([name, count]) => {
    const text = edited.includes(name) ? 'new' : 'old'
    const busiest = { line: 8, runs: count * 10 }
    return { name, url: 'src/a.ts', line: 7, end: 9, text, calls: count, busiest }
  })

const bytes = (of: Readonly<Record<string, number>>) =>
  new Map(
    Object.entries(of).map(([name, cost]) => [
      frameKey(frame(name)),
      { frame: frame(name), cost, lines: new Map() },
    ]),
  )

function seen(of: Partial<ProfileEvidence>): ProfileEvidence {
  const nothing = { base: new Map(), head: new Map() }
  const empty = tree(['(benchmark)', 0])
  return {
    differences: [],
    union: union([{ base: empty, head: empty }]),
    calls: { base: [], head: [] },
    allocations: nothing,
    deoptimizations: { base: [], head: [] },
    feedback: { base: [], head: [] },
    ...of,
  }
}

const names = (blamed: readonly BlamedFunction[]) => blamed.map((one) => [one.frame.name, one.cost])

describe('blame', () => {
  it('names those that cost more beyond chance, the worst first, and never the engine', () => {
    const differences = [
      difference('hash', 100, 150),
      difference('(program)', 10, 90),
      difference('walk', 100, 180),
      difference('print', 100, 300, false),
      difference('read', 100, 20),
    ]
    expect(names(blame(seen({ differences })))).toEqual([
      ['walk', 80],
      ['hash', 50],
    ])
  })

  it('names somebody of the same code only when chance would do so once in a hundred times', () => {
    const at = (q: number, head: Parameters<typeof calls>) => {
      const differences = [{ ...difference('hash', 100, 150), q }]
      return names(
        blame(seen({ differences, calls: { base: calls({ hash: 1, read: 9 }), head: calls(...head) } })),
      )
    }
    const same: Parameters<typeof calls> = [{ hash: 1, read: 9 }]
    expect(at(0.03, same)).toEqual([])
    expect(at(0.004, same)).toEqual([['hash', 50]])
    // Another text, another count, or a function that was not there: then there is something that it may come from.
    expect(at(0.03, [{ hash: 1, read: 9 }, ['read']])).toEqual([['hash', 50]])
    expect(at(0.03, [{ hash: 1, read: 8 }])).toEqual([['hash', 50]])
    expect(at(0.03, [{ hash: 1, read: 9, write: 1 }])).toEqual([['hash', 50]])
  })

  it('names whoever calls a function more often at the price that it had', () => {
    const base = tree(['(benchmark)', 0, ['work', 10, ['rank', 20, ['score', 100]], ['print', 30]]])
    const head = tree(['(benchmark)', 0, ['work', 10, ['rank', 20, ['score', 200]], ['print', 30]]])
    const found = blame(
      seen({
        differences: [difference('score', 100, 200)],
        union: union([{ base, head }]),
        calls: {
          base: calls({ work: 1, rank: 6, score: 360 }),
          head: calls({ work: 1, rank: 6, score: 720 }),
        },
      }),
    )
    expect(names(found)).toEqual([['rank', 100]])
    expect(found[0]!.own).toBeUndefined()
    expect(found[0]!.callees).toEqual([{ frame: frame('score'), cost: 100, calls: { base: 360, head: 720 } }])
  })

  it('goes up as far as calls have become more', () => {
    const base = tree(['(benchmark)', 0, ['work', 10, ['rank', 20, ['score', 50, ['weigh', 50]]]]])
    const head = tree(['(benchmark)', 0, ['work', 10, ['rank', 20, ['score', 150, ['weigh', 150]]]]])
    const found = blame(
      seen({
        differences: [difference('score', 50, 150), difference('weigh', 50, 150)],
        union: union([{ base, head }]),
        calls: {
          base: calls({ work: 1, rank: 1, score: 10, weigh: 100 }),
          head: calls({ work: 1, rank: 1, score: 30, weigh: 300 }),
        },
      }),
    )
    expect(names(found)).toEqual([['rank', 200]])
    expect(found[0]!.callees.map((one) => one.frame.name)).toEqual(['score', 'weigh'])
  })

  it('names the function itself where each call costs more, however often it is called', () => {
    const base = tree(['(benchmark)', 0, ['rank', 0, ['score', 100]]])
    const head = tree(['(benchmark)', 0, ['rank', 0, ['score', 400]]])
    const found = blame(
      seen({
        differences: [difference('score', 100, 400)],
        union: union([{ base, head }]),
        calls: { base: calls({ rank: 1, score: 10 }), head: calls({ rank: 1, score: 12 }) },
      }),
    )
    expect(names(found)).toEqual([['score', 300]])
    expect(found[0]!.calls).toEqual({ base: 10, head: 12 })
  })

  it('names whoever was edited and calls it more often, with more for it to do', () => {
    const base = tree(['(benchmark)', 0, ['rank', 0, ['score', 100]]])
    const head = tree(['(benchmark)', 0, ['rank', 0, ['score', 400]]])
    const blamedFor = (edited: readonly string[]) =>
      names(
        blame(
          seen({
            differences: [difference('score', 100, 400)],
            union: union([{ base, head }]),
            calls: {
              base: calls({ rank: 1, score: 10 }),
              head: calls({ rank: 1, score: 12 }, edited),
            },
          }),
        ),
      )
    expect(blamedFor(['rank'])).toEqual([['rank', 300]])
    expect(blamedFor(['rank', 'score'])).toEqual([['score', 300]])
    expect(blamedFor(['score'])).toEqual([['score', 300]])
  })

  it('stays with a function that nobody is seen to call', () => {
    const alone = tree(['(benchmark)', 0, ['score', 100]])
    const found = blame(
      seen({
        differences: [difference('score', 100, 200)],
        union: union([{ base: alone, head: alone }]),
        calls: { base: calls({ score: 1 }), head: calls({ score: 2 }) },
      }),
    )
    expect(names(found)).toEqual([['score', 100]])
  })

  it('does not take recursion for a cause', () => {
    const deep = (self: number) => tree(['(benchmark)', 0, ['work', 0, ['walk', self, ['walk', self]]]])
    const found = blame(
      seen({
        differences: [difference('walk', 100, 200)],
        union: union([{ base: deep(50), head: deep(100) }]),
        calls: { base: calls({ work: 1, walk: 10 }), head: calls({ work: 1, walk: 20 }) },
      }),
    )
    expect(names(found)).toEqual([['work', 100]])
  })

  it('shares what the collector costs more among those that allocate more', () => {
    const found = blame(
      seen({
        differences: [difference('(garbage collector)', 100, 200), difference('make', 50, 70)],
        allocations: {
          base: bytes({ make: 100, copy: 500, other: 50, less: 900 }),
          head: bytes({ make: 700, copy: 800, other: 51, less: 0 }),
        },
      }),
    )
    expect(found.map((one) => [one.frame.name, Math.round(one.cost), Math.round(one.collector)])).toEqual([
      ['make', 87, 67],
      ['copy', 33, 33],
    ])
    expect(found[0]!.allocated).toEqual({ base: 100, head: 700 })
  })

  it('tells how often its optimised code was thrown away in most forks, and why', () => {
    const thrown = (reason: string, line = 8) => ({ url: 'src/a.ts', line, column: 1, reason })
    const found = blame(
      seen({
        differences: [difference('hash', 100, 200)],
        calls: { base: calls({ hash: 1 }), head: calls({ hash: 1 }) },
        deoptimizations: {
          base: [[], [], [thrown('overflow')]],
          head: [
            [thrown('wrong map'), thrown('wrong map')],
            [thrown('wrong map'), thrown('not a Smi')],
            [thrown('wrong map', 40)],
          ],
        },
      }),
    )
    expect(found[0]!.deoptimizations).toEqual({ base: 0, head: 2, reasons: ['wrong map', 'not a Smi'] })
  })

  it('blames nobody for the collector where nobody allocates more', () => {
    const differences = [difference('(garbage collector)', 100, 200)]
    expect(blame(seen({ differences }))).toEqual([])
  })

  it('tells what V8 has learnt of a function in both revisions, where only one has its name', () => {
    const learnt = (name: string, tier: Tier, polymorphic: number): FunctionFeedback => {
      return { name, url: 'src/a.ts', line: 7, tier, polymorphic, megamorphic: 0 }
    }
    const found = blame(
      seen({
        differences: [difference('hash', 100, 150), difference('twice', 10, 40), difference('new', 0, 20)],
        feedback: {
          base: [learnt('hash', 'turbofan', 0), learnt('twice', 'maglev', 0), learnt('twice', 'maglev', 1)],
          head: [learnt('hash', 'sparkplug', 2), learnt('twice', 'maglev', 0), learnt('new', 'maglev', 1)],
        },
      }),
    )
    const [hash, twice, fresh] = found
    expect(hash).toMatchObject({
      shapes: { polymorphic: { base: 0, head: 2 }, megamorphic: { base: 0, head: 0 } },
      tiers: { base: 'turbofan', head: 'sparkplug' },
    })
    expect([twice?.tiers, fresh?.tiers]).toEqual([undefined, undefined])
  })

  describe('of a function that nobody has edited and nobody calls more often', () => {
    const base = tree(['(benchmark)', 0, ['work', 50, ['area', 50, ['log', 5]], ['print', 30]]])
    const head = tree(['(benchmark)', 0, ['work', 150, ['area', 90, ['log', 5]], ['print', 30]]])
    const worse = [difference('work', 50, 150), difference('area', 50, 90)]
    const blamedWhere = (edited: readonly string[], differences = worse, often = 1) =>
      blame(
        seen({
          differences,
          union: union([{ base, head }]),
          calls: {
            base: calls({ work: 1, area: 10, log: 10, print: 1 }),
            head: calls({ work: often, area: 10, log: 10, print: 1 }, edited),
          },
        }),
      )

    it('passes its change on to what it calls and what costs more, too', () => {
      const found = blamedWhere(['area'])
      expect(names(found)).toEqual([['area', 140]])
      expect(found[0]).toMatchObject({ builtins: 100, edited: true, own: { change: 40 } })
      expect(names(blamedWhere([]))).toEqual([['area', 140]])
    })

    it('in proportion to how much more each of them costs', () => {
      const found = blamedWhere([], [...worse, difference('print', 30, 90)])
      expect(names(found)).toEqual([
        ['print', 120],
        ['area', 80],
      ])
    })

    it('past those that cost what they did: what is inlined leaves no frame either', () => {
      expect(names(blamedWhere(['log'], [...worse.slice(0, 1), difference('log', 5, 45)]))).toEqual([
        ['log', 140],
      ])
    })

    it('to one that is edited, however little it seems to cost, where nothing below costs more', () => {
      const one = worse.slice(0, 1)
      const found = blamedWhere(['log'], one)
      expect(names(found)).toEqual([['log', 100]])
      expect(found[0]).toMatchObject({ builtins: 100, edited: true })
      // In proportion to what they cost with what they call: area 95, print 30.
      const both = blamedWhere(['area', 'print'], one)
      expect(both.map((each) => [each.frame.name, Math.round(each.cost)])).toEqual([
        ['area', 76],
        ['print', 24],
      ])
    })

    it('further than to one that passes on itself', () => {
      // Of area nobody has edited anything either.
      const found = blamedWhere(['log'])
      expect(names(found)).toEqual([['log', 140]])
      const harness = { ...difference('(benchmark)', 0, 60), frame: { ...top } }
      expect(names(blamedWhere(['area'], [...worse, harness]))).toEqual([['area', 200]])
    })

    it('keeps it where its own loop goes round more often, or it meets too many shapes', () => {
      const one = worse.slice(0, 1)
      const looping = calls({ work: 1, area: 10, log: 10, print: 1 }, ['log']).map((each) =>
        each.name === 'work' ? { ...each, busiest: { line: 8, runs: 30 } } : each,
      )
      const both = { base: calls({ work: 1, area: 10, log: 10, print: 1 }), head: looping }
      const trees = union([{ base, head }])
      expect(names(blame(seen({ differences: one, union: trees, calls: both })))).toEqual([['work', 100]])
      const learnt = (megamorphic: number): FunctionFeedback => {
        return { name: 'work', url: 'src/a.ts', line: 7, tier: 'maglev', polymorphic: 0, megamorphic }
      }
      const edited = { base: both.base, head: calls({ work: 1, area: 10, log: 10, print: 1 }, ['log']) }
      const feedback = { base: [learnt(0)], head: [learnt(2)] }
      const found = blame(seen({ differences: one, union: trees, calls: edited, feedback }))
      expect(names(found)).toEqual([['work', 100]])
    })

    it('keeps it where it is edited, is called more often, or calls nothing that costs more', () => {
      const both = [
        ['work', 100],
        ['area', 40],
      ]
      expect(names(blamedWhere(['work']))).toEqual(both)
      expect(names(blamedWhere([], worse, 2))).toEqual(both)
      expect(names(blamedWhere([], [difference('work', 50, 150)]))).toEqual([['work', 100]])
    })
  })
})
