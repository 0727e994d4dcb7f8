import { bench, group } from 'assay'

/**
 * The decisions of a run are made of these; a suite of a thousand benchmarks makes a few thousand of them. What
 * is measured is imported in `setup`: listing a benchmark file should cost next to nothing.
 */

const twoSamples = async ({ n }: { n: number }) => ({
  ...(await import('../../src/stats/mann-whitney.ts')),
  ...(await import('../../src/stats/hodges-lehmann-shift.ts')),
  head: await values(n, 'head'),
  base: await values(2 * n, 'base'),
})

group('statistics', () => {
  bench('Mann–Whitney test', {
    params: { n: [10, 30] },
    setup: twoSamples,
    run: ({ mannWhitneyTest, head, base }) => mannWhitneyTest(head, base, { shift: 0.01 }).p,
    verify: (p) => p > 0 && p < 1,
  })
  bench('Mann–Whitney bounds', {
    params: { n: [10, 30] },
    setup: twoSamples,
    run: ({ mannWhitneyBounds, head, base }) => mannWhitneyBounds(head, base, 0.025),
    verify: ({ low, high }) => low < high,
  })
  bench('Hodges–Lehmann shift', {
    params: { n: [30] },
    setup: twoSamples,
    run: ({ hodgesLehmannShift, head, base }) => hodgesLehmannShift(head, base),
  })
  bench('signed-rank test and bounds', {
    params: { n: [30] },
    setup: async ({ n }) => ({
      ...(await import('../../src/stats/signed-rank.ts')),
      pairs: (await values(n, 'pairs')).map((value) => value - 0.5),
    }),
    run: ({ signedRankTest, signedRankBounds, pairs }) =>
      signedRankTest(pairs).p + signedRankBounds(pairs, 0.025).low,
  })
  bench('interval of a median', {
    params: { n: [10] },
    setup: async ({ n }) => ({
      ...(await import('../../src/stats/median-interval.ts')),
      forks: await values(n, 'forks'),
    }),
    run: ({ medianInterval, forks }) => medianInterval(forks, 0.95),
    verify: ({ low, estimate, high }) => low <= estimate && estimate <= high,
  })
})

async function values(n: number, seed: string): Promise<number[]> {
  const { seeded } = await import('../../src/stats/random.ts')
  return Array.from({ length: n }, seeded(seed))
}
