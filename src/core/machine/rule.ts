import type { Environment } from '../../model/environment.ts'
import type { Observation } from '../../model/finding.ts'

/** One thing that weakens numbers, if this machine has it: a finding of the usual severity of its code. */
export type Rule = (environment: Environment) => Omit<Observation, 'severity'> | undefined

/** To two decimals, without those that are zero. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}
