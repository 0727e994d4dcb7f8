import type { AssayError } from '../../model/assay-error.ts'
import { parseRate } from '../../model/service.ts'
import { parsePercent, parseQuantity } from '../../model/unit.ts'
import { exactly, type LimitForm, type ObjectiveWord } from './objective-word.ts'

/** Longest latency that can be a limit, ns: beyond, histograms tell them apart no more. */
const longest = 3600e9
const highestRate = 1e9

const examples: Readonly<Record<LimitForm, string>> = {
  duration: "a duration such as '200 ms', more than nothing and at most '60 min'",
  share: "a percentage such as '0.1 %'",
  rate: "a rate such as '480/s'",
  count: "a whole number such as '10'",
}

type RefuseAt = (at: number, reason: string) => AssayError

/** The limit behind a comparator, in base units. `refuse` makes the error, with the place in the text. */
export function readLimit(text: string, { form, bare }: ObjectiveWord, refuse: RefuseAt): number {
  const written = text.trim()
  const at = written === '' ? 0 : text.indexOf(written)
  const number = parseQuantity(written, 'count')
  if (number !== undefined && bare === undefined)
    throw refuse(at, `'${written}' has no unit: expected ${examples[form]}`)
  const value = number === undefined ? readers[form](written) : number * bare!
  if (value !== undefined && isPossible[form](value)) return exactly(value)
  throw refuse(at, `expected ${examples[form]}, got ${written === '' ? 'nothing' : `'${written}'`}`)
}

const readers: Readonly<Record<LimitForm, (text: string) => number | undefined>> = {
  duration: (text) => parseQuantity(text, 'ns'),
  share: parsePercent,
  rate: parseRate,
  count: () => undefined,
}

const isPossible: Readonly<Record<LimitForm, (value: number) => boolean>> = {
  duration: (value) => value > 0 && value <= longest,
  // What lies beyond 100 % is told apart from what is no percentage.
  share: () => true,
  rate: (value) => value <= highestRate,
  count: Number.isSafeInteger,
}
