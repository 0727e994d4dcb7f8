import type { Certificate, Criterion } from '../../model/certificate.ts'
import type { Assessment, Item } from '../assess/assessment.ts'

const kinds = {
  sound: 'sound',
  finding: 'sound',
  budget: 'budget',
  objective: 'objective',
  growth: 'growth',
  comparison: 'comparison',
  anchor: 'comparison',
} as const
const results = { 'not-met': 'failed', undecided: 'undecided', excused: 'excused' } as const

/** What a run was held to, as a certificate states it: how much there is, and what does not simply hold, worst first. */
export function criteriaOf(items: Assessment): Certificate['criteria'] {
  const open = items.flatMap((item) => criterionOf(item) ?? [])
  const counted = (result: Criterion['result']) => open.filter((one) => one.result === result).length
  return {
    passed: items.filter(({ state }) => state === 'met').length,
    failed: counted('failed'),
    undecided: counted('undecided'),
    excused: counted('excused'),
    open,
  }
}

function criterionOf(item: Item): Criterion | undefined {
  const { criterion, state, subject, benchmark, numbers, owner, until } = item
  // That a gate decides something is no criterion of a benchmark; that it does not is a reason (situation.ts).
  if (state === 'met' || state === 'open' || criterion === 'evidence') return undefined
  return {
    subject,
    kind: kinds[criterion],
    ...(benchmark && { at: placeOf(benchmark) }),
    sentence: sentenceOf(item),
    ...(criterion === 'budget' && { metric: item.budget.metric }),
    ...(criterion === 'growth' && { metric: item.growth.metric }),
    ...('comparison' in item && { metric: item.comparison.metric }),
    ...numbers,
    result: results[state],
    ...(owner === undefined ? {} : { owner, until }),
  }
}

/** In one sentence that stands by itself: what, why as far as it is said in a few words, and what excuses it. */
export function sentenceOf({ subject, told }: Item): string {
  if (!told) return ''
  const { kind, what, why, excuse } = told
  const about = subject === 'run' ? '' : kind === 'error' ? `${subject}: ` : `${subject} `
  const [first = ''] = what.split('\n')
  const because = why === undefined ? '' : `: ${why}`
  return `${about}${first.replace(/\.$/u, '')}${because}${excuse === undefined ? '' : `; ${excuse}`}.`
}

function placeOf({ file, line }: NonNullable<Item['benchmark']>): string {
  return line === undefined ? file : `${file}:${line}`
}
