import { defineConfig } from 'assay'

export default defineConfig({
  include: ['bench/{kernels,self}/**/*.bench.ts'],
})
