import { bench } from 'assay'

/**
 * A large run in every format that there is, of which every benchmark is slower and has to be told about. Must stay under
 * two seconds on two cores.
 */
bench('every format', {
  params: { benchmarks: [1_000], regressed: [1_000] },
  setup: async (given) => ({
    ...(await import('../../../src/core/report/renderers.ts')),
    run: (await import('../synthetic-run.ts')).runOf(given),
  }),
  run: ({ renderers, run }) => Object.values(renderers).flatMap((render) => render(run)).length,
  verify: (files) => files > 10,
})
