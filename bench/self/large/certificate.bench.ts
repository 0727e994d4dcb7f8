import { bench } from 'assay'

/**
 * What verifying a certificate of a large run takes beside reading files: parsing the raw values, and reaching every
 * estimate, interval and verdict again from them. Must stay under two seconds on two cores.
 */
bench('the verdict again', {
  params: { benchmarks: [1_000] },
  setup: async (given) => {
    const [{ parseRun }, { recompute }, { runOf }] = await Promise.all([
      import('../../../src/core/identity/parse-run.ts'),
      import('../../../src/core/certificate/checks/recompute.ts'),
      import('../synthetic-run.ts'),
    ])
    return { parseRun, recompute, text: JSON.stringify(runOf(given)) }
  },
  run: ({ parseRun, recompute, text }) => recompute(parseRun(text, 'run.json')).length,
  verify: (mismatches) => mismatches === 0,
})
