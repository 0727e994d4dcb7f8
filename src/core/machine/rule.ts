import type { Environment } from '../../model/environment.ts'
import type { Observation } from '../../model/finding.ts'

/** One thing that weakens numbers, if this machine has it. */
export type Rule = (environment: Environment) => Observation | undefined

/** To two decimals, without those that are zero. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

export function plural(list: readonly string[], one: string, many: string): string {
  return list.length === 1 ? one : many
}
