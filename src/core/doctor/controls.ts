import { policy } from '../../model/config.ts'
import type { Control } from '../../model/doctor.ts'
import type { Failure } from '../../model/failure.ts'
import type { Timing } from '../../model/outcome.ts'
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
  readonly a: readonly Timing[]
  readonly b: readonly Timing[]
  /** Wall times of its forks, ns. */
  readonly walls: readonly number[]
  readonly failure: Failure | undefined
}

export function summarizeControl({ name, walls, failure, ...arms }: ControlForks): Control {
  const timings = [...arms.a, ...arms.b]
  const [a, b] = [arms.a.map(({ value }) => value), arms.b.map(({ value }) => value)]
  const values = [...a, ...b]
  const samples = sum(timings.map((timing) => timing.samples))
  return {
    ...{ name, a, b },
    time: values.length > 0 ? median(values) : null,
    spread: values.length >= policy.doctor.fewestForks ? interdecileSpread(logs(values)) : null,
    contaminated: samples > 0 ? 1 - sum(timings.map(({ clean }) => clean)) / samples : null,
    cost: walls.length > 0 ? median(walls) : null,
    ...(a.length > 0 && b.length > 0 && { difference: differenceOf(a, b) }),
    ...(failure && { error: failure }),
  }
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
