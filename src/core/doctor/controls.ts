import { policy } from '../../model/config.ts'
import type { Control } from '../../model/doctor.ts'
import type { Failure } from '../../model/failure.ts'
import type { Timing } from '../../model/outcome.ts'
import { hodgesLehmannShift } from '../../stats/hodges-lehmann-shift.ts'
import { interdecileSpread } from '../../stats/interdecile.ts'
import { mannWhitneyBounds, mannWhitneyTest } from '../../stats/mann-whitney.ts'
import { median } from '../../stats/quantile.ts'
import { sum } from '../../stats/sample.ts'
import { confirmLevel } from '../compare/second-stage.ts'

/** What the forks of one control kernel reported. */
export type ControlForks = {
  readonly name: string
  readonly a: readonly Timing[]
  readonly b: readonly Timing[]
  /** Wall times of its forks, ns. */
  readonly walls: readonly number[]
  readonly failure: Failure | undefined
}

export function summarizeControl({ name, a, b, walls, failure }: ControlForks): Control {
  const timings = [...a, ...b]
  const values = timings.map(({ value }) => value)
  const samples = sum(timings.map((timing) => timing.samples))
  return {
    name,
    a: a.map(({ value }) => value),
    b: b.map(({ value }) => value),
    time: values.length > 0 ? median(values) : null,
    spread: values.length >= policy.doctor.fewestForks ? interdecileSpread(logs(values)) : null,
    contaminated: samples > 0 ? 1 - sum(timings.map(({ clean }) => clean)) / samples : null,
    cost: walls.length > 0 ? median(walls) : null,
    ...(a.length > 0 && b.length > 0 && { difference: difference(a, b) }),
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
  const shift = Math.log1p(tolerance)
  const level = confirmLevel(alpha, 2 * kernels)
  return [mannWhitneyTest(logs(a), logs(b), { shift }), mannWhitneyTest(logs(b), logs(a), { shift })].some(
    ({ p }) => p <= level,
  )
}

function difference(a: readonly Timing[], b: readonly Timing[]): NonNullable<Control['difference']> {
  const [base, head] = [a, b].map((timings) => logs(timings.map(({ value }) => value))) as [
    number[],
    number[],
  ]
  const { low, high } = mannWhitneyBounds(head, base, (1 - policy.confidence) / 2)
  return { estimate: Math.expm1(hodgesLehmannShift(head, base)), low: finite(low), high: finite(high) }
}

function finite(log: number): number | null {
  return Number.isFinite(log) ? Math.expm1(log) : null
}

function logs(values: readonly number[]): number[] {
  return values.map(Math.log)
}
