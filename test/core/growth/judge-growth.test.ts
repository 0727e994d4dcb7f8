import { describe, expect, it } from 'vitest'
import { judgeGrowth } from '../../../src/core/growth/judge-growth.ts'
import { growthResultSchema } from '../../../src/model/growth.ts'
import type { BenchmarkResult } from '../../../src/model/run.ts'
import { around, benchmarkOf, configOf, evidenceOf, resultOf, runOf, summaryOf, timingOf } from '../given.ts'

const sizes = [100, 252, 635, 1600]
type Given = {
  readonly name?: string
  readonly at?: readonly number[]
  readonly declared?: readonly number[]
  readonly grows?: { readonly power: number; readonly log: boolean }
  readonly forks?: number
}

/** Benchmarks of these sizes, whose forks differ by 3 %. */
function family(cost: (n: number) => number, given: Given = {}): BenchmarkResult[] {
  const { name = 'native', at = sizes, declared = sizes, grows = { power: 1, log: true }, forks = 5 } = given
  return at.map((n) => {
    const benchmark = benchmarkOf(name, { params: { n }, grows: { by: 'n', ...grows, sizes: [...declared] } })
    return summaryOf(
      evidenceOf(benchmark, { times: around(cost(n), 0.03, forks, at.indexOf(n)) }),
      configOf(),
    )
  })
}
const nLogN = (n: number) => 5 * n * Math.log(n)
const square = (n: number) => 2 * n * n

function judge(benchmarks: BenchmarkResult[], more: Partial<ReturnType<typeof runOf>['policy']> = {}) {
  const results = judgeGrowth({ benchmarks, policy: { ...runOf().policy, ...more } })
  return results.map((result) => growthResultSchema.parse(result))
}

describe('growth', () => {
  it('is within what is declared', () => {
    const [result, ...others] = judge(family(nLogN))
    expect(others).toEqual([])
    expect(result).toMatchObject({
      id: 'bench/sort.bench.ts › native',
      metric: 'time',
      verdict: 'within',
      declared: { by: 'n', power: 1, log: true, sizes },
      findings: [],
      fit: { from: 100, nearest: { power: 1, log: true } },
    })
    expect(result!.measured.map(({ size, id }) => `${size} ${id}`)).toEqual(
      sizes.map((n) => `${n} bench/sort.bench.ts › native {n: ${n}}`),
    )
    const { exponent, expected, rise, expectedRise } = result!.fit!
    expect(exponent.estimate).toBeCloseTo(expected, 2)
    expect(rise / expectedRise).toBeCloseTo(1, 1)
  })

  it('is beyond it, with what it is like and how far', () => {
    const [result] = judge(family(square))
    expect(result).toMatchObject({ verdict: 'beyond', fit: { from: 100, nearest: { power: 2, log: false } } })
    expect(result!.fit!.exponent.low).toBeGreaterThan(1.9)
    expect(result!.fit!.exponent.high).toBeLessThan(2.1)
    expect(result!.findings).toMatchObject([
      { code: 'grows-faster', severity: 'warning', subject: 'bench/sort.bench.ts › native' },
    ])
    const { message, advice } = result!.findings[0]!
    expect(message).toMatch(
      /^From n = 100 to 1600 its wall time rises ×25\d, where n log n rises ×25.6. Without its steepest step it rises at least ×[34]\.\d+ more than that; ×1.44 is allowed, as caches may cost that.$/u,
    )
    expect(advice).toContain("declare it: grows: 'n²'.")
  })

  it('is open where the values leave it open', () => {
    const [result] = judge(family((n) => nLogN(n) * n ** 0.2))
    expect(result).toMatchObject({ verdict: 'undecided', findings: [{ code: 'growth-untold' }] })
  })

  it('is open where a fixed cost hides it, and that is told', () => {
    const at = [500, 2000, 8000, 32_000]
    const grows = { power: 1, log: false }
    const [result] = judge(family((n) => 43e6 + 0.25 * n ** 2, { at, declared: at, grows }))
    expect(result).toMatchObject({ verdict: 'undecided', findings: [{ code: 'growth-untold' }] })
    expect(result!.findings[0]!.message).toContain('a fixed cost hides how it grows at small sizes')
  })

  it('cannot be told from too few sizes, or from some that lie close together', () => {
    for (const at of [
      [100, 10_000],
      [100, 200, 400],
    ]) {
      const [result] = judge(family(square, { at, declared: at }))
      expect(result).toMatchObject({ verdict: 'untold', findings: [{ code: 'growth-untold' }] })
      expect(result!.fit).toBeUndefined()
      expect(result!.findings[0]!.message).toContain(`(n = ${at.join(', ')})`)
      expect(result!.findings[0]!.advice).toBe(
        'Give params.n at least 3 values, the largest at least 8 times the smallest.',
      )
    }
  })

  it('cannot be told from too few forks', () => {
    const [result] = judge(family(square, { forks: 2 }))
    expect(result).toMatchObject({ verdict: 'untold', measured: sizes.map((size) => ({ size })) })
    expect(result!.findings[0]!.message).toContain('not each of its 4 sizes has 3 values')
  })

  it('is told of what was measured, if that is enough', () => {
    const some = (verdicts: readonly number[]) => judge(family(square, { at: verdicts }))
    expect(some([100, 252, 1600])).toMatchObject([{ verdict: 'beyond', measured: [{}, {}, {}] }])
    // More of it might have told: nothing is said.
    expect(some([100, 1600])).toEqual([])
    expect(some([100, 252, 635])).toEqual([])
  })

  it('is told of nothing that failed, was identical, or has no numbers', () => {
    const failed = family(square).map((one) => ({ ...one, state: 'failed' as const }))
    const skipped = family(square).map((one) => ({ ...one, state: 'skipped' as const, metrics: {} }))
    expect(judge([...failed, ...skipped])).toEqual([])
    expect(judge([resultOf('sort')])).toEqual([])
  })

  it('shares alpha between all families', () => {
    const doubtful = (count: number) =>
      Array.from({ length: count }, (_, place) =>
        family((n) => nLogN(n) * n ** 0.29, { name: `sort ${place}` }),
      ).flat()
    const lows = [1, 50].map((count) => judge(doubtful(count))[0]!.fit!.excess.low)
    expect(lows[1]).toBeLessThan(lows[0]!)
    // What tells nothing takes no part of it.
    const hopeless = Array.from({ length: 49 }, (_, place) =>
      family(nLogN, { name: `other ${place}`, at: [10, 20], declared: [10, 20] }),
    ).flat()
    expect(judge([...doubtful(1), ...hopeless])[0]!.fit!.excess.low).toBe(lows[0])
  })

  it('of a benchmark that fails softly is excused', () => {
    const [result] = judge(family(square), { soft: ['native'] })
    expect(result).toMatchObject({ verdict: 'beyond', excused: 'soft' })
    expect(judge(family(nLogN), { soft: ['native'] })[0]!.excused).toBeUndefined()
  })

  it('of values of nothing is not told', () => {
    const [result] = judge(family(() => 0))
    expect(result).toMatchObject({ verdict: 'untold' })
  })
})

describe('the metric that is judged', () => {
  /** The larger the size, the longer its forks wait for a CPU. */
  const contended = (cleanOnly: boolean, more: Parameters<typeof timingOf>[1] = {}) =>
    sizes.map((n) => {
      const benchmark = benchmarkOf('native', {
        params: { n },
        grows: { by: 'n', power: 1, log: true, sizes },
      })
      const timings = around(nLogN(n), 0.02, 5, sizes.indexOf(n)).map((cpu) =>
        timingOf(cpu * n ** 0.5, { cpu, cleanOnly, asleep: 0, ...more }),
      )
      return summaryOf({ ...evidenceOf(benchmark), timings }, configOf())
    })

  it('is CPU time where forks had to wait for a CPU', () => {
    expect(judge(contended(false))).toMatchObject([{ metric: 'cpu', verdict: 'within' }])
    expect(judge(contended(true))).toMatchObject([{ metric: 'time', verdict: 'beyond' }])
  })

  it('is wall time of what waits by itself', () => {
    expect(judge(contended(false, { asynchronous: true }))).toMatchObject([{ metric: 'time' }])
  })
})
