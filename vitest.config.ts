import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './test/built.ts',
    // Two cores: more workers than that only make the tests of real processes wait for each other.
    maxWorkers: 2,
    testTimeout: 60_000,
  },
})
