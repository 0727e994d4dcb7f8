import { shortVerdictOf, shortVerdictTones } from '../core/assess/short-verdict.ts'
import { changeAlone } from '../core/wording/change-words.ts'
import { formatClock } from '../core/wording/clock.ts'
import { count } from '../core/wording/count.ts'
import { truncate, wrapText } from '../core/wording/display-width.ts'
import { visible } from '../core/wording/plain.ts'
import type { ProgressEvent } from '../flow/ports/measurer.ts'
import type { Console } from './console.ts'
import type { Invocation } from './invocation.ts'

type Loudness = 'quiet' | 'normal' | 'verbose'

export function loudnessOf({ quiet, verbose }: Invocation['flags']): Loudness {
  return quiet ? 'quiet' : verbose ? 'verbose' : 'normal'
}

/**
 * Progress on stderr. It is written before a fork starts and after it has ended, never in between: a repaint
 * while a sample is being taken is noise on a machine with two cores.
 */
export function showProgress(console: Console, loudness: Loudness): (moment: ProgressEvent) => void {
  // Who wants more gets lines that stay; otherwise one line is written over again and again.
  const live = console.live && loudness !== 'verbose'
  const erase = live ? '\r\u001b[2K' : ''
  const begun = performance.now()
  let told = Number.NEGATIVE_INFINITY
  const clock = () => formatClock((performance.now() - begun) * 1e6).padStart(5)
  const sayAbove = (words: string) =>
    console.err(`${erase}${wrapText(words, console.messageWidth).join('\n')}\n`)
  return (moment) => {
    if (moment.type === 'unremembered') {
      // A warning, which is said in any case.
      console.err(`logbook: ${visible(moment.message)} ${visible(moment.advice)}\n`)
    } else if (loudness === 'quiet') {
      return
    } else if (moment.type === 'listed') {
      console.err(`${count(moment.benchmarks, 'benchmark')} in ${count(moment.files, 'file')}\n`)
    } else if (moment.type === 'bases') {
      const words = baseWords(moment)
      if (words !== '') sayAbove(words)
    } else if (moment.type === 'settled') {
      sayAbove(`of the others: ${changeWords(moment).join(', ')}`)
    } else if (moment.type === 'decided') {
      const begin = `${clock()}  `
      const room = console.messageWidth - begin.length
      for (const line of decidedLines(moment, room)) console.err(`${erase}${begin}${line}\n`)
    } else if (moment.type === 'controls') {
      const seconds = Number((moment.time / 1e9).toPrecision(2))
      console.err(`${count(moment.kernels, 'control kernel')}, each against itself, for about ${seconds} s\n`)
    } else if (moment.type === 'fork') {
      const { step, index, of } = moment
      const round = roundOf(moment)
      const line = [round, `${index + 1}/${of}`, ...forecastWords(moment)].join('  ')
      if (live) console.err(`${erase}${shorten(`${line}  ${nameOf(step)}`, console.width)}`)
      else if (loudness === 'verbose') console.err(`${line}  ${nameOf(step)}\n`)
      else if (index === 0 && (step.round <= 3 || performance.now() - told >= seldom)) {
        told = performance.now()
        console.err(`${[`${round}: ${count(of, 'fork')}`, ...forecastWords(moment)].join(', ')}\n`)
      }
    } else if (moment.type === 'failed') {
      console.err(`${erase}failed: ${visible(moment.id)}: ${visible(moment.failure.message)}\n`)
    } else if (moment.type === 'done') {
      console.err(erase)
    }
  }
}

/** "2 may have changed, 30 are identical, 10 are likely identical": '' where nothing is compared. */
function baseWords(moment: Extract<ProgressEvent, { type: 'bases' }>): string {
  const { changed, identical, open, others } = moment
  if (changed + identical + open === 0) return ''
  const parts = [
    ...changeWords(moment),
    ...(open > 0 ? [`${open} ${open === 1 ? 'is' : 'are'} likely identical`] : []),
    ...(others > 0 ? [`${others} without a base`] : []),
  ]
  return parts.join(', ')
}

function changeWords({ changed, identical }: { readonly changed: number; readonly identical: number }) {
  return [
    ...(changed > 0 ? [`${changed} may have changed`] : []),
    ...(identical > 0 ? [`${identical} ${identical === 1 ? 'is' : 'are'} identical`] : []),
  ]
}

/** What has become better or worse, in a line each, of which the name gives way: the rest is counted. */
function decidedLines({ comparisons }: Extract<ProgressEvent, { type: 'decided' }>, width: number): string[] {
  return comparisons.flatMap((one) => {
    const word = shortVerdictOf(one)
    const tone = shortVerdictTones[word]
    if (tone !== 'bad' && tone !== 'good') return []
    const pairs = one.pairs ? `, ${count(one.n.head, 'pair')}` : ''
    const numbers = one.reason === 'other-result' ? 'another result' : `${changeAlone(one)}${pairs}`
    const room = Math.max(leastName, width - word.length - numbers.length - 4)
    return [`${word}  ${truncate(visible(one.id), room)}  ${numbers}`]
  })
}

/** Names are not shortened below this. */
const leastName = 16

/** Where lines stay, later rounds are told this often at most; ms. */
const seldom = 5_000

/** "12 of 42 done", "2 worse", "about 1:40 left". */
function forecastWords({ forecast, step }: ForkStarts): string[] {
  if (!forecast) return []
  const { done, of, worse = 0, left } = forecast
  return [
    `${done} of ${of} ${step.side === 'pair' ? 'decided' : 'measured'}`,
    ...(worse > 0 ? [`${worse} worse`] : []),
    ...(left === undefined || left === 0 ? [] : [`about ${formatClock(left)} left`]),
  ]
}

type ForkStarts = Extract<ProgressEvent, { type: 'fork' }>

function roundOf({ step: { stage, round, isControl } }: ForkStarts): string {
  // The base against itself: what was decided of the benchmarks stands.
  const which = isControl ? 'controls, ' : ''
  if (stage === 'confirm') return `${which}confirming, round ${round}`
  if (stage === 'control') return 'control kernels'
  if (stage === 'observe') return 'profiling'
  return round === 0 ? 'checking' : `${which}round ${round}`
}

function nameOf({ task, ids, round }: ForkStarts['step']): string {
  const name = visible(ids[0] ?? '')
  if (round === 0) return `${name} and ${ids.length - 1} more`
  return task === 'memory' ? `${name} (memory)` : name
}

function shorten(line: string, width: number): string {
  return line.length < width ? line : `${line.slice(0, Math.max(1, width - 2))}…`
}
