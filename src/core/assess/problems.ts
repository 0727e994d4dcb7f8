import type { FindingCode } from '../../model/finding-codes.ts'
import type { Run } from '../../model/run.ts'
import { labelsOf } from '../wording/label.ts'
import { visible } from '../wording/plain.ts'
import { ended } from '../wording/sentence.ts'
import type { Assessment, Item, Told } from './assessment.ts'

/** What fails a gate, with the place in the sources that it belongs to. */
export type Problem = Told & {
  readonly subject: string
  readonly about: string
  /** Of a finding its code. */
  readonly code: FindingCode | undefined
  /** The subject's name as people see it; '' where it is the whole run. */
  readonly label: string
  /** Path relative to the project, with forward slashes. */
  readonly file: string
  readonly line: number
}

/** Everything that fails a gate, worst first. What is about the whole run stands in the configuration, or in any file. */
export function problems(run: Run, items: Assessment): Problem[] {
  const label = labelsOf(run)
  const whole = run.configFile ?? run.benchmarks[0]?.file ?? 'package.json'
  return items.flatMap((item) => {
    const { subject, about, benchmark, told, look } = item
    if (!told || look !== 'failure') return []
    const name = subject === 'run' ? '' : label(subject)
    const code = item.criterion === 'finding' ? item.finding.code : undefined
    const place = { file: fileOf(item) ?? whole, line: benchmark?.line ?? 1 }
    return [{ ...told, subject, about, code, label: name, ...place }]
  })
}

/** The file that an item belongs to; `undefined` of the whole run. The id of a benchmark that is gone begins with it. */
export function fileOf({ subject, benchmark }: Pick<Item, 'subject' | 'benchmark'>): string | undefined {
  if (benchmark) return benchmark.file
  return subject === 'run' || subject === '' ? undefined : subject.split(' › ')[0]
}

/** "sort › native is 48.2 % slower than the baseline.": one line, with nothing in it that acts. */
export function problemSentence({ kind, what }: Told, label: string): string {
  const separator = label === '' ? '' : kind === 'error' || kind === 'warning' ? ': ' : ' '
  return ended(`${label}${separator}${what}`)
}

/** Why, and what to do about it, in sentences of one line; none where nothing is known. */
export function problemDetails({ cause, next, command }: Told): string[] {
  return [
    ...(cause === undefined ? [] : [ended(cause)]),
    ...(next === '' ? [] : [ended(next)]),
    ...(command === undefined ? [] : [visible(command)]),
  ]
}
