import { defineConfig } from 'assay'

export default defineConfig({
  include: ['bench/kernels/*.bench.ts', 'bench/self/*.bench.ts'],
  // What starts whole processes reads everything and takes minutes: npm run bench:processes.
  exclude: ['bench/self/process.bench.ts'],
  // Short, so that the whole suite ends within two minutes on two cores.
  time: { perBenchmark: '1.2 s', forks: { min: 3 } },
})
