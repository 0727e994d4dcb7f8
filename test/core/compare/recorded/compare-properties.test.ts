import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNotSlower } from '../../../../src/core/compare/comparison-state.ts'
import { type Cell, compareCell, isSuspect } from '../../../../src/core/compare/recorded/compare.ts'
import { confirmLevel, freshForks } from '../../../../src/core/compare/second-stage.ts'
import type { MetricName } from '../../../../src/model/metric.ts'
import { cellOf, configOf } from '../../given.ts'

const { gate } = configOf()
const rules = { seed: 20_261_121, numRuns: 300 }

/** Values of forks that lie within a factor of three, no two equal. */
const values = (minLength: number, maxLength: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 2 ** 30 }), { minLength, maxLength })
    .map((all) => all.map((value) => 1000 * (1 + value / 2 ** 29)))

const noise = fc.record({
  variance: fc.double({ min: 1e-8, max: 0.01, noNaN: true }),
  df: fc.double({ min: 1, max: 60, noNaN: true }),
})
/** The values of one session, or of two. */
const split = (base: number[]): fc.Arbitrary<number[][]> =>
  fc
    .integer({ min: 0, max: base.length - 1 })
    .map((cut) => (cut === 0 ? [base] : [base.slice(0, cut), base.slice(cut)]))
const cellsOf = (...metrics: MetricName[]): fc.Arbitrary<Cell> =>
  values(2, 12).chain((base) =>
    fc
      .record({
        metric: fc.constantFrom(...metrics),
        head: values(2, 12),
        sessions: split(base),
        noise: fc.option(noise, { nil: undefined }),
        confirmation: fc.oneof(fc.constant<number[]>([]), fresh(base, 5)),
      })
      .map(cellOf),
  )
/** Of a whole second stage, against these recorded values, in a run that tests so many cells. */
const fresh = (base: readonly number[], cells: number) => {
  const count = forksOf(base, cells)
  return values(count, count)
}
const forksOf = (base: readonly number[], cells: number) =>
  freshForks(base.length, confirmLevel(gate.alpha, cells))
const cell = cellsOf('time', 'cpu', 'allocated')
const sampled = cellsOf('time', 'cpu')

describe('whatever the forks say', () => {
  it('swapping the sides negates the estimate on the log scale', () => {
    fc.assert(
      fc.property(values(2, 12), values(2, 12), (head, base) => {
        const forth = compareCell(cellOf({ head, base }), gate, 5).change!
        const back = compareCell(cellOf({ head: base, base: head }), gate, 5).change!
        expect(Math.log1p(forth.estimate)).toBeCloseTo(-Math.log1p(back.estimate), 12)
        if (forth.high !== null) expect(Math.log1p(forth.high)).toBeCloseTo(-Math.log1p(back.low!), 12)
      }),
      rules,
    )
  })

  it('the order of the forks changes nothing', () => {
    const shuffled = (all: readonly number[]) =>
      fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length })
    const twice = cell.chain((one) =>
      fc
        .tuple(shuffled(one.head), fc.tuple(...one.sessions.map(shuffled)), shuffled(one.confirmation))
        .map(([head, sessions, confirmation]) => [one, { ...one, head, sessions, confirmation }] as const),
    )
    fc.assert(
      fc.property(twice, ([one, other]) => {
        expect(compareCell(other, gate, 5)).toEqual(compareCell(one, gate, 5))
      }),
      rules,
    )
  })

  it('an added slowdown never makes the verdict better, but by the second look that it causes', () => {
    // Not slower stands between: faster, to all appearance, and not for certain.
    const order = ['improved', 'not slower', 'equivalent', 'inconclusive', 'regressed']
    const rankOf = (one: Cell) => {
      const compared = compareCell(one, gate, 5)
      return order.indexOf(isNotSlower(compared) ? 'not slower' : compared.verdict)
    }
    // Forks of an exact metric are equal; where they are not, a smaller median is undecided, too.
    const exact = fc
      .tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 5000 }))
      .map(([head, base]) =>
        cellOf({ metric: 'allocated', head: [head, head, head], base: [base, base, base] }),
      )
    const slowdown = fc.integer({ min: 1, max: 200 }).map((percent) => 1 + percent / 100 + 1e-9)
    fc.assert(
      fc.property(fc.oneof(sampled, exact), slowdown, slowdown, (one, slower, speedup) => {
        const before = slowed(one, 1 / speedup)
        const after = slowed(before, slower)
        const [better, worse] = [before, after].map(rankOf)
        expect(better).toBeGreaterThanOrEqual(0)
        // Fresh forks are further evidence: they may settle what the first ones left open.
        const second = !isSuspect(before, gate) && isSuspect(after, gate) && after.confirmation.length > 0
        const best = second ? Math.min(better!, order.indexOf('equivalent')) : better!
        expect(worse).toBeGreaterThanOrEqual(best)
      }),
      { ...rules, numRuns: 1000 },
    )
  })

  it('the unit of a sampled metric changes nothing', () => {
    fc.assert(
      fc.property(values(2, 12), values(2, 12), (head, base) => {
        const inNs = compareCell(cellOf({ head, base }), gate, 5)
        const inHours = compareCell(
          cellOf({ head: scaled(head, 2 ** -40), base: scaled(base, 2 ** -40) }),
          gate,
          5,
        )
        expect(inHours.verdict).toBe(inNs.verdict)
        expect(inHours.change!.estimate).toBeCloseTo(inNs.change!.estimate, 10)
      }),
      rules,
    )
  })

  it('bounds contain the estimate and are finite or null, and so is what is detectable', () => {
    fc.assert(
      fc.property(cell, (one) => {
        const { change, minimumDetectable } = compareCell(one, gate, 5)
        const { estimate, low, high } = change!
        for (const number of [estimate, low ?? 0, high ?? 0, minimumDetectable ?? 0]) {
          expect(number).toSatisfy(Number.isFinite)
        }
        if (low !== null) expect(low).toBeLessThanOrEqual(estimate + 1e-12)
        if (high !== null) expect(high).toBeGreaterThanOrEqual(estimate - 1e-12)
        if (minimumDetectable !== null) expect(minimumDetectable).toBeGreaterThanOrEqual(0)
      }),
      rules,
    )
  })

  it('one session alone never says that something is equivalent or improved', () => {
    fc.assert(
      fc.property(sampled, (one) => {
        const { verdict } = compareCell({ ...one, noise: undefined }, gate, 5)
        expect(['inconclusive', 'regressed']).toContain(verdict)
      }),
      rules,
    )
  })

  it('more scatter between sessions never makes a claim out of none', () => {
    fc.assert(
      fc.property(sampled, noise, (one, scatter) => {
        const claims = [1, 4].map((more) => {
          const noise = { ...scatter, variance: more * scatter.variance }
          return compareCell({ ...one, confirmation: [], noise }, gate, 5).verdict !== 'inconclusive'
        })
        expect(Number(claims[1])).toBeLessThanOrEqual(Number(claims[0]))
      }),
      rules,
    )
  })

  it('only fresh forks, and all of them, make a sampled metric regress', () => {
    fc.assert(
      fc.property(
        values(2, 12),
        values(2, 12).chain((base) => fc.tuple(fc.constant(base), values(1, forksOf(base, 1) - 1))),
        fc.integer({ min: 1, max: 100 }),
        (head, [base, tooFew], factor) => {
          for (const confirmation of [[], scaled(tooFew, factor)]) {
            const slow = cellOf({ head: scaled(head, factor), base, confirmation })
            expect(compareCell(slow, gate, 1).verdict).not.toBe('regressed')
          }
        },
      ),
      rules,
    )
  })

  it('all fresh forks alone decide about a suspect, whatever the first ones said', () => {
    const suspect = values(4, 12).chain((base) =>
      fc.tuple(fc.constant(base), fresh(base, 1), values(4, 12), values(4, 12)),
    )
    fc.assert(
      fc.property(suspect, fc.integer({ min: 0, max: 40 }), ([base, forks, one, other], percent) => {
        const confirmation = scaled(forks, 1 + percent / 10)
        // Slower than anything recorded: the first look always suspects it.
        const verdicts = [one, other].map((head) => {
          const cell = cellOf({ head: scaled(head, 4), base, confirmation })
          expect(isSuspect(cell, gate)).toBe(true)
          return compareCell(cell, gate, 1).verdict
        })
        expect(verdicts[0]).toBe(verdicts[1])
        expect(['regressed', 'equivalent', 'inconclusive']).toContain(verdicts[0])
      }),
      rules,
    )
  })
})

function slowed(cell: Cell, factor: number): Cell {
  return { ...cell, head: scaled(cell.head, factor), confirmation: scaled(cell.confirmation, factor) }
}

function scaled(all: readonly number[], factor: number): number[] {
  return all.map((value) => value * factor)
}
