import { describe, expect, it } from 'vitest'
import { type Contest, contestOf } from '../../src/core/contest.ts'
import { compareContest } from '../../src/core/contest-verdict.ts'
import { recompute } from '../../src/core/recompute.ts'
import { summarize } from '../../src/core/summarize.ts'
import { judge } from '../../src/core/verdict.ts'
import type { Comparison } from '../../src/model/comparison.ts'
import type { Run } from '../../src/model/run.ts'
import { benchmarkOf, configOf, evidenceOf, memoryOf, runOf, timingOf } from './given.ts'

const config = configOf()
const reference = { commit: 'f'.repeat(40), ref: 'v1' }

/** A run of one benchmark in pairs: ln(head ÷ base) of each, and bytes of the forks of both sides. */
function runWith(
  changes: readonly number[],
  bytes: { readonly head: readonly number[]; readonly base: readonly number[] },
): Run {
  const contest: Contest = contestOf(benchmarkOf('a'), true)
  for (const time of changes) {
    const timings = { base: timingOf(1000), head: timingOf(1000 * Math.exp(time)) }
    contest.pairs.screen.push({ ...timings, time, pairs: 200, clean: 190, cleanOnly: true })
  }
  for (const side of ['head', 'base'] as const)
    contest.memories[side].push(...bytes[side].map((value) => memoryOf(value)))
  const comparisons = compareContest(contest, reference, config, 1)
  const times = changes.map((change) => 1000 * Math.exp(change))
  const benchmarks = [summarize(evidenceOf(contest.benchmark, { times, allocated: bytes.head }), config)]
  const run = runOf({ benchmarks, comparisons, request: { command: 'compare', filters: [], ref: 'v1' } })
  const policy = { ...run.policy, pairs: config.time.forks.max, tolerances: config.gate.tolerances }
  return { ...run, policy, verdict: judge({ ...run, policy }, 'gate') }
}

const few = Array.from({ length: 9 }, (_, index) => 0.002 * Math.sin(5 * index))
const zeros = { head: [1000, 1000, 1000], base: [1000, 1000, 1000] }
const runs: Record<string, Run> = {
  'that are equal': runWith(few, zeros),
  'of which one allocates where the other does not': runWith(few, { head: [64, 64, 64], base: [0, 0, 0] }),
  'of which one was counted in too few forks': runWith(few, { head: [6360, 6360, 6360], base: [7456] }),
  'that are too few for an interval': runWith(few.slice(0, 3), zeros),
  'of which one is not slower, and perhaps faster': runWith(
    Array.from({ length: 30 }, (_, index) => -0.032 + 0.054 * Math.sin(7 * index)),
    zeros,
  ),
}

/** The run with one of its comparisons stated otherwise. */
function stating(run: Run, index: number, other: (one: Comparison) => Comparison): Run {
  return { ...run, comparisons: run.comparisons.map((one, at) => (at === index ? other(one) : one)) }
}

describe.each(Object.entries(runs))('a run of revisions %s', (_, run) => {
  it('follows from its values', () => {
    expect(recompute(run)).toEqual([])
  })

  it('in which any number of a comparison is another one, or none, does not', () => {
    const told = (index: number, other: (one: Comparison) => Comparison) =>
      recompute(stating(run, index, other)).length
    for (const index of run.comparisons.keys()) {
      const { change, difference, limit, minimumDetectable } = run.comparisons[index]!
      for (const [key, value] of Object.entries({ difference, limit, minimumDetectable })) {
        for (const other of [value === null || value === undefined ? 0 : null, (value ?? 0) + 1]) {
          expect(
            told(index, (one) => ({ ...one, [key]: other })),
            `${key} ${other}`,
          ).toBeGreaterThan(0)
        }
      }
      for (const end of ['estimate', 'low', 'high'] as const) {
        const value = change?.[end] ?? null
        const stated = { estimate: 0, low: 0, high: 0, ...change }
        const others = value === null ? [0] : [null, value + 0.01]
        for (const other of others) {
          const changed = { ...stated, [end]: other } as NonNullable<Comparison['change']>
          expect(
            told(index, (one) => ({ ...one, change: changed })),
            `${end} ${other}`,
          ).toBeGreaterThan(0)
        }
      }
      expect(
        told(index, (one) => ({ ...one, decisive: !one.decisive })),
        'decisive',
      ).toBeGreaterThan(0)
      expect(
        told(index, (one) => ({ ...one, n: { ...one.n, base: one.n.base + 1 } })),
        'n',
      ).toBeGreaterThan(0)
      for (const verdict of ['improved', 'equivalent', 'inconclusive', 'regressed', 'invalid'] as const) {
        const { verdict: true_ } = run.comparisons[index]!
        if (verdict !== true_)
          expect(
            told(index, (one) => ({ ...one, verdict })),
            verdict,
          ).toBeGreaterThan(0)
      }
    }
  })

  it('that states another verdict of the whole does not, either', () => {
    for (const verdict of ['pass', 'fail', 'inconclusive', 'invalid'] as const) {
      expect(recompute({ ...run, verdict }).length > 0).toBe(verdict !== run.verdict)
    }
  })
})

describe('a run that passes', () => {
  const run = runs['that are equal']!

  it('is one that compared every metric that was asked for', () => {
    expect(run.verdict).toBe('pass')
    const without = { ...run, comparisons: run.comparisons.filter(({ metric }) => metric !== 'allocated') }
    expect(recompute(without)).toMatchObject([{ what: 'verdict', stated: 'pass', follows: 'inconclusive' }])
  })

  it('is held to the limits that it states, not to those of today', () => {
    const heavier = runWith(few, { head: [1020, 1020, 1020], base: [1000, 1000, 1000] })
    expect(heavier.verdict).toBe('fail')
    const looser = { ...heavier.policy, tolerances: { allocated: { absolute: 32, relative: 0.005 } } }
    expect(recompute({ ...heavier, policy: looser }).map(({ what }) => what)).toEqual([
      'verdict in allocated',
      'limit in allocated',
      'smallest provable slowdown in allocated',
    ])
  })
})
