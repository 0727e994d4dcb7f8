import { policy } from '../../model/config.ts'
import type { Draft } from '../../model/log.ts'
import { isSampled } from '../../model/metric.ts'
import type { Hypothesis, OutcomeEntry, Standing } from '../../model/note.ts'
import type { Estimate, Run } from '../../model/run.ts'

/** Where a run saw an open hypothesis. */
export type Checked = {
  readonly hypothesis: Hypothesis
  /** Of those benchmarks of it that were measured; never empty. */
  readonly numbers: Standing[]
  /** Every benchmark that it is about has reached the target. */
  readonly reached: boolean
}

/**
 * Holds open hypotheses against a run; those that it has no number for are left out. A run can show that a target is
 * reached. It cannot refute it: the work may not be done yet.
 */
export function checkHypotheses(open: readonly Hypothesis[], run: Run): Checked[] {
  return open
    .map((hypothesis) => {
      const numbers = isComparable(hypothesis, run) ? standingsOf(hypothesis, run) : []
      const isWhole = !run.partial && numbers.length === hypothesis.benchmarks.length
      return { hypothesis, numbers, reached: isWhole && numbers.every(({ reached }) => reached) }
    })
    .filter(({ numbers }) => numbers.length > 0)
}

/** A limit holds on every machine, as a budget does; a change is one of numbers of the same machine and rules. */
function isComparable({ target, measured }: Hypothesis, { environment, tool }: Run): boolean {
  if ('limit' in target) return true
  return (
    measured !== undefined &&
    measured.class === environment.class &&
    measured.method === tool.method &&
    measured.forkTime === tool.trialTime
  )
}

function standingsOf({ metric: name, target, benchmarks }: Hypothesis, run: Run): Standing[] {
  return benchmarks.flatMap(({ id, from = 0 }) => {
    const result = run.benchmarks.find((benchmark) => benchmark.id === id)
    const found = result?.state === 'measured' ? result.metrics[name] : undefined
    if (found === undefined) return []
    const limit = 'limit' in target ? target.limit : from * (1 + target.change)
    const { estimate, low, high } = found
    const isSure = !isSampled(name) || found.coverage >= policy.fewestCoverage
    return [{ id, target: limit, estimate, low, high, reached: isSure && reaches(found, limit) }]
  })
}

/** The end of the interval that is worse for the claim must hold it. */
function reaches({ better, low, high }: Estimate, limit: number): boolean {
  return better === 'lower' ? high <= limit : low >= limit
}

/** The end of a hypothesis that a run has reached, with the numbers that show it. */
export function outcomeOf({ hypothesis, numbers }: Checked, { id, source }: Run): Draft<OutcomeEntry> {
  return {
    type: 'outcome',
    of: hypothesis.id,
    verdict: 'reached',
    run: id,
    ...(source.commit !== undefined && { commit: source.commit }),
    dirty: source.dirty,
    numbers,
  }
}
