import { defineCommand } from '../command.ts'

const update = defineCommand({
  usage: ['assay baseline update [filter…] --why TEXT'],
  summary: 'accept numbers as the baseline, or as a further session',
  about:
    'Accepts the last run if it measured the present code; otherwise it measures. If the code is unchanged, the numbers are a further session. Otherwise they replace the recorded ones.',
  flags: ['json', 'config', 'project', 'filter', 'time', 'forks', 'runtime', 'seed', 'why', 'force'],
  examples: [
    ['assay baseline update --why "first numbers of this machine"', 'accept everything'],
    ['assay baseline update sort --why "it does more now"', 'accept some benchmarks'],
  ],
  load: async () => (await import('../baseline.ts')).update,
})

const show = defineCommand({
  usage: ['assay baseline show'],
  summary: 'show what is accepted, for which machines, and why',
  about: 'Lists what is recorded by class of machines, with commits and reasons.',
  flags: ['json', 'project'],
  examples: [
    ['assay baseline show', 'read it'],
    ['assay baseline show --json', 'the same for a program'],
  ],
  load: async () => (await import('../baseline.ts')).executeShow,
})

export const baselineCommand = defineCommand({
  usage: [...update.usage, ...show.usage],
  summary: 'accept numbers as the baseline; show what is accepted',
  about: 'Stores the numbers that runs and gates compare with, by class of machines.',
  flags: [],
  examples: [update.examples[0]!, show.examples[0]!],
  verbs: { update, show },
})
