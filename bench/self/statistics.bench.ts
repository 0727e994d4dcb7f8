import { bench, group } from 'assay'
import { hodgesLehmannShift } from '../../src/stats/hodges-lehmann.ts'
import { mannWhitneyBounds, mannWhitneyTest } from '../../src/stats/mann-whitney.ts'
import { medianInterval } from '../../src/stats/median-interval.ts'
import { seeded } from '../../src/stats/random.ts'
import { signedRankBounds, signedRankTest } from '../../src/stats/signed-rank.ts'

/** The decisions of a run are made of these; a suite of a thousand benchmarks makes a few thousand of them. */

group('statistics', () => {
  bench('Mann–Whitney test', {
    params: { n: [10, 30] },
    setup: ({ n }) => ({ head: values(n, 'head'), base: values(2 * n, 'base') }),
    run: ({ head, base }) => mannWhitneyTest(head, base, { shift: 0.01 }).p,
    verify: (p) => p > 0 && p < 1,
  })
  bench('Mann–Whitney bounds', {
    params: { n: [10, 30] },
    setup: ({ n }) => ({ head: values(n, 'head'), base: values(2 * n, 'base') }),
    run: ({ head, base }) => mannWhitneyBounds(head, base, 0.025),
    verify: ({ low, high }) => low < high,
  })
  bench('Hodges–Lehmann shift', {
    params: { n: [30] },
    setup: ({ n }) => ({ head: values(n, 'head'), base: values(2 * n, 'base') }),
    run: ({ head, base }) => hodgesLehmannShift(head, base),
  })
  bench('signed-rank test and bounds', {
    params: { n: [30] },
    setup: ({ n }) => values(n, 'pairs').map((value) => value - 0.5),
    run: (pairs) => signedRankTest(pairs).p + signedRankBounds(pairs, 0.025).low,
  })
  bench('interval of a median', {
    params: { n: [10] },
    setup: ({ n }) => values(n, 'forks'),
    run: (forks) => medianInterval(forks, 0.95),
    verify: ({ low, estimate, high }) => low <= estimate && estimate <= high,
  })
})

function values(n: number, seed: string): number[] {
  const random = seeded(seed)
  return Array.from({ length: n }, random)
}
