import { defineCommand } from '../command.ts'

export const initCommand = defineCommand({
  usage: ['assay init'],
  summary: 'set up a project: configuration, example, scripts, workflows',
  about:
    'Writes a configuration, an example benchmark and scripts. On request it writes workflows and a git hook that gate releases. It overwrites nothing, and writes all of it or nothing.',
  flags: ['json', 'config', 'ci', 'hook'],
  examples: [
    ['assay init', 'set up, without CI'],
    ['assay init --ci github --hook', 'gate pull requests and releases, too'],
    ['assay init --ci gitlab', 'the same for GitLab, without a hook'],
  ],
  load: async () => (await import('../init.ts')).executeInit,
})
