import type { AttentionKind } from '../../assess/assessment.ts'

type Rule = {
  readonly title: string
  readonly description: string
  readonly help: string
  readonly level: 'error' | 'warning' | 'note'
}

/** What can be wrong, for readers of results who have never heard of Assay. The order must not change: results name their rule by index, too. */
export const sarifRules = {
  error: {
    title: 'Broken run',
    description:
      'Something is broken that belongs to no single number: a file that does not load, a baseline that cannot be read.',
    help: 'Fix what the message names, and run again.',
    level: 'error',
  },
  failed: {
    title: 'Failed benchmark',
    description: 'A benchmark could not be measured: it threw, crashed, hung or ran out of memory.',
    help: 'Run it alone and read what it prints.',
    level: 'error',
  },
  'wrong result': {
    title: 'Wrong result',
    description:
      'A benchmark returns something else than its verify, or its group, demands. Nothing of it was timed.',
    help: 'Make it right before it is fast.',
    level: 'error',
  },
  'over budget': {
    title: 'Broken budget',
    description:
      'The upper end of the interval of what was measured is larger than the limit of the benchmark.',
    help: 'Make it cheaper, or change the budget where it is written.',
    level: 'error',
  },
  regressed: {
    title: 'Regression',
    description:
      'A benchmark costs more than its base, and the difference is proven to be larger than the tolerance.',
    help: 'Find what changed it. If the cost is wanted, accept it: assay baseline update --why "…".',
    level: 'error',
  },
  invalid: {
    title: 'Comparison that proves nothing',
    description: 'The numbers of a benchmark and of its base cannot be compared.',
    help: 'Fix what made the numbers unusable and measure again.',
    level: 'error',
  },
  missing: {
    title: 'Missing benchmark',
    description: 'A benchmark is in the base, but was not measured.',
    help: 'Bring it back, or accept that it is gone: assay baseline update --why "…".',
    level: 'warning',
  },
  inconclusive: {
    title: 'Undecided comparison',
    description: 'Neither a slowdown nor its absence could be proven.',
    help: 'Measure again with more forks, or on a quieter machine.',
    level: 'warning',
  },
  warning: {
    title: 'Warning',
    description: 'A number is weaker than it looks.',
    help: 'Read the message.',
    level: 'note',
  },
} as const satisfies Record<AttentionKind, Rule>
