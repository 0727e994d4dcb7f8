import { defineConfig } from 'assay'

// biome-ignore lint/style/noDefaultExport: this is how a configuration is given.
export default defineConfig({
  include: ['bench/pitfalls/*.bench.ts'],
  time: { perBenchmark: '1 s', forks: { max: 5 } },
  reports: { dir: 'reports/pitfalls' },
})
