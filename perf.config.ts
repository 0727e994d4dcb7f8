import { defineConfig } from 'assay'

export default defineConfig({
  include: ['bench/{kernels,self}/**/*.bench.ts'],
  time: { perBenchmark: '2 s' },
})
