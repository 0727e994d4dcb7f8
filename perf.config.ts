import { defineConfig } from 'assay'

export default defineConfig({
  include: [
    'bench/kernels/*.bench.ts',
    'bench/self/*.bench.ts',
    'bench/commands/*.bench.ts',
    'bench/cold/*.bench.ts',
    'bench/services/*.bench.ts',
  ],
  // What starts whole processes reads everything and takes minutes: npm run bench:processes.
  exclude: ['bench/self/process.bench.ts'],
  // Short, so that the whole suite ends within two minutes on two cores; forks of less than 200 ms reach another tier by chance.
  time: { perBenchmark: '2 s', forks: { min: 3 } },
})
