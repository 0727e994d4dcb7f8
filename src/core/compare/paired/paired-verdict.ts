import type { Comparison } from '../../../model/comparison.ts'
import { boundOf, pairedChange } from '../change.ts'
import { worsening } from '../limits.ts'
import type { Judged } from '../unmeasured-comparison.ts'
import { decidePaired, type PairCell, type PairedDecision, type PairLimits } from './paired.ts'

/** What a comparison says of its pairs, and the decision that it stands on. */
export type PairedVerdict = {
  readonly decision: PairedDecision
  readonly judged: Omit<Judged, 'method' | 'findings'>
}

/**
 * Judges pairs by their values alone, so that whoever has them reaches the same verdict. What still waits for pairs is
 * inconclusive. `cells`: tests of the suite; `most`: largest number of pairs of a stage.
 */
export function pairedVerdict(cell: PairCell, gate: PairLimits, cells: number, most: number): PairedVerdict {
  const decision = decidePaired(cell, gate, cells, most)
  const { stage, verdict, n, estimate, bounds, wanted } = decision
  const standing = worsening(stage === 'screen' ? cell.screen : cell.confirmation, gate).slice(0, n)
  const change = n === 0 ? undefined : pairedChange(standing, estimate, gate)
  const isOpen = wanted > 0 || verdict === 'not-slower' || verdict === 'inconclusive'
  const isFaster = change !== undefined && change.high !== null && change.high < -gate.tolerance
  const contradicts = stage === 'confirm' && wanted === 0 && isFaster
  return {
    decision,
    judged: {
      ...(change && { change }),
      n: { head: n, base: n },
      cells,
      ...(isOpen
        ? { verdict: 'inconclusive', reason: contradicts ? 'stages-disagree' : 'uncertain' }
        : { verdict }),
      // What a gate asks is answered: it is not slower.
      decisive: wanted > 0 || verdict !== 'not-slower',
      minimumDetectable: boundOf(Math.log1p(gate.tolerance) + (estimate - bounds.low), gate),
    },
  }
}

/** Pairs that show a difference where there is none say nothing; what is counted exactly still does. */
export function invalidate(comparison: Comparison): Comparison {
  if (comparison.method === 'exact' || comparison.verdict === 'invalid') return comparison
  return { ...comparison, verdict: 'invalid', reason: 'control-failed' }
}

/** What returns something else is not passed, however fast; what is slower or heavier for certain still is. */
export function rejectOtherResult(comparison: Comparison): Comparison {
  if (comparison.verdict === 'regressed') return comparison
  return { ...comparison, verdict: 'invalid', reason: 'other-result' }
}
