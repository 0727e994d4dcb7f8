import type { Comparison } from '../../../model/comparison.ts'
import type { NullControl } from '../../../model/run.ts'
import { boundOf, changeOf } from '../bound-of.ts'
import { changeInterval } from '../change-interval.ts'
import { type Limits, worsening } from '../limits.ts'
import { decidePaired, type PairCell, type PairedDecision } from './paired.ts'

type Gate = Pick<Limits, 'tolerance' | 'margin' | 'alpha' | 'better'>

/** What a comparison says of its pairs, and the decision that it stands on. */
export type PairedVerdict = {
  readonly decision: PairedDecision
  readonly judged: Pick<Comparison, 'change' | 'n' | 'verdict' | 'decisive' | 'minimumDetectable' | 'cells'>
}

/**
 * Judges pairs by their values alone, so that whoever has them reaches the same verdict. What still waits for pairs is
 * inconclusive. `cells`: tests of the suite; `most`: largest number of pairs of a stage.
 */
export function pairedVerdict(cell: PairCell, gate: Gate, cells: number, most: number): PairedVerdict {
  const decision = decidePaired(cell, gate, cells, most)
  const { stage, verdict, n, estimate, bounds, wanted } = decision
  const standing = worsening(stage === 'screen' ? cell.screen : cell.confirmation, gate).slice(0, n)
  return {
    decision,
    judged: {
      ...(n === 0
        ? {}
        : { change: { estimate: changeOf(estimate, gate), ...changeInterval(standing, gate) } }),
      n: { head: n, base: n },
      cells,
      verdict: wanted > 0 || verdict === 'not-slower' ? 'inconclusive' : verdict,
      // What a gate asks is answered: it is not slower.
      decisive: wanted > 0 || verdict !== 'not-slower',
      minimumDetectable: boundOf(Math.log1p(gate.tolerance) + (estimate - bounds.low), gate),
    },
  }
}

/** Whether pairs of the same code differ: then pairs of this run say nothing. Each control is a test of its own. */
export function hasFailed(control: Pick<NullControl, 'screen' | 'confirmation'>, gate: Gate, most: number) {
  const { verdict } = decidePaired(control, gate, 1, most)
  return verdict === 'regressed' || verdict === 'improved'
}

/** Whether a control came to a decision: of one that did not, nobody can tell whether it would have failed. */
export function isMeasured(
  control: Pick<NullControl, 'screen' | 'confirmation'>,
  gate: Gate,
  most: number,
): boolean {
  return decidePaired(control, gate, 1, most).wanted === 0
}

/** Pairs that show a difference where there is none say nothing; what is counted exactly still does. */
export function voided(comparison: Comparison): Comparison {
  return comparison.method === 'exact' ? comparison : { ...comparison, verdict: 'invalid' }
}

/** What returns something else is not passed, however fast; what is slower or heavier for certain still is. */
export function doubted(verdict: Comparison['verdict']): Comparison['verdict'] {
  return verdict === 'regressed' ? 'regressed' : 'invalid'
}
