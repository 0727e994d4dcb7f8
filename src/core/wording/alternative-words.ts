import type { Comparison } from '../../model/comparison.ts'
import { formatChangeInterval, formatMagnitude, formatPercent, formatRatio } from '../../model/unit.ts'
import { changeAlone } from './change-words.ts'
import { count } from './count.ts'

type NameOf = (id: string) => string

/** What asks for more pairs: on a command line that times commands, or where benchmarks of files are measured. */
const askForPairs = { time: '--runs 100', run: '--forks 100, or time.forks.max' } as const
type AskedBy = keyof typeof askForPairs

/** What pairs say of one alternative and the one that it was compared with, as a sentence. */
export function alternativeWords(
  comparison: Comparison,
  nameOf: NameOf,
  { margin }: Margin,
  askedBy: AskedBy,
): string {
  const { id, base, verdict, change, n, findings } = comparison
  const [mine, theirs] = [
    `'${nameOf(id)}'`,
    `'${base.benchmark === undefined ? base.ref : nameOf(base.benchmark)}'`,
  ]
  const pairs = `${n.head} pairs`
  if (verdict === 'regressed' || verdict === 'improved') {
    const { estimate, low, high } = change!
    const interval = formatChangeInterval(low, high)
    const word = verdict === 'regressed' ? 'slower' : 'faster'
    const times = estimate >= 0.5 || estimate <= -1 / 3 ? ` (${timesWords(estimate)})` : ''
    return `${mine} is ${formatMagnitude(estimate)} ${interval} ${word} than ${theirs}${times}; ${pairs}.`
  }
  if (verdict === 'equivalent')
    return `${mine} takes as long as ${theirs}, or at most ${formatPercent(margin)} longer: ${changeAlone(comparison)}; ${pairs}.`
  if (verdict === 'invalid')
    return `${mine} and ${theirs} cannot be compared: ${findings[0]?.message ?? 'one of them does not run'}.`
  return `Whether ${mine} is slower or faster than ${theirs} is not decided: ${openWords(comparison, askedBy)}`
}

/** What is known where nothing is decided, and what may decide. */
function openWords(comparison: Comparison, askedBy: AskedBy): string {
  const { change, n, minimumDetectable } = comparison
  const more = `More pairs (${askForPairs[askedBy]}), more time (--time), or a quieter machine may decide.`
  const made = comparison.pairs?.screen.length ?? n.head
  if (!change)
    return made === 0
      ? `no pair was made. ${more}`
      : `${count(made, 'pair')} so far, which give no interval. ${more}`
  const least =
    minimumDetectable === null
      ? ''
      : ` A change of ${formatPercent(minimumDetectable)} would have been proven.`
  const seen = `${changeAlone(comparison)} so far, after ${count(n.head, 'pair')}.`
  // An interval that excludes zero is a suspicion, until fresh pairs have said the same.
  const isSuspected = (change.low ?? 0) > 0 || (change.high ?? 0) < 0
  return `${seen}${isSuspected ? ' No fresh pairs have confirmed that yet.' : least} ${more}`
}

type Margin = { readonly margin: number }

/** "2.4 times as fast" */
function timesWords(estimate: number): string {
  const ratio = estimate > 0 ? 1 + estimate : 1 / (1 + estimate)
  return `${formatRatio(ratio)} ${estimate > 0 ? 'the time' : 'the speed'}`
}

/** Which is fastest of three or more, where that is proven against the reference. */
export function rankWords(alternatives: readonly Comparison[], nameOf: NameOf): string | undefined {
  if (alternatives.length < 2) return undefined
  const isDecided = alternatives.every(({ verdict }) =>
    ['regressed', 'improved', 'equivalent'].includes(verdict),
  )
  if (!isDecided) return undefined
  const order = alternatives
    .map(({ id, change }) => ({ id, estimate: change?.estimate ?? 0 }))
    .toSorted((a, b) => a.estimate - b.estimate)
  const [best] = order
  const reference = alternatives[0]!.base.benchmark!
  const fastest = best!.estimate < 0 ? best!.id : reference
  return `Fastest against the reference: '${nameOf(fastest)}'. Others were not compared with each other.`
}
