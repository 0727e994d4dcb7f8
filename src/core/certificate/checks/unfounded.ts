import type { Comparison, ComparisonReason } from '../../../model/comparison.ts'
import { isSampled } from '../../../model/metric.ts'
import type { NullControl, Run } from '../../../model/run.ts'
import { isUnmeasured } from '../../assess/assess.ts'
import { stagesOf } from '../../assess/summarize.ts'
import { areVoid } from '../../compare/paired/null-controls.ts'
import { valuesOf } from '../../ledger/ledger.ts'
import { type Mismatch, mismatchesOf } from './mismatch.ts'

/** What is compared under one policy. */
export type ComparedList = {
  readonly policy: Run['policy']
  readonly compared: readonly Comparison[]
  readonly controls: readonly NullControl[]
}

/**
 * What a run states without anything that it could follow from. Whatever decides what is computed again must be there,
 * or else leaving it out would be a way to state anything: values and pairs, how many tests share the error, the sessions
 * that control kernels are held against, the limits of exact metrics, a comparison of each benchmark.
 */
export function findUnfounded(run: Run, list: ComparedList): Mismatch[] {
  return [
    ...list.compared.flatMap((one) => [...findWithoutValues(one, list, run), ...otherForks(one, run)]),
    ...findUncompared(run, list),
    ...numberOfTests(run, list),
    ...kernels(run, list),
  ]
}

/** Verdicts that may stand on a fact in place of values. */
const factual: ReadonlySet<Comparison['verdict']> = new Set(['new', 'missing', 'identical'])

/** Why there may be no values, and what is stated then. */
const factualReasons: Readonly<
  Partial<Record<ComparisonReason, Pick<Comparison, 'verdict'> & Partial<Pick<Comparison, 'method'>>>>
> = {
  'no-base': { verdict: 'inconclusive', method: 'recorded' },
  incomparable: { verdict: 'inconclusive', method: 'recorded' },
  'not-counted': { verdict: 'inconclusive', method: 'exact' },
  'not-measured': { verdict: 'inconclusive' },
  // Of what no fork could count beside.
  'other-result': { verdict: 'invalid', method: 'exact' },
  'base-failed': { verdict: 'invalid', method: 'paired' },
  'mixed-code': { verdict: 'invalid', method: 'paired' },
  'control-failed': { verdict: 'invalid', method: 'paired' },
}

function findWithoutValues(comparison: Comparison, list: ComparedList, { partial }: Run): Mismatch[] {
  const { id, metric: name, method, verdict, reason, pairs, values } = comparison
  const { policy, compared, controls } = list
  const nothing = (what: string, stated: string): Mismatch[] => [
    { subject: id, what: `${what} in ${name}`, stated, follows: 'nothing' },
  ]
  const isInPairs = method === 'paired' || method === 'alternated'
  if (pairs || values) {
    if (pairs && values) return nothing('method, of pairs and values at once,', method)
    if (pairs && !(isInPairs && isSampled(name))) return nothing('method, of pairs,', method)
    if (values && method !== (isSampled(name) ? 'recorded' : 'exact'))
      return nothing('method, of values,', method)
    return findLacking(comparison, policy).flatMap((what) => nothing(`verdict, without ${what},`, verdict))
  }
  const { n, change, difference, limit, minimumDetectable, decisive, unexecuted } = comparison
  const isOfValues = n.head > 0 || n.base > 0 || minimumDetectable !== null || !decisive
  if (isOfValues || [change, difference, limit].some((one) => one !== undefined))
    return nothing('verdict', verdict)
  if ((verdict === 'identical') !== (method === 'identical')) return nothing('verdict', verdict)
  if (unexecuted && verdict !== 'identical') return nothing('unexecuted', verdict)
  if (reason === undefined) return factual.has(verdict) ? [] : nothing('verdict', verdict)
  const fact = factualReasons[reason]
  const isFounded = reason !== 'control-failed' || areVoid(compared, controls, policy, partial)
  return fact?.verdict === verdict && (fact.method ?? method) === method && isFounded
    ? []
    : nothing('reason', reason)
}

/** What else its values are judged by, and is not there. */
function findLacking(
  { metric: name, pairs, values, cells, sessions }: Comparison,
  policy: Run['policy'],
): string[] {
  const sessionsOf = values && isSampled(name) ? [sessions?.count, sessions?.ids?.length] : []
  return [
    ...(isSampled(name) && cells === undefined ? ['the number of tests'] : []),
    ...(pairs && policy.pairs === undefined ? ['the most pairs of a stage'] : []),
    ...(sessionsOf.some((count) => count !== values?.base.length) ? ['the names of its sessions'] : []),
    ...(!isSampled(name) && policy.tolerance[name] === undefined ? ['its tolerance'] : []),
  ]
}

/** As many forks must have been measured as were compared, and, where each is one of those, no more. */
function otherForks({ id, metric: name, pairs, values }: Comparison, run: Run): Mismatch[] {
  const benchmark = run.benchmarks.find((one) => one.id === id)
  if (!benchmark) return []
  const isPaired = run.comparisons.some((one) => one.id === id && one.pairs) || run.anchor !== undefined
  const told = mismatchesOf(id)
  if (pairs) {
    const measured = stagesOf(benchmark).map((stage) => valuesOf(stage, name).length)
    const compared = [pairs.screen.length, pairs.confirmation.length]
    const isEach = run.request.command === 'compare'
    const isEnough = compared.every((count, stage) => count <= measured[stage]!)
    return isEnough && !isEach ? [] : told(`number of pairs in ${name}`, compared, measured)
  }
  if (!values || isPaired || !isSampled(name)) return []
  const compared = values.head.length + values.confirmation.length
  return told(`forks compared in ${name}`, compared, benchmark.metrics[name]?.values.length ?? 0)
}

/** Each benchmark is compared where any could be, in a metric that varies from fork to fork if the policy names one. */
function findUncompared(run: Run, { compared, policy }: ComparedList): Mismatch[] {
  const { benchmarks, request, partial } = run
  const strange = compared.filter(
    ({ id, verdict, pairs, values }) =>
      // What only the base has is missing, or invalid where pairs count nothing.
      verdict !== 'missing' &&
      (verdict !== 'invalid' || pairs || values) &&
      !benchmarks.some((one) => one.id === id),
  )
  const unknown = strange.map(({ id, verdict }) => ({
    ...{ subject: id, what: 'verdict', stated: verdict },
    follows: 'no such benchmark was measured',
  }))
  const isCompared = compared.length > 0 || request.command === 'compare' || request.ref !== undefined
  if (partial || !(isCompared || hasBaselines(run))) return unknown
  const isAnySampled = policy.metrics.some(isSampled)
  const left = benchmarks.filter((one) => {
    const own = compared.filter(({ id }) => id === one.id)
    const isAbout = (comparison: Comparison) =>
      !isAnySampled || isSampled(comparison.metric) || isWithoutNumbers(comparison)
    return one.state !== 'failed' && !isUnmeasured(one) && !own.some(isAbout)
  })
  return [
    ...unknown,
    ...left.map(({ id, state }) => ({
      ...{ subject: id, what: 'comparison', stated: `none of what was ${state}` },
      follows: 'one of each benchmark',
    })),
  ]
}

/** Of a benchmark as a whole, whichever metric it names. */
function isWithoutNumbers({ method, values, pairs, verdict }: Comparison): boolean {
  return !values && !pairs && (verdict === 'new' || method === 'recorded')
}

/** A recorded file of this class of machines that has numbers of a benchmark file which was measured. */
function hasBaselines({ baselines = [], benchmarks, environment }: Run): boolean {
  const paths = new Set(baselines.map(({ path }) => path))
  return benchmarks.some(({ file }) => paths.has(`baselines/${environment.class}/${file}.json`))
}

/** All tests of a kind share one error: at least those that are told, and no more than there can be. */
function numberOfTests(
  { benchmarks, shard, policy: { metrics } }: Run,
  { compared }: ComparedList,
): Mismatch[] {
  const inPairs = compared.filter(
    ({ method, verdict }) => (method === 'paired' || method === 'alternated') && verdict !== 'missing',
  )
  const recorded = compared.filter(({ method, values }) => method === 'recorded' && values)
  const asked = metrics.filter(isSampled).length
  return [inPairs, recorded].flatMap((tests) => {
    const most = (shard?.selected.length ?? benchmarks.length) * Math.max(1, asked)
    const least = tests.length
    const stated = tests.flatMap((one) => (one.cells === undefined ? [] : { ...one, cells: one.cells }))
    return stated
      .filter(({ cells }) => cells < least || cells > Math.max(least, most) || cells !== stated[0]!.cells)
      .map(({ id, metric: name, cells }) => ({
        ...{ subject: id, what: `number of tests in ${name}`, stated: `${cells}` },
        follows: `${least} to ${Math.max(least, most)}, the same for all`,
      }))
  })
}

/** Whether the machine has moved is computed again, so both sides of that must be there. */
function kernels({ controls, recordedControls, findings }: Run, { compared }: ComparedList): Mismatch[] {
  // The finding is a statement of its own: no decision is read from it, it is what is checked.
  const isMoved =
    findings.some(({ code }) => code === 'machine-moved') ||
    compared.some(({ reason }) => reason === 'machine-moved')
  const isWhole = (controls === undefined) === (recordedControls === undefined)
  if (isWhole && !(isMoved && controls === undefined)) return []
  const stated = isMoved ? 'machine-moved' : 'one side of them'
  return [{ subject: 'run', what: 'control kernels', stated, follows: 'nothing' }]
}
