import { AssayError } from '../../model/assay-error.ts'
import { type Comparator, comparators, longestObjective, type Objective } from '../../model/objective.ts'
import { findClosest } from '../wording/closest.ts'
import { readLimit } from './limit.ts'
import { type ObjectiveWord, ownWords, percentileWord, type WordSet } from './objective-word.ts'

/**
 * Reads `'p99 < 200 ms'`, `'errors < 0.1 %'`, or an expression of k6 such as `'p(99)<200'`, which means milliseconds.
 *
 * @throws AssayError `objective-invalid`, which names the text, the place in it, and what would be right
 */
export function parseObjective(text: string, known: WordSet = ownWords): Objective {
  if (text.length > longestObjective)
    throw refusal(text, 0, `an objective has at most ${longestObjective} characters`)
  const [, before = '', name = '', space = '', sign = '', rest = ''] =
    /^(\s*)(p\([^)]*\)|[^\s<>=!≤≥]*)(\s*)([<>=!≤≥]*)(.*)$/su.exec(text)!
  const word = wordOf(name, known, (reason) => refusal(text, before.length, reason))
  const place = before.length + name.length + space.length
  const comparator = comparatorOf(name, word, sign || rest, (reason) => refusal(text, place, reason))
  const at = place + sign.length
  const limit = readLimit(rest, word, (more, reason) => refusal(text, at + more, reason))
  const { metric, quantile } = word
  const objective = { metric, ...(quantile === undefined ? {} : { quantile }), comparator, limit }
  checkSense(objective, (reason) => refusal(text, at + firstOf(rest), reason))
  return { text: text.trim().replaceAll(/\s+/gu, ' '), ...objective }
}

type Refuse = (reason: string) => AssayError

function wordOf(name: string, { words, hasPercentiles }: WordSet, refuse: Refuse): ObjectiveWord {
  if (Object.hasOwn(words, name)) return words[name]!
  const percentile = hasPercentiles ? percentileWord(name) : undefined
  if (percentile) return percentile
  if (hasPercentiles && /^p\(?\s*\d/u.test(name))
    throw refuse(`'${name}' is no percentile${percentileAdvice(name)}`)
  if (name === 'count')
    throw refuse("'count' does not say of what; write 'failures < 10', or { http_reqs: ['count>1000'] }")
  const names = Object.keys(words)
  const bare = name.replace(/^latency\./u, '')
  const isKnown = bare !== name && (names.includes(bare) || percentileWord(bare) !== undefined)
  const meant = isKnown ? bare : findClosest(name, names)
  const what = name === '' ? 'a metric is missing' : `there is no metric '${name}'`
  const all = [...(hasPercentiles ? ["percentiles such as 'p99'"] : []), ...names].join(', ')
  throw refuse(`${what}${meant === undefined ? '' : `; did you mean '${meant}'?`}; there are ${all}`)
}

/** p999 is how some write p99.9. */
function percentileAdvice(name: string): string {
  const [, digits, more] = /^p(9\d)(\d+)$/u.exec(name) ?? []
  return digits === undefined
    ? ': they lie between p0 and p100, which are min and max'
    : `; did you mean 'p${digits}.${more}'?`
}

function comparatorOf(name: string, { keeps }: ObjectiveWord, got: string, refuse: Refuse): Comparator {
  const fitting = comparators.filter(
    (one) => keeps === undefined || (keeps === 'below') === one.startsWith('<'),
  )
  const found = fitting.find((one) => one === got)
  if (found) return found
  const expected = fitting.map((one) => `'${one}'`).join(fitting.length > 2 ? ', ' : ' or ')
  const first = /^\s*(\S+)/u.exec(got)?.[1]
  const why = comparators.some((one) => one === got) ? `${name} is to stay ${keeps} its limit: ` : ''
  throw refuse(`${why}expected ${expected}, got ${first === undefined ? 'nothing' : `'${first}'`}`)
}

/** Refuses a limit that is always kept, or never. */
function checkSense(objective: Omit<Objective, 'text'>, refuse: Refuse): void {
  const { metric, comparator, limit } = objective
  const isShare = metric === 'errors' || metric === 'availability'
  if (isShare && limit > 1) throw refuse('no share is larger than 100 %')
  const most = isShare ? 1 : Number.POSITIVE_INFINITY
  const isNever = (comparator === '<' && limit <= 0) || (comparator === '>' && limit >= most)
  const isAlways = (comparator === '<=' && limit >= most) || (comparator === '>=' && limit <= 0)
  if (isNever) throw refuse('nothing can keep this')
  if (isAlways) throw refuse('whatever happens, this is kept')
}

function firstOf(rest: string): number {
  return rest.length - rest.trimStart().length
}

function refusal(text: string, at: number, reason: string): AssayError {
  return new AssayError(
    'objective-invalid',
    `'${text.slice(0, longestObjective)}', character ${at + 1}: ${reason}`,
    "Write a metric, a comparator and a limit, such as 'p99 < 200 ms' or 'errors < 0.1 %'.",
  )
}
