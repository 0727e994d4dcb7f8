import type { Run } from '../../model/run.ts'
import { labelsOf } from '../wording/label.ts'
import { visible } from '../wording/plain.ts'
import { attention } from './attention.ts'
import type { Attention } from './attention-item.ts'

/** An item of attention about one subject, with the place in the sources that it belongs to. */
export type Problem = Omit<Attention, 'subjects'> & {
  readonly subject: string
  /** The subject's name as people see it; '' where it is the whole run. */
  readonly label: string
  /** Path relative to the project, with forward slashes. */
  readonly file: string
  readonly line: number
}

/** Everything that needs attention, worst first, one entry for each benchmark, file or run that it is about. */
export function problems(run: Run): Problem[] {
  const label = labelsOf(run)
  const placeOf = places(run)
  return attention(run).flatMap(({ subjects, ...item }) =>
    subjects.map((subject) => ({
      ...item,
      subject,
      label: subject === 'run' ? '' : label(subject),
      ...placeOf(subject),
    })),
  )
}

/** Whether a gate fails because of it: what cannot be decided only where the policy says so, and never in a run that looks. */
export function isFailure({ kind, tone }: Pick<Problem, 'kind' | 'tone'>, run: Run): boolean {
  const open = kind === 'inconclusive' || kind === 'missing'
  return tone === 'bad' || (open && run.policy.inconclusive === 'fail' && run.request.command !== 'run')
}

/** "sort › native is 48.2 % slower than the baseline.": one line, with nothing in it that acts. */
export function problemSentence({ kind, label, what }: Problem): string {
  const separator = label === '' ? '' : kind === 'error' || kind === 'warning' ? ': ' : ' '
  return ended(`${label}${separator}${what}`)
}

/** Why, and what to do about it, in sentences of one line; none where nothing is known. */
export function problemDetails({ cause, next, command }: Problem): string[] {
  return [
    ...(cause === undefined ? [] : [ended(cause)]),
    ...(next === '' ? [] : [ended(next)]),
    ...(command === undefined ? [] : [visible(command)]),
  ]
}

function ended(text: string): string {
  const shown = visible(text).trim()
  return /[.:!?…]$/u.test(shown) ? shown : `${shown}.`
}

/** Where a subject stands. What is about the whole run stands in the configuration, or wherever there is a file. */
function places(run: Run): (subject: string) => Pick<Problem, 'file' | 'line'> {
  const { benchmarks, configFile } = run
  const byId = new Map(benchmarks.map((benchmark) => [benchmark.id, benchmark]))
  const whole = configFile ?? benchmarks[0]?.file ?? 'package.json'
  return (subject) => {
    const benchmark = byId.get(subject)
    if (benchmark) return { file: benchmark.file, line: benchmark.line ?? 1 }
    // The id of a benchmark that is gone begins with its file.
    const file = subject === 'run' || subject === '' ? whole : subject.split(' › ')[0]!
    return { file, line: 1 }
  }
}
