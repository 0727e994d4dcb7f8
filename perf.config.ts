import { defineConfig } from 'assay'

export default defineConfig({
  include: ['bench/kernels/*.bench.ts', 'bench/self/*.bench.ts'],
  // Short, so that the whole suite ends within three minutes on two cores. A gate needs more pairs: --forks 30.
  time: { perBenchmark: '1.2 s', forks: { max: 5 } },
})
