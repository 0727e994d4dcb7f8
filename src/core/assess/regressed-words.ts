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
import { findingsOf } from './findings.ts'
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

/** The function that is to blame, or how many are, and of how many no profile tells; '' where nothing is known. */
export function blameWords(run: Run, causes: readonly Cause[]): string {
  const worse = new Set(run.comparisons.filter(isRegression).map(({ id }) => id))
  return nameBlamed(causes, worse.size) + tellUnprofiled(run, worse)
}

function nameBlamed([first, ...others]: readonly Cause[], size: number): string {
  if (!first) return ''
  if (others.length > 0) return `; ${count(others.length + 1, 'function')} are to blame`
  const own = first.benchmarks.length
  const which = own < size ? `; ${own} of them because of ` : ', because of '
  const place = visible(placeWords(first.place))
  return `${which}${truncate(visible(functionName(first.place)), 60)}${place === '' ? '' : ` (${place})`}`
}

/** Whose profiles were not taken, or told nothing: what is said of the others does not hold for them. */
function tellUnprofiled(run: Run, worse: ReadonlySet<string>): string {
  const explained = new Set(run.explanations?.map(({ id }) => id))
  const unexplained = findingsOf(run).flatMap(({ code, subject }) =>
    code === 'not-explained' && worse.has(subject) && !explained.has(subject) ? [subject] : [],
  )
  const { size } = new Set(unexplained)
  if (size === 0) return ''
  if (worse.size === 1) return '; it could not be profiled'
  return `; ${size === worse.size ? 'none of them could' : `${count(size, 'benchmark')} could not`} be profiled`
}
