import { policy } from '../../model/config.ts'
import type { Control } from '../../model/doctor.ts'
import type { Failure } from '../../model/failure.ts'
import type { MeasuredTrial } from '../../model/trial.ts'
import { hodgesLehmannShift } from '../../stats/hodges-lehmann-shift.ts'
import { interdecileSpread } from '../../stats/interdecile.ts'
import { mannWhitneyBounds } from '../../stats/mann-whitney.ts'
import { median } from '../../stats/quantile.ts'
import { sum } from '../../stats/sample.ts'
import { changeWithin } from '../compare/change.ts'
import { confirmLevel } from '../compare/second-stage.ts'
import { isApart } from '../machine/moved.ts'

/** What the forks of one control kernel reported. */
export type ControlForks = {
  readonly name: string
  readonly a: readonly MeasuredTrial[]
  readonly b: readonly MeasuredTrial[]
  /** Wall times of its forks, ns. */
  readonly walls: readonly number[]
  readonly failure: Failure | undefined
}

export function summarizeControl({ name, walls, failure, ...arms }: ControlForks): Control {
  const qualities = [...arms.a, ...arms.b].map(({ end }) => end.quality)
  const [a, b] = [timesOf(arms.a), timesOf(arms.b)]
  const values = [...a, ...b]
  const samples = sum(qualities.map((quality) => quality.samples))
  return {
    ...{ name, a, b },
    time: values.length > 0 ? median(values) : null,
    spread: values.length >= policy.doctor.fewestForks ? interdecileSpread(logs(values)) : null,
    contaminated: samples > 0 ? 1 - sum(qualities.map(({ clean }) => clean)) / samples : null,
    cost: walls.length > 0 ? median(walls) : null,
    ...(a.length > 0 && b.length > 0 && { difference: differenceOf(a, b) }),
    ...(failure && { error: failure }),
  }
}

function timesOf(trials: readonly MeasuredTrial[]): number[] {
  return trials.flatMap(({ end }) => end.values.time ?? [])
}

/**
 * Whether identical code would have been called slower: one arm above the other by more than the tolerance, with
 * the test that confirms regressions, its alpha shared by both directions of all kernels.
 */
export function isNullControlBroken(
  { a, b }: Control,
  kernels: number,
  { tolerance, alpha }: { readonly tolerance: number; readonly alpha: number },
): boolean {
  if (a.length === 0 || b.length === 0) return false
  return isApart(logs(a), logs(b), Math.log1p(tolerance), confirmLevel(alpha, 2 * kernels))
}

/** Of B against A: the change of a time, of which less is better. */
function differenceOf(a: readonly number[], b: readonly number[]): NonNullable<Control['difference']> {
  const [base, head] = [logs(a), logs(b)]
  const bounds = mannWhitneyBounds(head, base, (1 - policy.confidence) / 2)
  return changeWithin(hodgesLehmannShift(head, base), bounds, { better: 'lower' })
}

function logs(values: readonly number[]): number[] {
  return values.map(Math.log)
}
