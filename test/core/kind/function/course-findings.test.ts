import { describe, expect, it } from 'vitest'
import { courseFindings } from '../../../../src/core/kind/function/course-findings.ts'
import type { Timing } from '../../../../src/model/outcome.ts'
import { timingOf } from '../../given.ts'

const flat = series([100, 32])
const falling = series([120, 10], [100, 22])
const rising = series([100, 20], [130, 12])
const alternating = series([100, 6], [120, 6], [100, 6], [120, 8], [100, 6])
const restless = series([130, 10], [100, 10], [160, 12])

function series(...parts: readonly (readonly [level: number, points: number])[]): number[] {
  return parts.flatMap(([level, points]) => Array.from({ length: points }, () => level))
}

function forks(...courses: readonly (readonly number[] | Partial<Timing>)[]): Timing[] {
  return courses.map((one) => timingOf(100, 'length' in one ? { series: [...one] } : one))
}

describe('what most forks did while they were sampled', () => {
  it.each<[string, string | undefined, string | undefined, Timing[]]>([
    ['they stayed', undefined, undefined, forks(flat, flat, flat, falling, falling)],
    [
      'they became faster',
      'still-warming-up',
      'In 3 of 5 forks its time fell from 120.0 ns to 100.0 ns while it was sampled',
      forks(falling, falling, falling, flat, flat),
    ],
    [
      'they became slower',
      'slowing-down',
      'In 3 of 5 forks its time rose from 100.0 ns to 130.0 ns',
      forks(rising, rising, rising, flat, flat),
    ],
    [
      'they alternated',
      'bimodal',
      'In 3 of 5 forks its samples alternate between 100.0 ns and 120.0 ns',
      forks(alternating, alternating, alternating, flat, flat),
    ],
    [
      'they went from level to level',
      'never-steady',
      '3 of 5 forks did not reach a steady state: their samples go on changing, between 100.0 ns and 160.0 ns',
      forks(restless, restless, restless, flat, flat),
    ],
    [
      'each moved in another way',
      'never-steady',
      '4 of 5 forks did not reach a steady state',
      forks(restless, falling, rising, alternating, flat),
    ],
    [
      'their warm-up did not end, and there are too few samples to tell more',
      'never-steady',
      '2 of 3 forks did not reach a steady state during warm-up',
      forks({ steady: false }, { steady: false }, {}),
    ],
    [
      'their warm-up did not end, but their samples are level',
      undefined,
      undefined,
      forks(...Array.from({ length: 5 }, () => ({ steady: false, series: flat }))),
    ],
    [
      'they shared their CPU, which moves the samples of any code',
      undefined,
      undefined,
      forks(...Array.from({ length: 5 }, () => ({ cleanOnly: false, series: falling }))),
    ],
  ])('%s: %s', (_, code, message, timings) => {
    const found = courseFindings('a', timings)
    expect(found.map((finding) => finding.code)).toEqual(code === undefined ? [] : [code])
    if (message !== undefined) expect(found[0]?.message).toContain(message)
    for (const finding of found) {
      expect(finding).toMatchObject({ severity: 'warning', subject: 'a' })
      expect(finding.advice).toMatch(/\.$/u)
    }
  })
})

describe('forks in two groups', () => {
  const found = (values: readonly number[], more: Partial<Timing> = {}) =>
    courseFindings(
      'a',
      values.map((value) => timingOf(value * 1e6, more)),
    )

  it('are told with both speeds', () => {
    const [finding, ...others] = found([22, 35, 22.2, 34.5, 22.1])
    expect(others).toEqual([])
    expect(finding).toMatchObject({ code: 'bimodal-forks', severity: 'warning', subject: 'a' })
    expect(finding?.message).toContain(
      'two groups: 3 at 22.10 ms and 2 at 34.75 ms, which differ by at most 1.45 % inside',
    )
  })

  it.each([
    ['there are four', [22, 22, 35, 35], {}],
    ['one of them stands alone', [22, 22.1, 22.2, 22.1, 35], {}],
    ['they differ by less than a tenth', [22, 22, 22, 24, 24], {}],
    ['they differ little more than their own members', [20, 22, 24, 30, 33], {}],
    ['there are two speeds because they shared their CPU', [22, 22, 22, 35, 35], { cleanOnly: false }],
    ['they took no time', [0, 0, 0, 0, 0], {}],
  ])('are none when %s', (_, values, more) => {
    expect(found(values, more)).toEqual([])
  })
})

describe('optimised code that was thrown away', () => {
  it('in most forks is a finding', () => {
    const [finding] = courseFindings(
      'a',
      forks(
        { deoptimizations: 2 },
        { deoptimizations: 4 },
        { deoptimizations: 1 },
        { deoptimizations: 0 },
        {},
      ),
    )
    expect(finding).toMatchObject({ code: 'deoptimized', severity: 'warning' })
    expect(finding?.message).toContain('In 3 of 5 forks optimised code was thrown away')
    expect(finding?.message).toContain('2 times in the median')
  })

  it('once in every fork is said so', () => {
    const [finding] = courseFindings('a', forks({ deoptimizations: 1 }, { deoptimizations: 1 }))
    expect(finding?.message).toContain(
      '2 of 2 forks optimised code was thrown away while it was sampled, once',
    )
  })

  it('in half of the forks is none', () => {
    expect(courseFindings('a', forks({ deoptimizations: 9 }, { deoptimizations: 0 }))).toEqual([])
  })
})
