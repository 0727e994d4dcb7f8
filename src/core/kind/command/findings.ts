import { type CommandDetail, type SlowCause, slowCauses } from '../../../model/command.ts'
import { policy } from '../../../model/config.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import type { Ledger } from '../../../model/trial.ts'
import { formatPercent, formatQuantity } from '../../../model/unit.ts'
import { median } from '../../../stats/quantile.ts'
import { sum } from '../../../stats/sample.ts'
import { measured, qualities } from '../../ledger/ledger.ts'
import { readingFindings } from '../../ledger/own-readings.ts'
import { notAgreed } from '../../ledger/unmeasured.ts'
import { asleepShare, isContended } from '../../ledger/waiting.ts'
import { count } from '../../wording/count.ts'
import { commandDetailsOf } from './output.ts'

/** What the trials of a command tell beside its numbers. */
export function commandFindings(id: string, trials: Ledger): Finding[] {
  const head = measured(trials, { side: 'head', task: 'time' })
  const all = commandDetailsOf(measured(trials))
  const details = commandDetailsOf(head)
  if (all.length === 0) return []
  const found: Finding[] = []
  const [unknown] = commandDetailsOf(measured(trials, { stage: 'check' })).flatMap(
    ({ unknownOutput }) => unknownOutput ?? [],
  )
  if (unknown !== undefined) found.push(notAgreed(id, unknown))
  if (head.length > 0 && isContended(qualities(head))) {
    const message = 'In most of its trials nearly every run had to wait for a CPU, so all were kept'
    const advice = 'Stop what else is running, or measure on a machine with a free core.'
    found.push(finding('contaminated', id, message, advice))
  }
  const asleep = asleepShare(qualities(head))
  if (asleep !== undefined && asleep >= policy.asleep.told) {
    const message = `It sleeps for ${formatPercent(asleep)} of its time, so it is judged on wall time`
    found.push(
      finding('waiting', id, message, 'Look for what it waits for: files, the network, other processes.'),
    )
  }
  const isPaired = measured(trials).some(({ side }) => side === 'base')
  const slow = describeSlow(details, sum(head.map(({ end }) => end.quality.samples)), isPaired)
  if (slow !== undefined)
    found.push(
      finding('slow-runs', id, slow, 'Runs are set aside for such a cause, and never for their time.'),
    )
  const shells = details.flatMap(({ shell }) => shell ?? [])
  if (shells.length > 0) {
    const time = median(head.map(({ end }) => end.values.time ?? 0))
    if (time < policy.commands.shortOfShell * median(shells)) {
      const message = `It takes ${formatQuantity(time, 'ns')} beside the ${formatQuantity(median(shells), 'ns')} in which its shell starts: what is left is mostly noise`
      found.push(
        finding(
          'too-short-for-the-shell',
          id,
          message,
          'Give it as a list, which needs no shell, or more to do.',
        ),
      )
    }
  }
  if (all.some(({ left }) => left)) {
    const message = 'It leaves processes running, which were ended after every run'
    found.push(finding('left-running', id, message, 'Let it wait for what it starts, or stop that in it.'))
  }
  const [unfollowed] = details.flatMap((one) => one.unfollowed ?? [])
  if (unfollowed !== undefined)
    found.push(
      finding(
        'calls-not-followed',
        id,
        `The files that it opens, or its system calls, are not known: ${unfollowed}`,
        "That needs Linux with perl, and the right to trace one's own programs.",
      ),
    )
  const uncached = details.flatMap((one) => one.uncached ?? [])
  if (uncached.length > 0 && !uncached.some(({ fromDisk }) => fromDisk))
    found.push(
      finding(
        'not-evicted',
        id,
        'Its files could not be taken out of memory, or reading them from there costs nothing: both times are those of cached files',
        'Files that others have mapped, and file systems in memory, stay where they are.',
      ),
    )
  const readings = details.map((one) => one.readings).filter((one) => one !== undefined)
  return [
    ...found,
    ...readingFindings(id, readings, 'printed'),
    ...limitFindings(
      id,
      details,
      head.flatMap(({ end }) => end.values.peakMemory ?? []),
    ),
  ]
}

const causeWords: Readonly<Record<SlowCause, string>> = {
  throttled: 'were stopped by the CPU quota',
  waiting: 'waited for a CPU',
  disk: 'read from a disk what others found in memory',
  asleep: 'waited for something else',
  processor: 'computed for longer',
}

/** `3 of 40 runs were slow: 2 waited for a CPU, 1 read from a disk …`; what was set aside stands behind. */
function describeSlow(
  details: readonly CommandDetail[],
  runs: number,
  isPaired: boolean,
): string | undefined {
  const total = (of: 'slow' | 'aside') => {
    const counts = slowCauses.map(
      (cause) => [cause, sum(details.map((one) => one[of]?.[cause] ?? 0))] as const,
    )
    return counts.filter(([, n]) => n > 0).sort(([, a], [, b]) => b - a)
  }
  const [slow, aside] = [total('slow'), total('aside')]
  if (slow.length === 0) return undefined
  const words = slow.map(([cause, n]) => `${n} ${causeWords[cause]}`).join(', ')
  const all = sum(slow.map(([, n]) => n))
  const set = sum(aside.map(([, n]) => n))
  const rest = set === 0 ? '' : `; ${count(set, 'run')}${isPaired ? ' of both sides' : ''} set aside`
  return `${all} of ${count(runs, 'run')} took over ${formatPercent(policy.commands.slow)} longer than usual: ${words}${rest}`
}

/** What the supervisor cannot tell here. */
function limitFindings(id: string, details: readonly CommandDetail[], peaks: readonly number[]): Finding[] {
  const [supervisor] = details.map((one) => one.supervisor)
  if (supervisor?.program === 'node') {
    const message =
      'Neither perl nor python3 is here, so CPU time, memory and page faults of commands are not told'
    return [finding('supervisor-limited', id, message, 'Install perl, which needs nothing else.')]
  }
  const floor = supervisor?.floor ?? 0
  if (peaks.length === 0 || Math.min(...peaks) > floor * policy.commands.floorShare) return []
  const message = `Its peak memory may be less than is told: below ${formatQuantity(floor, 'byte')} nothing can be told of a process that another one starts`
  return [finding('supervisor-limited', id, message, 'Take it for an upper limit.')]
}
