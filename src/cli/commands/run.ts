import { defineCommand } from '../command.ts'

export const runCommand = defineCommand({
  usage: ['assay [run] [filter…]'],
  summary: 'measure, and compare with the recorded baseline',
  about:
    "Measures benchmarks in fresh processes and writes reports/latest/. It never fails because something is slower: 'assay gate' decides.",
  flags: ['json', 'config', 'filter', 'time', 'forks', 'seed'],
  examples: [
    ['assay', 'measure everything'],
    ["assay run sort --time '500 ms'", 'a quick look at benchmarks with sort in their name'],
    ["assay run 'bench/parse/**' --json > run.json", 'some files, for a program'],
  ],
  load: async () => (await import('../run.ts')).executeRun,
})
