import { type Config, policy } from '../../model/config.ts'
import type { Revision } from '../../model/message.ts'
import type { MetricName } from '../../model/metric.ts'
import type { Ledger, MeasuredTrial } from '../../model/trial.ts'

/** Of whom something is wanted, and what is known; trials are of both sides. */
export type Demand = {
  readonly trials: Ledger
  readonly sides: readonly Revision[]
  readonly config: Config
  /** Whether numbers are only shown, and nothing is decided by them. */
  readonly isShown?: boolean
}

/** Whether enough trials of each side say the same of all these metrics, so that more would be for nothing. */
export function saySame(sides: readonly (readonly MeasuredTrial[])[], names: readonly MetricName[]): boolean {
  if (sides.some((own) => own.length < policy.alike)) return false
  return names.every((name) => new Set(sides.flat().map(({ end }) => end.values[name])).size === 1)
}
