import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './test/built.ts',
    // Two cores: more workers than that only make the tests of real processes wait for each other.
    maxWorkers: 2,
    // No test changes what another sees, and 170 processes need not be started.
    isolate: false,
    testTimeout: 60_000,
  },
})
