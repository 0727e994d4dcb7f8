import { cold, group } from 'assay'

/** What starts before anything is measured: the command line as its sources are, and what it is made of. */

group('start', () => {
  cold('assay --version', 'src/cli/main.ts', { args: ['--version'] })
  cold.import('zod')
  cold.import('tinybench')
  cold.import('systeminformation')
})
