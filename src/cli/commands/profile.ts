import { defineCommand } from '../command.ts'

export const profileCommand = defineCommand({
  usage: ['assay profile [filter…]'],
  summary: 'show where the time goes: flame graphs and tables',
  about:
    'Profiles benchmarks and writes reports/latest/profile.md. Against a revision it names the functions that cost more, and why. Nothing is timed.',
  flags: ['json', 'config', 'filter', 'seed', 'against', 'with'],
  meanings: { against: 'profile this revision beside the working tree' },
  examples: [
    ['assay profile sort', 'where some benchmarks spend their time'],
    ['assay profile --against main', 'which functions cost more than on main'],
    ['assay profile sort --with perf,0x', 'with other profilers'],
  ],
  load: async () => (await import('../profile.ts')).executeProfile,
})
