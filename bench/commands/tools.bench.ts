import { command, group } from 'assay'

/** What people who work on this repository wait for: its own tools, and the start of its command line. */

group('tools', () => {
  command('tsc, the numbers', ['tsc', '--noEmit', '-p', 'bench/commands/numbers.tsconfig.json'])
  command('biome, the numbers', ['biome', 'check', 'src/stats'], {
    // It says how long it took, and where it is told so in colours.
    env: { NO_COLOR: '1' },
    normalize: [[/\d+ ?(?:ms|µs|us|s)\b/gu, 'N']],
  })
})

group('start', () => {
  command('node', ['node', '-e', '0'])
  command('assay --help', ['node', 'src/cli/main.ts', '--help'], { agree: false })
})
