import { defineConfig } from 'assay'

/** Suites of a thousand benchmarks: operations of half a second, which would double the time of the run of everything else. */
// biome-ignore lint/style/noDefaultExport: this is how a configuration is given.
export default defineConfig({
  include: ['bench/self/large/*.bench.ts'],
  time: { perBenchmark: '1.2 s', forks: { max: 6 } },
  reports: { dir: 'reports/large' },
})
