import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './test/built.ts',
    setupFiles: './test/clean-up.ts',
    // Two cores, and one more: tests of real processes also wait, for time-outs and for each other.
    maxWorkers: 3,
    // No test changes what another sees, and 170 processes need not be started.
    isolate: false,
    // For what hangs. The longest takes 30 s on two cores, 60 s where others are busy; hooks pack and record, too.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
