import { defineCommand } from '../command.ts'

export const listCommand = defineCommand({
  usage: ['assay list [filter…]'],
  summary: 'show what would run, and from where',
  about: 'Lists benchmarks with file and line. It measures nothing.',
  flags: ['json', 'config', 'filter'],
  examples: [
    ['assay list', 'every benchmark'],
    ["assay list 'bench/parse/**'", 'those of some files'],
    ['assay list sort --json', 'those with sort in their name, for a program'],
  ],
  load: async () => (await import('../list.ts')).executeList,
})
