import { isSampled, metric, metricNames } from '../../../model/metric.ts'
import type { Run } from '../../../model/run.ts'
import { digits, formatChangeInterval, formatQuantity } from '../../../model/unit.ts'
import { type Answer, answerOf } from '../../assess/answer.ts'
import type { Attention } from '../../assess/attention.ts'
import { causeNumber } from '../../assess/causes.ts'
import type { Regression } from '../../assess/regressions.ts'
import { worseWord } from '../../assess/short-verdict.ts'
import { leadOf } from '../../compare/comparison-state.ts'
import { directChange, shortChange } from '../../wording/change-words.ts'
import { functionName, placeWords } from '../../wording/function-words.ts'
import { labelsOf } from '../../wording/label.ts'
import { type Tone, toneOf } from '../../wording/verdict-words.ts'
import { spreadWords } from './spread.ts'

/** The answer of a run in words. Text is as it came in: writers escape it. */
export type AnswerView = Omit<Answer, 'regressions' | 'causes'> & {
  readonly tone: Tone
  readonly regressions: readonly RegressionRow[]
  readonly causes: readonly CauseLine[]
  /** What is new, each with its numbers. */
  readonly added: readonly string[]
}

/** What has become worse: `word` is what it has become. '' where a number is not known. */
export type RegressionRow = {
  readonly id: string
  readonly word: string
  readonly before: string
  readonly now: string
  readonly change: string
  readonly interval: string
  /** The number of its cause, where there are several. */
  readonly cause: string
}

/** A function that is to blame: its number, where there are several, and what has changed in it. */
export type CauseLine = {
  readonly mark: string
  readonly name: string
  readonly place: string
  readonly what: string
  /** The benchmark that is worse because of it first. */
  readonly subject: string | undefined
}

/** What it has become; of a metric that is neither a time nor a size as its sentences say: "fewer hits". */
function wordOf(name: RegressionMetric): string {
  const word = worseWord(name)
  return word === 'worse' ? metric(name).phrase[1] : word
}
type RegressionMetric = Regression['comparison']['metric']

/** New benchmarks that are told one by one. */
const mostAdded = 3

/** "csv › parse headers: 31.3 µs ± 0.8 %, 4.10 kB" */
function tellAdded(run: Run): string[] {
  const ids = new Set(run.comparisons.filter(({ verdict }) => verdict === 'new').map(({ id }) => id))
  const added = run.benchmarks.filter(({ id, state }) => ids.has(id) && state === 'measured')
  const label = labelsOf(run)
  const told = added.slice(0, mostAdded).map((benchmark) => {
    const lead = leadOf(benchmark)
    const others = metricNames().filter((name) => !isSampled(name) && metric(name).column)
    const amounts = others.flatMap((name) => {
      const { estimate, unit } = benchmark.metrics[name] ?? {}
      return estimate === undefined || unit === undefined ? [] : formatQuantity(estimate, unit, digits.brief)
    })
    const time = lead
      ? [`${formatQuantity(lead.estimate, lead.unit, digits.brief)} ${spreadWords(benchmark, lead)}`.trim()]
      : []
    return `${label(benchmark.id)}: ${[...time, ...amounts].join(', ')}`
  })
  const left = added.length - told.length
  return left > 0 ? [...told, `and ${left} more`] : told
}

export function viewAnswer(run: Run, items: readonly Attention[]): AnswerView {
  const answer = answerOf(run, items)
  const isMarked = answer.causes.length > 1
  const row = ({ comparison, before, now }: Regression): RegressionRow => {
    const { unit } = metric(comparison.metric)
    const number = isMarked ? causeNumber(comparison, answer.causes) : undefined
    const { low, high } = directChange(comparison)
    return {
      id: comparison.id,
      word: wordOf(comparison.metric),
      before: before === undefined ? '' : formatQuantity(before, unit, digits.brief),
      now: now === undefined ? '' : formatQuantity(now, unit, digits.brief),
      change: shortChange(comparison),
      interval: comparison.method === 'exact' ? '' : formatChangeInterval(low, high),
      cause: number === undefined ? '' : `(${number})`,
    }
  }
  return {
    ...answer,
    tone: toneOf(run),
    added: tellAdded(run),
    regressions: answer.regressions.map(row),
    causes: answer.causes.map(({ number, place, what, benchmarks }) => ({
      mark: isMarked ? `(${number}) ` : '',
      name: functionName(place),
      place: place.file === '' ? '' : placeWords(place),
      what,
      subject: benchmarks[0],
    })),
  }
}
