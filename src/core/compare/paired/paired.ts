import { policy } from '../../../model/config.ts'
import { nominalLevels, pocockSpending } from '../../../stats/alpha-spending.ts'
import { hodgesLehmann } from '../../../stats/hodges-lehmann.ts'
import type { Bounds } from '../../../stats/interval.ts'
import { signedRankBounds } from '../../../stats/signed-rank.ts'
import { type Limits, worsening } from '../limits.ts'

/** ln(head ÷ base) of one metric of one benchmark: one value per fork, in the order measured. */
export type PairCell = {
  readonly screen: readonly number[]
  /** Fresh pairs of the second stage; when the first one suspects, they alone decide. */
  readonly confirmation: readonly number[]
}

/** What the pairs so far say, or how many more the next look needs. Changes on the log scale; positive is worse. */
export type PairedDecision = {
  readonly stage: 'screen' | 'confirm'
  /** `not-slower`: no slowdown of more than the margin, and perhaps an improvement, which is not proven. */
  readonly verdict: 'regressed' | 'improved' | 'equivalent' | 'not-slower' | 'inconclusive'
  /** Pairs of this stage that the next look waits for; 0 when it is decided, or when there is no further look. */
  readonly wanted: number
  /** Pairs that the verdict stands on. */
  readonly n: number
  readonly estimate: number
  /** One-sided bounds, each at the level of the look that decided. */
  readonly bounds: Bounds
}

export type PairLimits = Pick<Limits, 'tolerance' | 'margin' | 'alpha' | 'better'>

/**
 * Sizes at which a stage is looked at: declared before the first pair, so that looking often costs no more than
 * the alpha that is spent. `most` is the largest number of pairs of a stage.
 */
export function looksOf(most: number): number[] {
  const { looks, usual, further } = policy.pairs
  const first = looks.map((share) => Math.ceil(share * Math.min(most, usual)))
  const late: number[] = []
  // Who allows more pairs is not to wait longer for the first look.
  for (let look = usual * further; look < most; look *= further) late.push(Math.ceil(look))
  return [...new Set([...first, ...late, ...(most > usual ? [most] : [])])]
}

/**
 * Decides from pairs (MEASUREMENT.md section 4). The first stage suspects a slowdown of more than the tolerance at
 * `screenAlpha`; a suspect is confirmed on fresh pairs alone, at alpha ÷ (cells · screenAlpha), so that a suite
 * raises a false alarm with probability alpha at most. Both stages pass what is proven not to be slower by more
 * than the margin, with an error of alpha ÷ 2 each. Before the last look they pass only what looks neither slower nor
 * faster than the tolerance: either may yet be proven. Every level is spent over the declared looks.
 *
 * An improvement is proven at the level of a pass, benchmark by benchmark. It has no second stage, since nothing fails
 * because of it.
 *
 * @param cells metrics of benchmarks that are tested in this run, this one among them
 */
export function decidePaired(cell: PairCell, gate: PairLimits, cells: number, most: number): PairedDecision {
  const looks = looksOf(most)
  const screen = decideStage(worsening(cell.screen, gate), gate, looks, policy.screenAlpha)
  if (screen.verdict !== 'regressed') return { stage: 'screen', ...screen }
  const level = pairedConfirmLevel(gate.alpha, cells)
  const confirmed = decideStage(worsening(cell.confirmation, gate), gate, looks, level)
  // Faster on fresh pairs after a suspicion of the contrary: nothing that is to be believed.
  const faster = confirmed.verdict === 'improved' || confirmed.verdict === 'not-slower'
  const verdict = faster ? 'inconclusive' : confirmed.verdict
  return { stage: 'confirm', ...confirmed, verdict }
}

/** Level of the second stage: fresh pairs share nothing with the first, so the two levels multiply. */
export function pairedConfirmLevel(alpha: number, cells: number): number {
  return Math.min(policy.screenAlpha, alpha / (Math.max(1, cells) * policy.screenAlpha))
}

function decideStage(
  values: readonly number[],
  gate: PairLimits,
  looks: readonly number[],
  alpha: number,
): Omit<PairedDecision, 'stage'> {
  const slower = levelsOf(alpha, looks)
  const notSlower = levelsOf(gate.alpha / 2, looks)
  let last: Omit<PairedDecision, 'stage' | 'wanted'> = undecided
  for (const [index, look] of looks.entries()) {
    if (values.length < look) return { ...last, wanted: look - values.length }
    const isLast = index === looks.length - 1
    last = decideLook(values.slice(0, look), gate, slower[index]!, notSlower[index]!, isLast)
    if (last.verdict !== 'inconclusive') break
  }
  return { ...last, wanted: 0 }
}

const undecided: Omit<PairedDecision, 'stage' | 'wanted'> = {
  verdict: 'inconclusive',
  n: 0,
  estimate: 0,
  bounds: { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
}

const known = new Map<string, readonly number[]>()

/**
 * Levels of the looks. Early ones at which not even pairs that all agree could reach their level (p = 2⁻ⁿ) are left
 * out, with the level 0, and spend nothing. Kept, because solving for them takes milliseconds.
 */
function levelsOf(alpha: number, looks: readonly number[]): readonly number[] {
  const key = [alpha, ...looks].join()
  const most = looks.at(-1)!
  const solve = () => {
    const reach = looks.findIndex((look) => look === most || pocockSpending(alpha, look / most) >= 2 ** -look)
    const shares = looks.slice(reach).map((look) => look / most)
    return [...looks.slice(0, reach).map(() => 0), ...nominalLevels(alpha, shares)]
  }
  const levels = known.get(key) ?? solve()
  known.set(key, levels)
  return levels
}

function boundsAt(values: readonly number[], level: number): Bounds {
  return level === 0 ? undecided.bounds : signedRankBounds(values, Math.min(0.5, level))
}

function decideLook(
  values: readonly number[],
  gate: PairLimits,
  slower: number,
  notSlower: number,
  isLast: boolean,
) {
  const estimate = hodgesLehmann(values)
  const { low } = boundsAt(values, slower)
  const { high } = boundsAt(values, notSlower)
  const said = { n: values.length, estimate, bounds: { low, high } }
  // Values that are all equal give an interval of no width, which proves nothing about a sampled metric.
  if (new Set(values).size < 2) return { ...said, verdict: 'inconclusive' } as const
  const tolerance = Math.log1p(gate.tolerance)
  if (low > tolerance) return { ...said, verdict: 'regressed' } as const
  if (high < -tolerance) return { ...said, verdict: 'improved' } as const
  // What looks slower, or faster, than the tolerance may yet be proven so: until the last look it is not passed for
  // being below the margin.
  if (!isLast && Math.abs(estimate) > tolerance) return { ...said, verdict: 'inconclusive' } as const
  if (high >= Math.log1p(gate.margin)) return { ...said, verdict: 'inconclusive' } as const
  // Stricter levels than that of the interval which people see left it open: to call it equal would deny what they see.
  const seen = boundsAt(values, (1 - policy.confidence) / 2)
  if (seen.high < -tolerance) return { ...said, verdict: 'not-slower' } as const
  return { ...said, verdict: seen.low > tolerance ? 'inconclusive' : 'equivalent' } as const
}

/** Pairs until a bound that is so far from the estimate is within the room there is: it comes nearer with their square root. */
function pairsFor(n: number, halfWidth: number, room: number): number {
  return room > 0 ? n * (halfWidth / room) ** 2 : Number.POSITIVE_INFINITY
}

/**
 * How many pairs of a stage would probably decide what so many have not, if the estimate stays where it is: bounds come
 * nearer with the square root of the number. `undefined` where so few pairs bound nothing. The boundary that is
 * farther from the estimate is the one that is reached first.
 */
export function pairsToDecide(
  { n, estimate, bounds }: Pick<PairedDecision, 'n' | 'estimate' | 'bounds'>,
  { tolerance, margin }: Pick<Limits, 'tolerance' | 'margin'>,
): number | undefined {
  const regressed = pairsFor(n, estimate - bounds.low, estimate - Math.log1p(tolerance))
  const equivalent = pairsFor(n, bounds.high - estimate, Math.log1p(margin) - estimate)
  const pairs = Math.ceil(Math.min(regressed, equivalent) - 1e-6)
  return Number.isFinite(pairs) ? pairs : undefined
}
