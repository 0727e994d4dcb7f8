import { mannWhitneyBounds } from '../../stats/mann-whitney.ts'
import { signedRankBounds } from '../../stats/signed-rank.ts'
import { stretches } from '../measure/time.ts'
import { samplesBehind } from './provide-results.ts'

/** What a matcher of Vitest's says. */
export type MatcherAnswer = { readonly pass: boolean; readonly message: () => string }

/**
 * A process may be faster or slower than the next one by so much, with the same code, for as long as it lasts: the layout of
 * its memory, and what was compiled first. One process cannot tell; as a part of the time.
 */
const processError = 0.05
/** Stretches of a series that are taken as one value: neighbours are alike. */
const most = 30
const alpha = 0.005

/**
 * Whether a result is faster or slower than another one by more than `delta`, a part of the other's time. Where that is neither
 * proven nor disproven, the matcher fails with the interval, with `not` or without.
 */
export function compareSpeed(
  which: 'faster' | 'slower',
  actual: unknown,
  expected: unknown,
  delta: number,
  isNot: boolean,
): MatcherAnswer {
  const name = which === 'faster' ? 'toBeFasterThan' : 'toBeSlowerThan'
  const [one, other] = [samplesBehind(actual), samplesBehind(expected)]
  if (!one || !other) throw new TypeError(`${name}: both sides must be results of a benchmark that was run`)
  const sameRounds = one.together !== undefined && one.together === other.together
  const { low, high } = sameRounds
    ? signedRankBounds(logsOf(one.samples.map((value, place) => value / other.samples[place]!)), alpha)
    : mannWhitneyBounds(logsOf(one.samples), logsOf(other.samples), alpha)
  const change = { low: Math.expm1(low) - processError, high: Math.expm1(high) + processError }
  const isProven = which === 'faster' ? change.high < -delta : change.low > delta
  const isDisproven = which === 'faster' ? change.low >= -delta : change.high <= delta
  const interval = `its time differs from the other's by between ${percent(change.low)} and ${percent(change.high)}`
  if (isProven || isDisproven) {
    const wanted = `${isNot ? 'not ' : ''}${which}${delta > 0 ? ` by ${percent(delta)}` : ''}`
    return { pass: isProven, message: () => `${name}: expected to be ${wanted}, but ${interval}` }
  }
  const remedy = "'npx assay compare' decides smaller differences, over many processes"
  // It must fail whichever way it is asked.
  return { pass: isNot, message: () => `${name}: cannot tell: ${interval}; ${remedy}` }
}

function logsOf(values: readonly number[]): number[] {
  return stretches(values, most).map(Math.log)
}

function percent(change: number): string {
  return `${change < 0 ? '−' : '+'}${(100 * Math.abs(change)).toFixed(1)} %`
}
