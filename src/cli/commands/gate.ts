import { defineCommand } from '../command.ts'

export const gateCommand = defineCommand({
  usage: ['assay gate [filter…]'],
  summary: 'decide a release: exit code 0 to pass, 1 to fail',
  about:
    'Compares with the recorded baseline. Measures in pairs what that leaves open. Checks budgets and results. Writes evidence and a certificate.',
  flags: ['json', 'config', 'filter', 'time', 'forks', 'seed', 'against', 'key'],
  meanings: { against: 'compare with this revision instead of gate.against' },
  examples: [
    ['assay gate', 'against what the configuration says'],
    ['assay gate --against v1.0.0', 'against a release'],
    ['assay gate --seed release-7', 'in a repeatable order'],
  ],
  load: async () => (await import('../gate.ts')).executeGate,
})
