import { describe, expect, it } from 'vitest'
import { checkShards } from '../../../src/core/shard/check-shards.ts'
import { mergeShards } from '../../../src/core/shard/merge-shards.ts'
import type { Comparison } from '../../../src/model/comparison.ts'
import { type Run, runSchema } from '../../../src/model/run.ts'
import { comparisonOf, explanationOf, failedResult, file, findingOf, resultOf, runOf } from '../given.ts'
import { grown } from '../report/grown-run.ts'

const all = ['a', 'b', 'c', 'd']
const selected = all.map((name) => `${file} › ${name}`)

/** Two shards, of every second benchmark each. */
function merge(...parts: readonly [Partial<Run>, Partial<Run>]): Run {
  const files = parts.map((more, place) => {
    const benchmarks = all.filter((_, at) => at % 2 === place).map((name) => resultOf(name))
    const shard = { index: place + 1, of: 2, selected }
    return { path: `${place + 1}/run.json`, run: runOf({ benchmarks, shard, ...more }) }
  })
  return runSchema.parse(mergeShards(checkShards(files)))
}

const pairs = { screen: Array.from({ length: 12 }, (_, n) => n / 1e4), confirmation: [] }
const paired = (name: string, more: Partial<Comparison> = {}) =>
  comparisonOf(name, 'equivalent', { method: 'paired', base: { ref: 'main' }, pairs, cells: 4, ...more })
const control = (name: string, shift: number) => ({
  id: `${file} › ${name}`,
  metric: 'time' as const,
  screen: Array.from({ length: 12 }, (_, n) => shift + n / 1e5),
  confirmation: Array.from({ length: 12 }, (_, n) => shift + n / 1e5),
})
const policy = { ...runOf().policy, pairs: 12 }

describe('a merged run', () => {
  it('has all benchmarks in the order of the listing, and knows its parts', () => {
    const { benchmarks, merged, shard, startedAt, finishedAt, verdict, id } = merge(
      { seed: 'one', startedAt: '2026-11-21T08:16:00.000Z', findings: [findingOf('warning')] },
      { seed: 'two', finishedAt: '2026-11-21T08:20:00.000Z', findings: [findingOf('warning')] },
    )
    expect(benchmarks.map(({ name }) => name)).toEqual(all)
    expect(merged?.map(({ seed, benchmarks: n }) => [seed, n])).toEqual([
      ['one', 2],
      ['two', 2],
    ])
    expect([shard, startedAt, finishedAt]).toEqual([
      undefined,
      '2026-11-21T08:15:00.000Z',
      '2026-11-21T08:20:00.000Z',
    ])
    expect([id, verdict]).toEqual(['20261121_081500_1a2b3c4', 'inconclusive'])
  })

  it('fails where one of its parts does, and is partial where one is', () => {
    const failed = { benchmarks: [failedResult('a', { reason: 'crashed', message: 'x' }), resultOf('c')] }
    expect(merge(failed, { partial: true })).toMatchObject({ verdict: 'fail', partial: true })
  })

  it('tells once what several parts have found', () => {
    const gone = comparisonOf('gone', 'missing')
    const { comparisons, findings } = merge(
      {
        comparisons: [comparisonOf('a', 'identical'), gone],
        findings: [findingOf('warning'), findingOf('info')],
      },
      { comparisons: [comparisonOf('b', 'identical'), gone], findings: [findingOf('warning')] },
    )
    expect(comparisons.map(({ id, verdict }) => `${id.slice(file.length + 3)} ${verdict}`)).toEqual([
      'a identical',
      'gone missing',
      'b identical',
    ])
    expect(findings).toEqual([findingOf('warning'), findingOf('info')])
  })

  it('is void as a whole where the control of one part fails: nothing of it is explained', () => {
    const sound = { policy, comparisons: [paired('b'), paired('d')], nullControls: [control('b', 0)] }
    const first = {
      policy,
      comparisons: [paired('a'), paired('c')],
      explanations: [explanationOf('a', 'main')],
    }
    const verdicts = ({ comparisons }: Run) => comparisons.map(({ verdict, reason }) => [verdict, reason])
    const failed = merge({ ...first, nullControls: [control('a', 0.2)] }, sound)
    expect(verdicts(failed)).toEqual(all.map(() => ['invalid', 'control-failed']))
    expect(failed).toMatchObject({ verdict: 'invalid' })
    expect(failed.explanations).toBeUndefined()
    const held = merge({ ...first, nullControls: [control('a', 0)] }, sound)
    expect(verdicts(held)).toEqual(all.map(() => ['equivalent', undefined]))
    expect(held.nullControls).toHaveLength(2)
    expect(held.explanations).toHaveLength(1)
  })

  it('joins histories and control kernels', () => {
    const series = (name: string, places: number[]) => {
      const numbers = places.map((place) => place + 1)
      return { id: `${file} › ${name}`, sessions: places, estimates: numbers, lows: numbers, highs: numbers }
    }
    const session = (id: string) => ({ id, date: '2026-11-20T08:15:00.000Z' })
    const { history, controls } = merge(
      {
        history: { sessions: [session('2'), session('3')], benchmarks: [series('a', [0, 1])] },
        controls: { mixing: [1, 2] },
      },
      {
        history: { sessions: [session('1'), session('3')], benchmarks: [series('b', [1])] },
        controls: { mixing: [3] },
      },
    )
    expect(history?.sessions.map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(history?.benchmarks.map(({ sessions }) => sessions)).toEqual([[1, 2], [2]])
    expect(controls).toEqual({ mixing: [1, 2, 3] })
  })

  it('grows as all its sizes together do, of which no shard had enough', () => {
    const sizes = grown('bubble', (n) => n * n)
    const ids = sizes.map(({ id }) => id)
    const files = [0, 1].map((place) => {
      const benchmarks = sizes.filter((_, at) => at % 2 === place)
      return {
        path: `${place}/run.json`,
        run: runOf({ benchmarks, shard: { index: place + 1, of: 2, selected: ids } }),
      }
    })
    const { growth, verdict } = runSchema.parse(mergeShards(checkShards(files)))
    expect(growth).toMatchObject([{ verdict: 'beyond', measured: ids.map((id) => ({ id })) }])
    expect(verdict).toBe('fail')
  })
})
