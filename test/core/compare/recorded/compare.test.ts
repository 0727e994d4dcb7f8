import { describe, expect, it } from 'vitest'
import { loosenPolicy } from '../../../../src/core/compare/limits.ts'
import { compareCell, isSuspect } from '../../../../src/core/compare/recorded/compare.ts'
import { confirmLevel, freshForks } from '../../../../src/core/compare/second-stage.ts'
import type { ComparisonVerdict } from '../../../../src/model/comparison.ts'
import { comparisonSchema } from '../../../../src/model/comparison.ts'
import { around, cellOf, commit, configOf, file } from '../../given.ts'

const { gate } = configOf()
const cells = 20
/** Forks of the second stage against the ten recorded ones. */
const fresh = freshForks(10, confirmLevel(gate.alpha, cells))

/** Ten forks as recorded, with half a percent of noise. */
const base = around(1000, 0.005, 10)
/** So many forks of today, slower than recorded by this ratio; negative: faster. */
const slowerBy = (ratio: number, count = 10, spread = 0.005) =>
  around(1000 * (1 + ratio), spread, count, 30 + count)

type Given = Parameters<typeof cellOf>[0]

/** Sessions of the same code, half a percent apart, which is what is known of them. */
const known: Given = {
  sessions: [-0.0025, 0.0025].map((drift) => around(1000 * (1 + drift), 0.005, 10)),
  noise: { variance: 0.0035 ** 2, df: 8 },
}

describe('a sampled metric of one recorded session', () => {
  it.each<[string, ComparisonVerdict, string | undefined, Given]>([
    ['equal code with noise', 'inconclusive', 'one-session', { head: slowerBy(0) }],
    ['half as slow again, at a first look', 'inconclusive', 'suspected-regression', { head: slowerBy(0.5) }],
    [
      'half as slow again, on fresh forks, too',
      'regressed',
      undefined,
      { head: slowerBy(0.5), confirmation: slowerBy(0.5) },
    ],
    ['+5 %, at a first look', 'inconclusive', 'suspected-regression', { head: slowerBy(0.05) }],
    [
      '+5 % on fresh forks, which a recorded number may drift by itself',
      'inconclusive',
      'suspected-regression',
      { head: slowerBy(0.05), confirmation: slowerBy(0.05) },
    ],
    [
      '+12 % on fresh forks, which is more than the drift',
      'regressed',
      undefined,
      { head: slowerBy(0.12), confirmation: slowerBy(0.12) },
    ],
    [
      'a suspicion that fresh forks do not share',
      'inconclusive',
      'one-session',
      { head: slowerBy(0.5), confirmation: slowerBy(0) },
    ],
    [
      'a suspicion that fresh forks contradict',
      'inconclusive',
      'one-session',
      { head: slowerBy(0.5), confirmation: slowerBy(-0.5) },
    ],
    [
      'a suspicion of more than the tolerance that fresh forks prove to be less than the margin',
      'inconclusive',
      'suspected-regression',
      { head: slowerBy(0.05), confirmation: slowerBy(0.02) },
    ],
    [
      'a suspicion that fresh forks share by the margin',
      'inconclusive',
      'suspected-regression',
      { head: slowerBy(0.05), confirmation: slowerBy(0.03) },
    ],
    [
      'a suspicion that fresh forks are too noisy to share',
      'inconclusive',
      'one-session',
      { head: slowerBy(0.05), confirmation: slowerBy(0, 10, 0.1) },
    ],
    [
      '+9 % on fresh forks, just below the drift',
      'inconclusive',
      'suspected-regression',
      { head: slowerBy(0.5), confirmation: slowerBy(0.09) },
    ],
    [
      'a clearing whose second stage was cut short',
      'inconclusive',
      'suspected-regression',
      { head: slowerBy(0.5), confirmation: slowerBy(0, fresh - 1) },
    ],
    [
      'more fresh forks than needed',
      'regressed',
      undefined,
      { head: slowerBy(0.5), confirmation: slowerBy(0.5, fresh + 5) },
    ],
    [
      'a suspicion whose second stage was cut short',
      'inconclusive',
      'suspected-regression',
      { head: slowerBy(0.5), confirmation: slowerBy(0.5, fresh - 1) },
    ],
    ['30 % less', 'inconclusive', 'one-session', { head: slowerBy(-0.3) }],
    ['as much noise as the margin', 'inconclusive', 'one-session', { head: slowerBy(0, 10, 0.1) }],
    ['two forks a side', 'inconclusive', 'one-session', { head: [1000, 1001], base: [999, 1002] }],
    [
      'two forks a side, much slower',
      'inconclusive',
      'one-session',
      { head: [2000, 2001], base: [999, 1002] },
    ],
  ])('%s → %s', (_, verdict, code, cell) => {
    const comparison = compareCell(cellOf({ base, ...cell }), gate, cells)
    expect(comparison).toMatchObject({ verdict, decisive: true })
    expect(comparison.findings.map((finding) => finding.code)).toEqual(code === undefined ? [] : [code])
    expect(comparisonSchema.parse(comparison)).toEqual(comparison)
  })

  it('never claims more than a suspicion or a regression beyond drift, whatever the numbers are', () => {
    for (const ratio of [-0.9, -0.3, -0.01, 0, 0.01, 0.05, 0.5]) {
      for (const confirmation of [[], slowerBy(ratio), slowerBy(-ratio)]) {
        const { verdict } = compareCell(cellOf({ head: slowerBy(ratio), confirmation, base }), gate, cells)
        expect(['inconclusive', 'regressed']).toContain(verdict)
      }
    }
  })

  it.each<[string, Given]>([
    ['one fork', { head: [1000] }],
    ['one recorded fork', { base: [1000] }],
    ['no spread at all', { head: [1000, 1000, 1000, 1000, 1000] }],
    ['no spread in what is recorded', { base: [1000, 1000, 1000, 1000, 1000] }],
    ['the same value everywhere', { head: Array(10).fill(7), base: Array(10).fill(7) }],
    ['a zero', { head: [0, ...slowerBy(0, 9)] }],
    ['only zeros', { head: Array(10).fill(0), base: Array(10).fill(0) }],
    ['a recorded zero', { base: [0, ...slowerBy(0, 9)] }],
    ['a zero among the fresh forks', { head: slowerBy(0.5), confirmation: [0, ...slowerBy(0.5, 9)] }],
    ['a negative value', { head: [-1, ...slowerBy(0, 9)] }],
    ['no number', { head: [Number.NaN, ...slowerBy(0, 9)] }],
  ])('%s proves nothing and is said', (_, cell) => {
    const whole = cellOf({ head: slowerBy(0), base, ...cell })
    const comparison = compareCell(whole, gate, cells)
    expect(comparison).toMatchObject({ verdict: 'inconclusive', decisive: true, minimumDetectable: null })
    expect(comparison.findings).toMatchObject([
      { code: 'degenerate-data', severity: 'warning', subject: whole.id },
    ])
    expect(comparison).not.toHaveProperty('change')
    expect(isSuspect(whole, gate)).toBe(false)
  })

  it('with many ties is still no proof of equality unless the bound says so', () => {
    const rounded = [10, 10, 10, 11, 10, 11]
    expect(compareCell(cellOf({ head: rounded, base: rounded }), gate, cells).verdict).toBe('inconclusive')
    const sessions = [rounded, rounded, rounded]
    expect(compareCell(cellOf({ ...known, head: rounded, sessions }), gate, cells).verdict).toBe(
      'inconclusive',
    )
  })

  it('names what it was compared with, and how', () => {
    expect(compareCell(cellOf({ head: slowerBy(0), base }), gate, cells)).toMatchObject({
      id: `${file} › sort`,
      metric: 'time',
      method: 'recorded',
      base: { commit, baseline: '2026-11-01T10:15:00.000Z' },
      n: { head: 10, base: 10 },
      sessions: { count: 1, ids: ['s1'] },
    })
    expect(compareCell(cellOf({ ...known, head: slowerBy(0) }), gate, cells).sessions).toEqual({
      count: 2,
      ids: ['s1', 's2'],
      scatter: 0.0035,
      degrees: 8,
    })
    const base0 = { baseline: '2026-11-01T10:15:00.000Z' }
    const outsideGit = compareCell({ ...cellOf({ head: slowerBy(0), base }), base: base0 }, gate, cells)
    expect(outsideGit.base).toEqual({ baseline: '2026-11-01T10:15:00.000Z' })
  })

  it('counts and estimates over the fresh forks alone once the second stage is complete', () => {
    const confirmed = cellOf({ head: slowerBy(0.2), confirmation: slowerBy(0.4), base })
    const { n, change } = compareCell(confirmed, gate, cells)
    expect(n).toEqual({ head: 10, base: 10 })
    expect(change!.estimate).toBeCloseTo(0.4, 2)
  })

  it.each([0.5, 0.05, 0.01, 0, -0.01, -0.3])('calls worse positive: %f', (ratio) => {
    const { change } = compareCell(cellOf({ head: slowerBy(ratio), base }), gate, cells)
    expect(change!.estimate).toBeCloseTo(ratio, 2)
    expect(change!.low).toBeLessThanOrEqual(change!.estimate)
    expect(change!.high).toBeGreaterThanOrEqual(change!.estimate)
  })

  it('has no bounds where the forks are too few for any, and never an infinite one', () => {
    const { change, minimumDetectable } = compareCell(
      cellOf({ head: [1000, 1001], base: [999, 1002] }),
      gate,
      cells,
    )
    expect(change).toEqual({ estimate: expect.any(Number), low: null, high: null })
    expect(minimumDetectable).toBeNull()
  })

  it('tells the smallest slowdown that it would have noticed: the less, the less noise', () => {
    const detectable = [0.001, 0.01, 0.1].map(
      (spread) =>
        compareCell(cellOf({ head: slowerBy(0, 10, spread), base: around(1000, spread, 10) }), gate, cells)
          .minimumDetectable!,
    )
    expect(detectable).toEqual(detectable.toSorted((a, b) => a - b))
    for (const smallest of detectable) expect(smallest).toBeGreaterThan(gate.tolerance.time!.relative)
  })

  it('never tells a smaller one than the tolerance, whatever the fresh forks say', () => {
    const contradicted = cellOf({ head: slowerBy(0.5), confirmation: slowerBy(0), base })
    expect(compareCell(contradicted, gate, cells).minimumDetectable).toBeGreaterThanOrEqual(
      gate.tolerance.time!.relative,
    )
  })

  it('asks for more evidence, the more is compared at once', () => {
    const small = { head: slowerBy(0.2, 5), base: around(1000, 0.005, 3) }
    const verdictOf = (forks: number, of: number) =>
      compareCell(cellOf({ ...small, confirmation: slowerBy(0.2, forks) }), gate, of).verdict
    // The smallest p of 60 forks against three is 1 / 39 711; alpha / 20 needs 48 of them (see freshForks).
    expect(verdictOf(60, 1)).toBe('regressed')
    expect(verdictOf(60, 397)).toBe('regressed')
    expect(verdictOf(60, 398)).toBe('inconclusive')
    expect([16, 17].map((forks) => verdictOf(forks, 1))).toEqual(['inconclusive', 'regressed'])
    expect([47, 48].map((forks) => verdictOf(forks, 20))).toEqual(['inconclusive', 'regressed'])
  })

  it('is decided by the fresh forks alone: how far the first ones are off changes nothing', () => {
    const verdictsFor = (confirmation: number[]) =>
      [0.05, 0.2, 5].map(
        (ratio) => compareCell(cellOf({ head: slowerBy(ratio), confirmation, base }), gate, cells).verdict,
      )
    expect(new Set(verdictsFor(slowerBy(0.12)))).toEqual(new Set(['regressed']))
    expect(new Set(verdictsFor(slowerBy(0.05)))).toEqual(new Set(['inconclusive']))
    expect(new Set(verdictsFor(slowerBy(0)))).toEqual(new Set(['inconclusive']))
  })

  it('is decided by the fresh forks against the larger of tolerance and drift', () => {
    const cell = cellOf({ head: slowerBy(0.05), confirmation: slowerBy(0.05), base })
    expect(compareCell(cell, { ...gate, drift: 0.02 }, cells).verdict).toBe('regressed')
    const tolerant = { ...loosenPolicy(gate, { tolerance: 0.045, margin: 0.05 }), drift: 0.02 }
    expect(compareCell(cell, { ...tolerant, margin: 0.05 }, cells).verdict).toBe('inconclusive')
    const cleared = cellOf({ ...known, head: slowerBy(0.07), confirmation: slowerBy(0.05) })
    expect(compareCell(cleared, { ...tolerant, margin: 0.055 }, cells).verdict).toBe('inconclusive')
    expect(compareCell(cleared, { ...tolerant, margin: 0.1 }, cells).verdict).toBe('equivalent')
  })

  it('says of a suspicion what to do next, by what was already done', () => {
    const [first] = compareCell(cellOf({ head: slowerBy(0.5), base }), gate, cells).findings
    expect(first?.message).toMatch(
      /^\+50\.\d % against the baseline is more than the tolerance of 1 %, on a first look at one recorded session$/u,
    )
    expect(first?.advice).toContain("'assay gate'")
    const unproven = cellOf({ head: slowerBy(0.05), confirmation: slowerBy(0.05), base })
    const [second] = compareCell(unproven, gate, cells).findings
    expect(second?.message).toContain('the recorded baseline allows for 10 % of drift')
    expect(second?.advice).toContain('assay baseline update')
  })
})

describe('a sampled metric of sessions that tell how far they scatter', () => {
  it.each<[string, ComparisonVerdict, string | undefined, Given]>([
    ['equal code with noise', 'equivalent', undefined, { head: slowerBy(0) }],
    ['half as slow again, at a first look', 'inconclusive', 'suspected-regression', { head: slowerBy(0.5) }],
    [
      'half as slow again, on fresh forks, too',
      'regressed',
      undefined,
      { head: slowerBy(0.5), confirmation: slowerBy(0.5) },
    ],
    [
      '+5 % on fresh forks, which a recorded number may drift by itself',
      'inconclusive',
      'suspected-regression',
      { head: slowerBy(0.05), confirmation: slowerBy(0.05) },
    ],
    [
      'a suspicion that fresh forks do not share',
      'equivalent',
      undefined,
      { head: slowerBy(0.5), confirmation: slowerBy(0) },
    ],
    [
      'a suspicion of more than the tolerance that fresh forks prove to be less than the margin, and more than the tolerance',
      'inconclusive',
      'suspected-regression',
      { head: slowerBy(0.05), confirmation: slowerBy(0.02) },
    ],
    [
      'a suspicion that fresh forks contradict',
      'inconclusive',
      'contradicted',
      { head: slowerBy(0.5), confirmation: slowerBy(-0.05) },
    ],
    [
      'a clearing whose second stage was cut short',
      'inconclusive',
      'suspected-regression',
      { head: slowerBy(0.5), confirmation: slowerBy(0, 9) },
    ],
    ['30 % less', 'improved', undefined, { head: slowerBy(-0.3) }],
    ['5 % less, which is more than sessions scatter', 'improved', undefined, { head: slowerBy(-0.05) }],
    ['1 % less, which is no more than the tolerance', 'equivalent', undefined, { head: slowerBy(-0.01) }],
    [
      '+2.7 %, between tolerance and margin',
      'inconclusive',
      'suspected-regression',
      { head: slowerBy(0.027) },
    ],
    ['+1.2 %, hardly more than the tolerance', 'equivalent', undefined, { head: slowerBy(0.012) }],
    ['as much noise as the margin', 'inconclusive', undefined, { head: slowerBy(0, 10, 0.1) }],
    [
      'equal code, where sessions scatter by as much as the margin',
      'inconclusive',
      undefined,
      { head: slowerBy(0), noise: { variance: 0.03 ** 2, df: 8 } },
    ],
    [
      '+5 %, where sessions scatter by as much as that',
      'inconclusive',
      undefined,
      { head: slowerBy(0.05), noise: { variance: 0.05 ** 2, df: 8 } },
    ],
    [
      'equal code, where the scatter itself is hardly known',
      'inconclusive',
      undefined,
      { head: slowerBy(0), noise: { variance: 0.0035 ** 2, df: 1 } },
    ],
    [
      'one session, where the other benchmarks tell how far sessions scatter',
      'equivalent',
      undefined,
      { head: slowerBy(0), sessions: [base] },
    ],
  ])('%s → %s', (_, verdict, code, cell) => {
    const comparison = compareCell(cellOf({ ...known, ...cell }), gate, cells)
    expect(comparison).toMatchObject({ verdict, decisive: true })
    expect(comparison.findings.map((finding) => finding.code)).toEqual(code === undefined ? [] : [code])
    expect(comparisonSchema.parse(comparison)).toEqual(comparison)
  })

  it('has an interval that is wider, the further sessions scatter', () => {
    const widths = [0, 0.01, 0.03].map((scatter) => {
      const noise = { variance: scatter ** 2, df: 8 }
      const { change } = compareCell(cellOf({ ...known, head: slowerBy(0), noise }), gate, cells)
      return change!.high! - change!.low!
    })
    expect(widths).toEqual(widths.toSorted((a, b) => a - b))
    expect(widths[2]! / widths[0]!).toBeGreaterThan(5)
  })

  it('counts forks of all sessions, and centres of each', () => {
    const lopsided = [around(1000, 0.005, 4), around(1020, 0.005, 20)]
    const { change, n } = compareCell(
      cellOf({ ...known, head: slowerBy(0.01), sessions: lopsided }),
      gate,
      cells,
    )
    expect(n).toEqual({ head: 10, base: 24 })
    // Against 1010, the mean of the two: not against where most forks are.
    expect(Math.abs(change!.estimate)).toBeLessThan(0.003)
  })

  it.each<[string, Given]>([
    ['one fork', { head: [1000] }],
    ['no spread at all', { head: [1000, 1000, 1000, 1000, 1000] }],
    ['no spread in what is recorded', { sessions: [Array(5).fill(1000), Array(5).fill(1000)] }],
    ['a zero', { head: [0, ...slowerBy(0, 9)] }],
    ['a recorded zero', { sessions: [base, [0, 1, 2]] }],
  ])('%s proves nothing and is said', (_, cell) => {
    const comparison = compareCell(cellOf({ head: slowerBy(0), ...known, ...cell }), gate, cells)
    expect(comparison).toMatchObject({ verdict: 'inconclusive', findings: [{ code: 'degenerate-data' }] })
  })
})

describe('a suspect', () => {
  it.each<[boolean, string, Given]>([
    [true, 'slower than the tolerance, to all appearance', { head: slowerBy(0.05) }],
    [false, 'as fast as recorded', { head: slowerBy(0) }],
    [false, 'faster', { head: slowerBy(-0.3) }],
    [false, 'slower by chance', { head: slowerBy(0.02, 10, 0.1) }],
    [false, 'of an exact metric, which needs no second look', { metric: 'allocated', head: slowerBy(0.5) }],
  ])('%s: %s', (suspect, _, cell) => {
    expect(isSuspect(cellOf({ base, ...cell }), gate)).toBe(suspect)
  })
})

describe('an exact metric', () => {
  const exactly = (head: number[], recorded: number[]) =>
    compareCell(cellOf({ metric: 'allocated', head, base: recorded }), gate, cells)

  it.each<[string, ComparisonVerdict | 'undecisive', number[], number[]]>([
    ['the same bytes', 'equivalent', [1000, 1000, 1000], [1000, 1000, 1000]],
    [
      'two levels of the same code, 0.03 % apart',
      'equivalent',
      [65_556, 65_556, 65_556],
      [65_536, 65_536, 65_536],
    ],
    ['8 B of few', 'equivalent', [48, 48, 48], [40, 40, 40]],
    ['more than 8 B of few', 'regressed', [48.5, 48.5, 48.5], [40, 40, 40]],
    ['16 B of 40', 'regressed', [56, 56, 56], [40, 40, 40]],
    ['+16 B on 2,999 B', 'regressed', [3015, 3015, 3015], [2999, 2999, 2999]],
    [
      '+16 B on 2,999 B, of forks that repeat within 0.3 B',
      'regressed',
      [3015.1, 3014.8, 3015],
      [2999, 2999.3, 2999],
    ],
    ['0.5 % of many', 'equivalent', [100_500, 100_500, 100_500], [100_000, 100_000, 100_000]],
    ['more than 0.5 % of many', 'regressed', [100_501, 100_501, 100_501], [100_000, 100_000, 100_000]],
    ['more than 0.5 % less of many', 'improved', [99_499, 99_499, 99_499], [100_000, 100_000, 100_000]],
    ['+16 B on 1 kB', 'regressed', [1016, 1016, 1016], [1000, 1000, 1000]],
    ['−16 B on 1 kB', 'improved', [984, 984, 984], [1000, 1000, 1000]],
    ['forks that disagree', 'inconclusive', [1000, 1016, 1016], [1000, 1000, 1000]],
    ['recorded forks that disagree', 'undecisive', [1016, 1016, 1016], [1000, 1000, 1016]],
    ['forks that disagree, on something less', 'inconclusive', [960, 960, 1000], [1000, 1000, 1000]],
    [
      'recorded forks that disagree, one of them on as little',
      'undecisive',
      [960, 960, 960],
      [1000, 1000, 950],
    ],
    ['forks on both sides that disagree', 'undecisive', [1000, 1016, 1016], [1000, 1000, 1016]],
    [
      'recorded forks that disagree, all of them on less by more than they disagree',
      'regressed',
      [1033, 1033, 1033],
      [1000, 1000, 1016],
    ],
    [
      'recorded forks that disagree, all of them on less by no more than they disagree: once in twenty by chance',
      'inconclusive',
      [1032, 1032, 1032],
      [1000, 1000, 1016],
    ],
    [
      'recorded forks that disagree a little, and forks on five times as much that disagree widely',
      'inconclusive',
      [8581, 1941, 6556],
      [1104, 1104, 1168],
    ],
    [
      'recorded forks that disagree a little, and a thousand times as much in most forks that disagree',
      'inconclusive',
      [1e6, 2e6, 1010],
      [1000, 1010, 1000],
    ],
    [
      'recorded forks that disagree a little, and forks on less that disagree widely',
      'undecisive',
      [1104, 200, 600],
      [1104, 1104, 1168],
    ],
    [
      'forks that disagree, all of them on more by no more than they disagree: as often by chance',
      'inconclusive',
      [1016, 1032, 1032],
      [1000, 1000, 1000],
    ],
    [
      'recorded forks that disagree, all of them on more by more than they disagree',
      'improved',
      [967, 967, 967],
      [1000, 1000, 984],
    ],
    [
      'recorded forks that disagree, and a difference of no more than the limit',
      'equivalent',
      [1008, 1008, 1008],
      [1000, 1000, 1009],
    ],
    [
      'recorded forks that disagree, and a difference of just more than the limit',
      'undecisive',
      [1009, 1009, 1009],
      [1000, 1000, 1009],
    ],
    ['one fork that is off', 'equivalent', [1000, 1000, 5000], [1000, 1000, 1000]],
    ['from nothing to something', 'regressed', [40, 40, 40], [0, 0, 0]],
    ['from something to nothing', 'improved', [0, 0, 0], [40, 40, 40]],
    ['nothing, still', 'equivalent', [0, 0, 0], [0, 0, 0]],
    ['next to nothing, still', 'equivalent', [0.3, 0, 1.4], [0, 0.2, 0]],
  ])('%s → %s', (name, verdict, head, recorded) => {
    const comparison = exactly(head, recorded)
    const decisive = verdict !== 'undecisive'
    const open = verdict === 'inconclusive' || !decisive
    expect(comparison).toMatchObject({ verdict: open ? 'inconclusive' : verdict, decisive, method: 'exact' })
    expect(comparison.findings.map(({ code }) => code)).toEqual(
      open && name.includes('disagree') ? ['uneven-forks'] : [],
    )
    expect(comparisonSchema.parse(comparison)).toEqual(comparison)
  })

  it.each<[string, number[], number[]]>([
    // Seen in one run of a commit that touches nothing of it: two of the base's forks were read too seldom.
    ['a single one against three', [6360, 6360, 6360], [7456]],
    ['three against a single one', [7456, 7456, 7456], [6360]],
    ['a single one against a single one', [1016], [1000]],
    ['two against two', [1016, 1016], [1000, 1000]],
    ['as much in a single one', [1000], [1000, 1000, 1000]],
    ['none of it', [], [1000, 1000, 1000]],
    ['none at all', [], []],
  ])('is not decided from few forks: %s', (_, head, recorded) => {
    const comparison = exactly(head, recorded)
    expect(comparison).toMatchObject({
      verdict: 'inconclusive',
      decisive: true,
      n: { head: head.length, base: recorded.length },
      findings: [{ code: 'too-few-memory-forks' }],
    })
    expect(comparisonSchema.parse(comparison)).toEqual(comparison)
  })

  it('has an interval of any two forks, one of each side', () => {
    expect(exactly([1010, 1016, 1020], [1000, 1000, 1000]).change).toEqual({
      estimate: 0.016,
      low: 0.01,
      high: 0.02,
    })
    expect(exactly([1100, 1100, 1100], [1000, 1000, 1050]).change).toEqual({
      estimate: 0.1,
      low: 0.05,
      high: 0.1,
    })
  })

  it.each([0, 0.4, 0.99])('has no ratio to %d B: so many bytes more', (nothing) => {
    const comparison = exactly([1100, 1100, 1100], [nothing, nothing, nothing])
    expect(comparison).toMatchObject({ verdict: 'regressed', difference: 1100 - nothing, limit: 8 })
    expect(comparison).not.toHaveProperty('change')
    expect(comparison.minimumDetectable).toBeNull()
  })

  it('tells the limit that was applied: what is tolerated, or the scatter of either side', () => {
    const limits = [
      exactly([1000, 1000, 1000], [1000, 1000, 1000]),
      exactly([10_000, 10_000, 10_000], [10_000, 10_000, 10_000]),
      exactly([10_000, 10_000, 10_070], [10_000, 10_000, 10_000]),
      exactly([10_000, 10_000, 10_000], [10_000, 10_000, 10_080]),
    ]
    expect(limits.map(({ limit }) => limit)).toEqual([8, 50, 70, 80])
    expect(limits[1]!.minimumDetectable).toBeCloseTo(0.005, 12)
  })

  it('is held to what the configuration tolerates', () => {
    const tolerant = configOf({
      gate: { tolerance: { allocated: { absolute: '64 B', relative: '10 %' } } },
    }).gate
    const cell = cellOf({ metric: 'allocated', head: [1100, 1100, 1100], base: [1000, 1000, 1000] })
    expect(compareCell(cell, gate, cells)).toMatchObject({ verdict: 'regressed', limit: 8 })
    expect(compareCell(cell, tolerant, cells)).toMatchObject({ verdict: 'equivalent', limit: 100 })
    const few = cellOf({ metric: 'allocated', head: [105, 105, 105], base: [40, 40, 40] })
    expect(compareCell(few, tolerant, cells)).toMatchObject({ verdict: 'regressed', limit: 64 })
  })

  it('calls worse positive', () => {
    const thrice = (value: number) => [value, value, value]
    expect(exactly(thrice(1500), thrice(1000))).toMatchObject({ change: { estimate: 0.5 }, difference: 500 })
    expect(exactly(thrice(500), thrice(1000))).toMatchObject({ change: { estimate: -0.5 }, difference: -500 })
  })

  it('needs no fresh forks, and does not mind how much is compared', () => {
    const cell = cellOf({ metric: 'allocated', head: [1016, 1016, 1016], base: [1000, 1000, 1000] })
    expect(compareCell(cell, gate, 10_000).verdict).toBe('regressed')
  })
})
