import type { Comparison } from '../../../model/comparison.ts'
import { metric } from '../../../model/metric.ts'
import type { BenchmarkResult } from '../../../model/run.ts'
import { formatInterval, formatPercent, formatQuantity, formatValues } from '../../../model/unit.ts'
import { formatObserved } from '../../objective/format-objective.ts'
import { changeAlone, decidedBy } from '../../wording/change-words.ts'
import { basePhrase } from '../../wording/commit.ts'
import { count } from '../../wording/count.ts'
import { limitWords } from '../../wording/limit-words.ts'
import { sentence } from '../../wording/sentence.ts'
import { shellWord } from '../../wording/shell-word.ts'
import { type Block, paragraph } from './block.ts'

/** What became of a benchmark: its failure, what it was compared with, its budgets. */
export function outcomeBlocks(
  { error, budget = [], objectives = [] }: BenchmarkResult,
  comparisons: readonly Comparison[],
): Block[] {
  return [
    ...(error ? [paragraph({ label: error.reason, tone: 'bad' }, sentence(error.message))] : []),
    ...comparisons.map(comparisonBlock),
    ...budget.map(({ metric: name, limit, observed, kept }) => {
      const { unit, title } = metric(name)
      const words = `${title} ${formatQuantity(observed, unit)} at most, of ${formatQuantity(limit, unit)}.`
      return paragraph('Budget ', { strong: kept ? 'kept' : 'broken' }, `: ${words}`)
    }),
    ...objectives.map(({ objective, observed, isAtLeast, outcome }) =>
      paragraph(
        ...(['Objective ', { code: objective.text }, ' ', { strong: outcome }] as const),
        `: ${formatObserved(objective, observed, isAtLeast)}.`,
      ),
    ),
  ]
}

function comparisonBlock(comparison: Comparison): Block {
  const { metric: name, method, limit, n, verdict, minimumDetectable } = comparison
  const { title, unit } = metric(name)
  const size = method === 'identical' ? '' : changeAlone(comparison)
  const bound = limit === undefined ? '' : `up to ${limitWords(limit, unit)} decides nothing`
  const change = [size, bound].filter((part) => part !== '').map((part) => `, ${part}`)
  const how = `; ${method}, against ${basePhrase(comparison)}, ${n.head} values now and ${n.base} before.`
  const provable =
    minimumDetectable === null ? '' : ` These could have proven ${formatPercent(minimumDetectable)}.`
  const instead = decidedBy(comparison)
  const rest = `${change.join('')}${how}${provable}${instead === '' ? '' : ` ${instead}.`}`
  return paragraph(`${title}: `, { strong: verdict }, rest)
}

/** Every metric with one value per fork, folded, in four digits: the Run document keeps all of them. Then what else is known. */
export function valueBlocks({ id, metrics, findings }: BenchmarkResult): Block[] {
  const known = Object.entries(metrics)
  const values = known.flatMap(([name, { estimate, low, high, unit, values: forks }]): Block[] => {
    const summary = `${formatQuantity(estimate, unit)} ${formatInterval(estimate, low, high, unit)}`
    return [
      paragraph(`${metric(name).title} `, { muted: [summary] }),
      paragraph({ code: formatValues(estimate, forks, unit) }),
    ]
  })
  const fold = { type: 'details', subject: '', title: 'Values of the forks' } as const
  return [
    ...(known.length === 0 ? [] : [{ ...fold, aside: count(known.length, 'metric'), blocks: values }]),
    ...findings.map(({ code, message, advice }) =>
      paragraph({ code }, ` ${`${sentence(message)} ${advice}`.trim()}`),
    ),
    paragraph({ label: 'measure it again' }, { command: `npx assay run ${shellWord(id)}` }),
  ]
}
