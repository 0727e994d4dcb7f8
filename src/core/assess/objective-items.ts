import type { ObjectiveResult } from '../../model/objective.ts'
import type { BenchmarkResult } from '../../model/run.ts'
import { formatPercent } from '../../model/unit.ts'
import { formatObserved } from '../objective/format-objective.ts'
import type { Item } from './assessment.ts'

/** What a load is held to, what is lost first. One that is open fails nothing: more of it would decide. */
export function objectiveItems(benchmark: BenchmarkResult): Item[] {
  const { id: subject, file, line, objectives = [] } = benchmark
  const place = `${file}${line === undefined ? '' : `:${line}`}`
  return objectives
    .toSorted((a, b) => rank[a.outcome] - rank[b.outcome])
    .map((objective): Item => {
      const { objective: one, observed, low, high, outcome } = objective
      const item = {
        criterion: 'objective',
        objective,
        subject,
        about: `objective ${one.text}`,
        benchmark,
      } as const
      const samples = benchmark.trials.length
      if (outcome === 'kept') return { ...item, state: 'met', look: 'none' }
      const numbers = { atMost: one.limit, observed, low, high, samples }
      const seen = `${formatObserved(one, observed, objective.isAtLeast)}${budgetWords(objective)}`
      if (outcome === 'lost') {
        const what = `does not keep '${one.text}': ${seen}`
        const next = `Make it keep that, or change the objective in ${place}.`
        return {
          ...item,
          state: 'not-met',
          look: 'failure',
          numbers,
          told: { kind: 'objective lost', tone: 'bad', what, next },
        }
      }
      const what = `neither keeps nor loses '${one.text}' for certain: ${seen}`
      return {
        ...{ ...item, state: 'undecided', look: 'warning', numbers },
        told: { kind: 'inconclusive', tone: 'warn', what, next: nextOf[objective.open ?? 'near-limit'] },
      }
    })
}

const rank = { lost: 0, undecided: 1, kept: 2 } as const

const nextOf = {
  'few-requests': 'Send more requests: a longer duration, or a higher rate.',
  'few-trials': 'Measure more trials (--forks), of which the median is taken.',
  'sent-late': 'What sends was late, and the latencies hold that: ask for less, or free a CPU for it.',
  'near-limit': 'It lies near its limit. A longer duration would tell on which side.',
} as const

/** How much of what may be bad was used. */
function budgetWords({ budget, objective }: ObjectiveResult): string {
  if (!budget || budget.used === null || objective.metric === 'latency') return ''
  return ` (${formatPercent(budget.used)} of the error budget)`
}
