import { type Contrast, contrastOf, type GroupMean, groupMean, reachOf } from './contrast.ts'
import { mean } from './moments.ts'
import { sum } from './sample.ts'

/** How a cost grows with n: n to a power, times log n where `log` says so. */
export interface GrowthForm {
  readonly power: number
  readonly log: boolean
}

/** What was measured at one size; the values are above 0, one for each replicate. */
export interface SizedValues {
  readonly size: number
  readonly values: readonly number[]
}

export interface GrowthRules {
  /** Error of calling growth that is as declared, or hidden by what is allowed, growth beyond it. */
  readonly alpha: number
  /** A factor that is allowed, and once more for each factor of `every` in n: the steps of memories. */
  readonly step: number
  readonly every: number
  /** What a stretch of sizes must have to tell anything: so many sizes, and such a factor between its ends. */
  readonly sizes: number
  readonly span: number
}

/** Growth beyond a form over a stretch of sizes that ends at the largest one. Factors. */
export interface Excess {
  /** Place of the stretch's first size. */
  readonly from: number
  /** How many times more than the form grows, but for the steepest of its steps. */
  readonly estimate: number
  /** It is at least, and at most, this. */
  readonly low: number
  readonly high: number
  /** What is allowed. */
  readonly limit: number
  /** How many times what a fixed cost and the form explain the largest size costs; 1 where a fixed cost hides no growth. */
  readonly last: number
  /** Whether more than that is proven of any stretch, and whether it is disproven of each and of the largest size. */
  readonly isBeyond: boolean
  readonly isWithin: boolean
}

/** ln of n to the power, times log n. Throws RangeError where that is not above 0. */
export function logGrowth({ power, log }: GrowthForm, n: number): number {
  if (!(n > (log ? 1 : 0))) throw new RangeError(`a size must be above ${log ? 1 : 0}, not ${n}`)
  return power * Math.log(n) + (log ? Math.log(Math.log(n)) : 0)
}

/**
 * How much faster than `form` a cost grows, as far as its replicates can tell: on the log scale, after division by the form, as
 * contrasts of the means of sizes (contrast.ts), so that replicates and not samples are what counts.
 *
 * - Fixed costs hide growth at small sizes, as Goldsmith, Aiken & Wilkerson 2007 (Measuring empirical computational
 *   complexity, ESEC-FSE, 395) see it in programs. So every stretch that ends at the largest size is looked at, and they share
 *   alpha (Bonferroni).
 * - A cost that rises once, as where data outgrow a cache, is no growth. So the steepest step of a stretch is left out,
 *   whichever it is: growth counts that is proven without any one of them, an intersection-union test at the same level (Berger
 *   1982, Technometrics 24, 295). What is left may be `step`, and once more for each factor of `every`.
 *
 * `undefined` where no stretch has enough sizes. Throws RangeError on a value of 0 or less, or on fewer than two of a size.
 *
 * @param sizes ascending
 */
export function excessGrowth(
  sizes: readonly SizedValues[],
  form: GrowthForm,
  rules: GrowthRules,
): Excess | undefined {
  const groups = sizes.map(({ size, values }) =>
    groupMean(values.map((value) => logCost(value) - logGrowth(form, size))),
  )
  const starts = stretchesOf(sizes, rules)
  const all = starts.map((from) => excessFrom(from, sizes, groups, rules, rules.alpha / starts.length))
  const most = all.toSorted((a, b) => b.strength - a.strength)[0]
  if (!most) return undefined
  const { strength: _, ...excess } = most
  const last = lastBeyondFixed(sizes, form)
  return {
    ...excess,
    last,
    isBeyond: all.some(({ low, limit }) => low > limit),
    isWithin: all.every(({ high, limit }) => high <= limit && last <= limit),
  }
}

/**
 * The cost of the largest size over that which the others predict: a fixed cost and `form`, fitted by least squares of relative
 * errors, both 0 or more. Where a fixed cost hides most of the growth, the steepest step is the only one that shows it. Where
 * it is less than half of the largest of the others, it hides nothing: 1.
 */
function lastBeyondFixed(sizes: readonly SizedValues[], form: GrowthForm): number {
  const largest = logGrowth(form, sizes.at(-1)!.size)
  const points = sizes.map(({ size, values }) => {
    const cost = Math.exp(mean(values.map(logCost)))
    // Divided by the cost, so that errors are relative: 1 = fixed × one + growing × part.
    return { cost, one: 1 / cost, part: Math.exp(logGrowth(form, size) - largest) / cost }
  })
  const known = points.slice(0, -1)
  const total = (of: (point: (typeof points)[number]) => number) => sum(known.map(of))
  const [oo, op, pp] = [total((p) => p.one ** 2), total((p) => p.one * p.part), total((p) => p.part ** 2)]
  const [o, p] = [total(({ one }) => one), total(({ part }) => part)]
  const determinant = oo * pp - op * op
  const fixed = determinant > 0 ? (o * pp - p * op) / determinant : 0
  const growing = determinant > 0 ? (p * oo - o * op) / determinant : p / pp
  const [constant, rising] = growing < 0 ? [o / oo, 0] : fixed < 0 ? [0, p / pp] : [fixed, growing]
  const isHiding = constant > known.at(-1)!.cost / 2
  return isHiding ? points.at(-1)!.cost / (constant + rising) : 1
}

/** Places of the sizes that a stretch may begin with. */
export function stretchesOf(
  sizes: readonly Pick<SizedValues, 'size'>[],
  { sizes: fewest, span }: Pick<GrowthRules, 'sizes' | 'span'>,
): number[] {
  const last = sizes.at(-1)?.size ?? 0
  return [...sizes.keys()].filter(
    // Sizes are rounded: 300 and 2,400 are a factor of 8, and so are 0.3 and 2.4.
    (from) => sizes.length - from >= fewest && last / sizes[from]!.size >= span * (1 - 1e-9),
  )
}

type Stretch = Pick<Excess, 'from' | 'estimate' | 'low' | 'high' | 'limit'> & {
  /** By how many standard errors the growth is beyond what is allowed. */
  readonly strength: number
}

function excessFrom(
  from: number,
  sizes: readonly SizedValues[],
  groups: readonly GroupMean[],
  { alpha: level, step, every }: GrowthRules,
  alpha: number,
): Stretch {
  const last = sizes.length - 1
  const limit = Math.log(step) * (1 + Math.log(sizes[last]!.size / sizes[from]!.size) / Math.log(every))
  const without = Array.from({ length: last - from }, (_, place) =>
    contrastOf(groups, withoutStep(from, from + place, last)),
  )
  const least = (of: (contrast: Contrast) => number) => Math.min(...without.map(of))
  return {
    from,
    estimate: toFactor(least(({ estimate }) => estimate)),
    low: toFactor(least((one) => one.estimate - reachOf(one, alpha))),
    high: toFactor(least((one) => one.estimate + reachOf(one, level))),
    limit: toFactor(limit),
    strength: least(({ estimate, error }) => (estimate - limit) / Math.max(error, Number.MIN_VALUE)),
  }
}

/** A finite one, whatever little is known. */
function toFactor(log: number): number {
  return Math.exp(Math.min(log, 700))
}

/** From the first size to the last one, but for the step that begins at `step`. */
function withoutStep(from: number, step: number, last: number): number[] {
  const coefficients = new Array<number>(last + 1).fill(0)
  coefficients[last]! += 1
  coefficients[from]! -= 1
  coefficients[step + 1]! -= 1
  coefficients[step]! += 1
  return coefficients
}

/** ln of a cost. Throws RangeError unless it is above 0. */
export function logCost(value: number): number {
  if (!(value > 0)) throw new RangeError(`a cost must be above 0 to have a logarithm, not ${value}`)
  return Math.log(value)
}
