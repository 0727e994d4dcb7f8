import { defineConfig } from 'assay'

/** What Assay costs before it measures anything: npm run bench:processes. */
export default defineConfig({
  include: ['bench/self/process.bench.ts'],
  time: { perBenchmark: '6 s' },
  collect: { cpuProfile: 'never' },
  gate: { against: 'HEAD' },
})
