import type { Comparison } from '../../model/comparison.ts'
import type { Run } from '../../model/run.ts'
import { formatMagnitude } from '../../model/unit.ts'
import { weighChange } from '../compare/weight.ts'
import { shortChange } from '../wording/change-words.ts'
import { count } from '../wording/count.ts'
import { truncate } from '../wording/display-width.ts'
import { functionName, placeWords } from '../wording/function-words.ts'
import { labelsOf } from '../wording/label.ts'
import { visible } from '../wording/plain.ts'
import type { Cause } from './causes.ts'
import { sharedBase } from './claim.ts'
import { isRegression } from './regressions.ts'
import { worseWord } from './short-verdict.ts'

/** Several regressions in one sentence: how many of how many, and whose fault; `undefined` of a single one. */
export function regressedWords(run: Run, causes: readonly Cause[]): string | undefined {
  const regressions = run.comparisons.filter(isRegression)
  if (regressions.length < 2) return undefined
  const counts = (['slower', 'heavier', 'worse'] as const).flatMap((word) => {
    const own = regressions.filter(({ metric }) => worseWord(metric) === word)
    const { size } = new Set(own.map(({ id }) => id))
    return size === 0 ? [] : [{ word, size, own }]
  })
  const [first, ...others] = counts
  const all = count(run.benchmarks.length, 'benchmark')
  const verb = first!.size === 1 ? 'is' : 'are'
  const beside = others.map(({ word, size }) => `, ${size} ${size === 1 ? 'is' : 'are'} ${word}`).join('')
  return `${first!.size} of ${all} ${verb} ${first!.word} than ${sharedBase(regressions)}${worstWords(first!.own, run)}${beside}${blameWords(run, causes)}`
}

/** How much worse the worst of them is: ", by up to 9.6 % (mri › flags)". */
function worstWords(regressions: readonly Comparison[], run: Run): string {
  const [worst] = regressions.toSorted((a, b) => weighChange(b) - weighChange(a))
  const size = worst?.change ? formatMagnitude(worst.change.estimate) : worst && shortChange(worst)
  if (!worst || !size) return ''
  const most = regressions.length > 1 ? 'up to ' : ''
  return `, by ${most}${size} (${truncate(visible(labelsOf(run)(worst.id)), 60)})`
}

/** The function that is to blame, or how many are; '' where nobody is known to be. */
export function blameWords(run: Run, causes: readonly Cause[]): string {
  const [first, second] = causes
  if (!first) return ''
  if (second) return `; ${count(causes.length, 'function')} are to blame`
  const { size } = new Set(run.comparisons.filter(isRegression).map(({ id }) => id))
  const own = first.benchmarks.length
  const which = own < size ? `; ${own} of them because of ` : ', because of '
  const place = visible(placeWords(first.place))
  return `${which}${truncate(visible(functionName(first.place)), 60)}${place === '' ? '' : ` (${place})`}`
}
