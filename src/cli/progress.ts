import { count } from '../core/wording/count.ts'
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
  return (moment) => {
    if (moment.type === 'unremembered') {
      // A warning, which is said in any case.
      console.err(`logbook: ${visible(moment.message)} ${visible(moment.advice)}\n`)
    } else if (loudness === 'quiet') {
      return
    } else if (moment.type === 'listed') {
      console.err(`${count(moment.benchmarks, 'benchmark')} in ${count(moment.files, 'file')}\n`)
    } else if (moment.type === 'controls') {
      const seconds = Number((moment.time / 1e9).toPrecision(2))
      console.err(`${count(moment.kernels, 'control kernel')}, each against itself, for about ${seconds} s\n`)
    } else if (moment.type === 'fork') {
      const { step, index, of } = moment
      const round = roundOf(moment)
      const line = `${round}  ${index + 1}/${of}`
      if (live) console.err(`${erase}${shorten(`${line}  ${nameOf(step)}`, console.width)}`)
      else if (loudness === 'verbose') console.err(`${line}  ${nameOf(step)}\n`)
      else if (index === 0) console.err(`${round}: ${count(of, 'fork')}\n`)
    } else if (moment.type === 'failed') {
      console.err(`${erase}failed: ${visible(moment.id)}: ${visible(moment.failure.message)}\n`)
    } else if (moment.type === 'done') {
      console.err(erase)
    }
  }
}

type ForkStarts = Extract<ProgressEvent, { type: 'fork' }>

function roundOf({ step: { stage, round } }: ForkStarts): string {
  if (stage === 'confirm') return `confirming, round ${round}`
  if (stage === 'control') return 'control kernels'
  if (stage === 'observe') return 'profiling'
  return round === 0 ? 'checking' : `round ${round}`
}

function nameOf({ task, ids, round }: ForkStarts['step']): string {
  const name = visible(ids[0] ?? '')
  if (round === 0) return `${name} and ${ids.length - 1} more`
  return task === 'memory' ? `${name} (memory)` : name
}

function shorten(line: string, width: number): string {
  return line.length < width ? line : `${line.slice(0, Math.max(1, width - 2))}…`
}
