import { defineCommand } from '../command.ts'

export const compareCommand = defineCommand({
  usage: ['assay compare <ref> [filter…]'],
  summary: 'measure a revision beside the working tree, in pairs',
  about:
    'Measures a git revision, the recorded baseline or a published version beside the working tree, and writes reports/latest/. Exit code 1 says that the working tree is slower for certain.',
  flags: ['json', 'config', 'filter', 'time', 'forks', 'seed'],
  examples: [
    ['assay compare main', 'everything that has changed since main'],
    ['assay compare v1.2.0 sort', 'some benchmarks, since a tag'],
    ['assay compare baseline', 'since the commit that was accepted'],
    ['assay compare npm:latest', 'since the last published version'],
  ],
  load: async () => (await import('../compare.ts')).executeCompare,
})
