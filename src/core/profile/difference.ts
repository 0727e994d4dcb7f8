import type { Sides } from '../../model/message.ts'
import { mean, standardDeviation } from '../../stats/moments.ts'
import { benjaminiHochberg } from '../../stats/multiplicity.ts'
import { sum } from '../../stats/sample.ts'
import { signFlipTest } from '../../stats/sign-flips.ts'
import { studentUpper } from '../../stats/student.ts'
import type { OwnCost } from './call-tree.ts'
import type { Frame } from './frame.ts'

/** What every function costs in both revisions, by key: one replicate. */
export type Replicate = Sides<ReadonlyMap<string, OwnCost>>

/** One function's cost per operation in both revisions, and whether it has changed. */
export type Difference = {
  /** As the head has it, or the base where the head does not. */
  readonly frame: Frame
  /** Means over the replicates. */
  readonly base: number
  readonly head: number
  readonly change: number
  /** Confidence interval of the change. */
  readonly low: number
  readonly high: number
  /** Adjusted p: the expected share of false ones among all that are called changed at this level. */
  readonly q: number
  /** Changed beyond chance, and by enough to matter. */
  readonly significant: boolean
}

/** What counts as a change of one function. Shares are of what the whole operation costs in the base. */
export type DifferenceLimits = {
  /** Functions that cost less in both revisions are not asked about: each question makes the others harder. */
  readonly least: number
  /** A smaller change is not worth a name. */
  readonly floor: number
  /** Expected share of false ones among those that are named. */
  readonly falseShare: number
  /** Confidence of the intervals. */
  readonly confidence: number
}

/**
 * Compares two revisions function by function, the largest change first. The samples of a process are not independent,
 * so replicates are what is tested: in each, base and head were measured beside each other, and where they do not
 * differ, either might as well have been the other.
 */
export function differences(replicates: readonly Replicate[], limits: DifferenceLimits): Difference[] {
  const whole = mean(replicates.map(({ base }) => wholeCost(base)))
  const rows = [...framesOf(replicates)]
    .map(([key, frame]) => ({ frame, costs: replicates.map((one) => costsOf(one, key)) }))
    .map((row) => ({
      ...row,
      base: mean(row.costs.map(({ base }) => base)),
      head: mean(row.costs.map(({ head }) => head)),
    }))
    .filter(({ base, head }) => Math.max(base, head) >= limits.least * whole)
  const changes = rows.map(({ costs }) => costs.map(({ base, head }) => head - base))
  const adjusted = benjaminiHochberg(changes.map(signFlipTest))
  return rows
    .map(({ frame, base, head }, index): Difference => {
      const change = mean(changes[index]!)
      const width = halfWidth(changes[index]!, limits.confidence)
      const q = adjusted[index]!
      return {
        ...{ frame, base, head, change },
        low: change - width,
        high: change + width,
        q,
        significant: q <= limits.falseShare && Math.abs(change) >= limits.floor * whole,
      }
    })
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
}

/** Each by its key, as the last one has it. */
function framesOf(replicates: readonly Replicate[]): Map<string, Frame> {
  const costs = [...replicates.map(({ base }) => base), ...replicates.map(({ head }) => head)]
  return new Map(costs.flatMap((one) => [...one].map(([key, { frame }]) => [key, frame] as const)))
}

function costsOf(replicate: Replicate, key: string) {
  return { base: replicate.base.get(key)?.cost ?? 0, head: replicate.head.get(key)?.cost ?? 0 }
}

function wholeCost(costs: ReadonlyMap<string, OwnCost>): number {
  return sum([...costs.values()].map(({ cost }) => cost))
}

/** Of Student's interval of a mean. */
function halfWidth(values: readonly number[], confidence: number): number {
  const error = standardDeviation(values) / Math.sqrt(values.length)
  return studentUpper((1 - confidence) / 2, values.length - 1) * error
}
