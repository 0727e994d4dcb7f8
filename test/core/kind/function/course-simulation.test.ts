import { describe, expect, it } from 'vitest'
import { type CourseKind, classifySteadiness } from '../../../../src/core/kind/function/course.ts'
import { courseFindings } from '../../../../src/core/kind/function/course-findings.ts'
import type { Timing } from '../../../../src/model/outcome.ts'
import { type Random, seeded } from '../../../../src/stats/random.ts'
import { timingOf } from '../../given.ts'
import {
  alternatingTraces,
  flatTraces,
  normal,
  restlessTraces,
  slowdownTraces,
  type Trace,
  warmUpTraces,
} from '../../traces.ts'

/** Standard deviation of a point on the log scale. */
const noises = [0.005, 0.01, 0.02, 0.05]
const TRACES = 200
const BENCHMARKS = 200

const classes: [CourseKind, Record<string, Trace>][] = [
  ['flat', flatTraces],
  ['warming-up', warmUpTraces],
  ['slowing-down', slowdownTraces],
  ['bimodal', alternatingTraces],
  ['unsteady', restlessTraces],
]
const each = classes.flatMap(([kind, traces]) =>
  Object.entries(traces).flatMap(([name, trace]) => noises.map((noise) => ({ kind, name, trace, noise }))),
)

describe('the course of a fork', () => {
  it.each(each)(
    'is $kind in at least 90 of 100 traces: $name, noise $noise',
    ({ kind, name, trace, noise }) => {
      const random = seeded(`${name} ${noise}`)
      const right = Array.from(
        { length: TRACES },
        () => classifySteadiness(trace(random, noise))?.kind === kind,
      )
      expect(right.filter(Boolean).length / TRACES).toBeGreaterThanOrEqual(0.9)
    },
  )
})

describe('benchmarks whose forks are flat and noisy', () => {
  // Between forks the same code differs by 1.5 to 4 % (MEASUREMENT.md section 1).
  const cases = Object.entries(flatTraces).flatMap(([name, trace]) =>
    noises.flatMap((noise) => [5, 12].map((forks) => ({ name, trace, noise, forks }))),
  )

  it.each(cases)('raise a false finding at most twice in 100: $forks forks, $name, noise $noise', (given) => {
    const { name, trace, noise, forks } = given
    const random = seeded(`${name} ${noise} ${forks}`)
    const raised = Array.from({ length: BENCHMARKS }, () =>
      courseFindings('a', forksOf(random, trace, noise, forks)),
    )
    expect(raised.filter((found) => found.length > 0).length / BENCHMARKS).toBeLessThanOrEqual(0.02)
  })
})

describe('benchmarks whose forks all go the same way', () => {
  const codes: Partial<Record<CourseKind, string>> = {
    'warming-up': 'still-warming-up',
    'slowing-down': 'slowing-down',
    bimodal: 'bimodal',
    unsteady: 'never-steady',
  }

  it.each(each.filter(({ kind }) => kind !== 'flat'))('say so: $name, noise $noise', (given) => {
    const { kind, name, trace, noise } = given
    const random = seeded(`${name} ${noise} benchmarks`)
    const found = Array.from({ length: 50 }, () =>
      courseFindings('a', forksOf(random, trace, noise, 5)).some(({ code }) => code === codes[kind]),
    )
    expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(49)
  })
})

describe('forks that settle on one of two speeds', () => {
  it.each([
    [8, 0.02],
    [15, 0.03],
    [30, 0.03],
  ])('%i of them, each speed with a spread of %f, are found at 22 and 35 ms', (forks, spread) => {
    const random = seeded(`two speeds ${forks}`)
    const found = Array.from({ length: 200 }, () => {
      const slowOnes = 2 + Math.floor(random() * (forks - 3))
      return courseFindings(
        'a',
        Array.from({ length: forks }, (_, index) =>
          timingOf((index < slowOnes ? 35e6 : 22e6) * Math.exp(spread * normal(random))),
        ),
      ).some(({ code }) => code === 'bimodal-forks')
    })
    expect(found.filter(Boolean).length / 200).toBeGreaterThanOrEqual(0.9)
  })
})

function forksOf(random: Random, trace: Trace, noise: number, count: number): Timing[] {
  const spread = 0.015 + 0.025 * random()
  return Array.from({ length: count }, () => {
    const level = Math.exp(spread * normal(random))
    return timingOf(1000 * level, { series: trace(random, noise).map((value) => value * level) })
  })
}
