import type { Certificate, Condition } from '../../model/certificate.ts'
import { metric } from '../../model/metric.ts'
import type { Run } from '../../model/run.ts'
import { formatPercent } from '../../model/unit.ts'
import type { Assessment, Item } from '../assess/assessment.ts'
import { sharedBase, unchangedWords } from '../assess/claim.ts'
import { isDecided } from '../compare/comparison-state.ts'
import { count } from '../wording/count.ts'
import { capital } from '../wording/sentence.ts'
import { sentenceOf } from './criteria.ts'
import type { Situation } from './status.ts'

/** What is known of a certificate beside the run. */
export type Circumstances = Pick<Certificate, 'kind' | 'changed' | 'shortcomings'>

/** Everything that the status of a run's certificate is decided from. */
export function situationOf(
  run: Run,
  items: Assessment,
  { kind, changed, shortcomings }: Circumstances,
): Situation {
  const of = (state: Item['state']) => items.filter((item) => item.state === state)
  const failing = of('not-met')
  const failed = failing.map(sentenceOf)
  const base: Situation = {
    aborted: [
      ...changed.map((path) => `${path} was changed while the evidence was gathered.`),
      ...(run.partial ? ['The run was interrupted before it had measured everything.'] : []),
    ],
    failed: run.verdict === 'fail' && failed.length === 0 ? ['The run failed.'] : failed,
    remedied: failing.length > 0 && failing.every(({ owner }) => owner !== undefined),
    open: of('undecided').map(sentenceOf),
    shortcomings,
    conditions: of('excused').map(sentenceOf),
    passed: describePass(run),
  }
  return kind === 'optimization_assessment' ? assessOptimization(base, run) : base
}

/** What its status holds under. A condition without a day of its own holds until the certificate ends. */
export function conditionsOf(items: Assessment, validUntil: string): Condition[] {
  return items
    .filter(({ state }) => state === 'excused')
    .map((one) => ({
      text: sentenceOf(one),
      ...(one.owner === undefined ? {} : { owner: one.owner }),
      until: one.until ?? validUntil.slice(0, 10),
    }))
}

/** An optimisation is worth having when something has become better for certain, and nothing worse. */
function assessOptimization(base: Situation, run: Run): Situation {
  const improved = new Set(
    run.comparisons.filter(({ verdict }) => verdict === 'improved').map(({ id }) => id),
  )
  const are = improved.size === 1 ? 'is' : 'are'
  const passed = `${count(improved.size, 'benchmark')} ${are} better for certain. ${base.passed}`
  if (improved.size > 0 || base.open.length > 0 || base.failed.length > 0) return { ...base, passed }
  return { ...base, failed: ['Nothing has become faster or lighter for certain.'], remedied: false }
}

function describePass(run: Run): string {
  const { comparisons, policy } = run
  const decided = comparisons.filter((one) => isDecided(one) && one.excused === undefined)
  const compared = new Set(decided.map(({ id }) => id)).size
  if (compared === 0) return describeHeld(run)
  const base = sharedBase(decided, 'its base')
  const unchanged = unchangedWords(decided)
  if (unchanged !== undefined) return `${capital(unchanged)}.`
  const others = decided.filter((one) => one.standsFor)
  const share = compared === 1 ? '' : `${others.length} of them `
  const by = others[0] ? ` (${share}by ${metric(others[0].metric).title} in place of wall time)` : ''
  const none = compared === 1 ? 'The benchmark is not' : `None of ${compared} benchmarks is`
  const more = `by more than ${formatPercent(policy.margin)}`
  if (decided.some(({ method }) => method === 'recorded')) {
    return `${none} slower than recorded ${more}${by}, as far as a recorded baseline can show.`
  }
  return `${none} slower than ${base} ${more}${by}, with a confidence of ${formatPercent(1 - policy.alpha)}.`
}

/** What holds where nothing was compared. */
function describeHeld({ benchmarks, growth = [] }: Run): string {
  const none = 'grows faster than it declares'
  if (growth.length > 0 && benchmarks.every(({ budget }) => budget === undefined))
    return `No benchmark ${none}.`
  const more = growth.length > 0 ? `, and none ${none}` : ''
  return benchmarks.length === 1
    ? `The benchmark keeps its budgets${more}.`
    : `All ${benchmarks.length} benchmarks keep their budgets${more}.`
}
