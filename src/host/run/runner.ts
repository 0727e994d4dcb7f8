import { kindOf, metricsOfKind } from '../../core/kind/kinds.ts'
import type { Base } from '../../flow/ports/revisions.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { Config } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import type { Step } from '../../model/step.ts'
import type { Trial } from '../../model/trial.ts'
import { formatQuantity } from '../../model/unit.ts'
import { limitTime } from '../process/time-limit.ts'

export type Runner = {
  /** `base`: the other revision of a step that is of two. However a step ends, trials say so. */
  readonly run: (step: Step, config: Config, base?: Base) => Promise<readonly Trial[]>
  /** ns after which a step is given up; `time.timeout` of each side where it does not say. */
  readonly limit?: (step: Step, config: Config) => number
  /** Ends what it keeps between steps. */
  readonly close?: () => Promise<void>
}

/**
 * Carries a step out by the runner of its kind. One that throws, hangs, or answers with what it did not announce is a failed
 * trial, as a crashed process is: the results of others stand.
 */
export async function runStep(
  runners: ReadonlyMap<string, Runner>,
  step: Step,
  config: Config,
  base?: Base,
): Promise<readonly Trial[]> {
  const runner = runners.get(step.kind)
  if (!runner) return broken(step, 'there is none here', 'Install the package that brings it.')
  const most = config.time.timeout * (step.side === 'pair' ? 2 : 1)
  const limit = runner.limit?.(step, config) ?? Math.min(most, step.left ?? most)
  const { promise: late, resolve } = Promise.withResolvers<'late'>()
  const stop = Number.isFinite(limit) ? limitTime(limit, () => resolve('late')) : () => {}
  try {
    const trials = await Promise.race([runner.run(step, config, base), late])
    if (trials === 'late') {
      const message = `it did not answer within ${formatQuantity(limit, 'ns')} (time.timeout)`
      return broken(step, message, 'Raise time.timeout, or report it to the author of the kind.')
    }
    const wrong = problemIn(trials, step)
    return wrong === undefined ? trials : broken(step, wrong)
  } catch (error) {
    if (error instanceof AssayError) throw error
    return broken(step, `it threw: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    stop()
  }
}

/** What an answer says that its step and its kind do not allow, or leaves out, if anything. */
function problemIn(trials: readonly Trial[], step: Step): string | undefined {
  if (!Array.isArray(trials) || !trials.every((trial) => trial?.end !== undefined))
    return 'it answered with no list of trials'
  const wrong = trials.flatMap((trial) => problemOf(trial, step) ?? [])[0]
  // One that fails may end its process, which leaves nothing to say of the others.
  if (wrong !== undefined || trials.some(({ end }) => end.state === 'failed')) return wrong
  const isTold = (id: string, side: Trial['side']) =>
    trials.some((trial) => trial.id === id && trial.side === side)
  const sides = sidesOf(step)
  const silent = step.ids.find((id) => !sides.every((side) => isTold(id, side)))
  return silent === undefined ? undefined : `it answered nothing about '${silent}'`
}

/** Of whom an answer must have trials. What is counted is compared side by side, and a profile shows both revisions. */
function sidesOf({ kind, task, stage, side }: Step): readonly Trial['side'][] {
  if (side !== 'pair') return [side]
  if (stage === 'observe') return ['pair']
  return task === kindOf({ kind }).task ? ['pair', 'base', 'head'] : ['base', 'head']
}

/** What a trial says that its step and its kind do not allow, if anything. */
function problemOf(trial: Trial, { kind, ids, stage, side }: Step): string | undefined {
  const metrics = metricsOfKind(kindOf({ kind }))
  if (trial.kind !== kind || trial.stage !== stage || !ids.includes(trial.id))
    return `it answered with a trial of another step, '${trial.id}'`
  if (side !== 'pair' && trial.side !== side) return `it answered for the ${trial.side}, not for the ${side}`
  if (trial.end.state !== 'measured') return undefined
  const [name, value] =
    Object.entries(trial.end.values).find(
      ([metric, number]) => !metrics.includes(metric) || !Number.isFinite(number),
    ) ?? []
  if (name === undefined) return undefined
  return metrics.includes(name)
    ? `it answered that '${name}' is ${value}, which is no number`
    : `it answered with the metric '${name}', which its kind does not declare`
}

function broken(
  { kind, task, ids, stage, side, way }: Step,
  what: string,
  remedy = 'Report it to the author of the kind.',
): Trial[] {
  const message = `the runner of kind '${kind}': ${what}`
  const failure: Failure = { reason: 'broken-runner', message, remedy }
  // A pair that is given up must not be tried in another way.
  const about = side === 'pair' ? { side: 'head' as const, way: 'in-sequence' as const } : { side, way }
  return ids.map((id) => ({
    ...{ kind, task, id, stage, ...about, wall: 0, printed: 0 },
    end: { state: 'failed', failure },
  }))
}
