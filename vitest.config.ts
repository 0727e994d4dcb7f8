import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './test/built.ts',
    // Two cores, and one more: tests of real processes also wait, for time-outs and for each other.
    maxWorkers: 3,
    // No test changes what another sees, and 170 processes need not be started.
    isolate: false,
    // How long a busy machine may take; hooks pack and record, too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
