import { defineConfig } from 'vitest/config'

const pure = ['test/{api,core,flow,model,stats}/**/*.test.ts', 'test/architecture.test.ts']
/** Seeded simulations of thousands of runs. */
const simulations = [
  'test/{core,stats}/**/*-simulation.test.ts',
  'test/core/compare/deciding-metric.test.ts',
  'test/core/compare/paired/paired.test.ts',
  'test/stats/calibration.test.ts',
]
/** What starts processes although it tests pure code: texts are run by a shell, certificates are signed. */
const started = [
  'test/api/fill-in.test.ts',
  'test/core/init/templates/**/*.test.ts',
  'test/flow/verify.test.ts',
]

export default defineConfig({
  test: {
    // Two cores, and two more: tests of real processes also wait, for time-outs and for each other.
    maxWorkers: 4,
    // No test changes what another sees, and 170 processes need not be started.
    isolate: false,
    setupFiles: ['./test/withdraw.ts'],
    // For what hangs, on any machine. The longest takes 30 s on two cores, minutes where many others are busy; hooks record, too.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    projects: [
      // Seconds, and no process: for while one works (`npm run test:unit`).
      {
        extends: true,
        test: { name: 'unit', pool: 'threads', include: pure, exclude: [...simulations, ...started] },
      },
      { extends: true, test: { name: 'simulation', pool: 'threads', include: simulations } },
      {
        extends: true,
        test: {
          name: 'process',
          include: [
            'test/{bench,cli,host,kind,lint,worker}/**/*.test.ts',
            'test/{manual,node,package,vitest}.test.ts',
            ...started,
          ],
          globalSetup: './test/built.ts',
          setupFiles: ['./test/clean-up.ts'],
          // What is built runs as it is.
          server: { deps: { external: [/\.assay\/test\/dist/u] } },
          // Children of the host start compiled, in half the time: it finds their programs beside this module.
          alias: [
            {
              find: /^.*\/own-files\.ts$/u,
              replacement: `${import.meta.dirname}/.assay/test/dist/host/own-files.js`,
            },
          ],
        },
      },
    ],
  },
})
