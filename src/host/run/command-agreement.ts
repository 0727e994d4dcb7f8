import { missing, quote, whereDiffers } from '../../core/kind/command/output-difference.ts'
import { type CommandFacts, checkedEnd, commandTrial, failedCommand } from '../../core/kind/command/trials.ts'
import type { CommandDetail } from '../../model/command.ts'
import type { Sides } from '../../model/message.ts'
import type { Trial } from '../../model/trial.ts'
import { onlyFiles } from './agreed-files.ts'
import { betweenHooks, bothSides, type CommandOrder, failureIn, subjectPlaceOf } from './command-order.ts'
import { type HeardOutput, isRepeated, type KnownOutput } from './command-output.ts'
import type { CheckedCommand } from './command-runs.ts'
import { type CommandSubject, openSubject, subjectKeyOf } from './command-subject.ts'

/**
 * The first run of a command in a folder: what it prints, and how long it takes. It also warms what the system caches: where it
 * read from a disk, a second one tells what a run is like.
 */
export async function checkCommand(
  { known, runs: { hearOnce, runOnce } }: Pick<CommandOrder, 'known' | 'runs'>,
  subject: CommandSubject,
): Promise<CheckedCommand> {
  const key = subjectKeyOf(subject)
  const before = known.get(key)
  if (before) return before
  const heard = await hearOnce(subject)
  const checked = { ...heard, output: requireWritten(heard.output) }
  for (let left = subject.spec.warmup ?? 0; left > 0; left--) await runOnce(subject)
  const { read = 0, major = 0 } = checked.run
  const typical = read > 0 || major > 0 ? { ...checked, run: await runOnce(subject) } : checked
  known.set(key, typical)
  return typical
}

/** What an earlier run left says nothing of this code. */
function requireWritten(output: HeardOutput): HeardOutput {
  const [file] = 'unknown' in output ? [] : output.unwritten
  if (file === undefined) return output
  const why = `its file ${quote(file)} was there before, and this run did not write it`
  return { unknown: `${why}: let 'prepare' remove it` }
}

/**
 * What it says of the project's own metrics, once in every trial, in a run that is not timed: printing and reading cost time.
 */
export async function hearOwnMetrics(
  { runs }: CommandOrder,
  subject: CommandSubject,
): Promise<Pick<CommandDetail, 'readings'>> {
  if (Object.keys(subject.spec.metrics).length === 0) return {}
  const { readings } = await runs.hearOnce(subject)
  return readings ? { readings } : {}
}

/** Whether it prints the same once more. */
async function isStable(order: CommandOrder, subject: CommandSubject): Promise<boolean> {
  const { known, runs } = order
  const first = await checkCommand(order, subject)
  const before = known.get(subjectKeyOf(subject))?.isStable
  if (before !== undefined) return before
  const { output } = await runs.hearOnce(subject)
  const isSame = 'digest' in output && 'digest' in first.output && isRepeated(first.output, output)
  known.set(subjectKeyOf(subject), { ...first, isStable: isSame })
  return isSame
}

export type ToldOutput = Pick<CommandDetail, 'output' | 'unknownOutput' | 'differs'>
export const tellOutput = (output: HeardOutput): ToldOutput =>
  'digest' in output ? { output: output.digest } : { unknownOutput: output.unknown }

/** What each side is compared by: nothing of what differs from run to run of the same code. */
export async function outputsOf(
  order: CommandOrder,
  subjects: Sides<CommandSubject>,
  checked: Sides<CheckedCommand>,
): Promise<Sides<ToldOutput>> {
  const own = { base: tellOutput(checked.base.output), head: tellOutput(checked.head.output) }
  const [mine, theirs] = [checked.head.output, checked.base.output]
  if ('unknown' in mine || 'unknown' in theirs) return own
  const tellBoth = (unknownOutput: string) => ({ base: { unknownOutput }, head: { unknownOutput } })
  if (mine.digest === theirs.digest) {
    const lacking = findLacking(mine)
    return lacking === undefined ? own : tellBoth(lacking)
  }
  for (const side of bothSides)
    if (!(await isStable(order, subjects[side]))) return tellBoth('it prints something else in every run')
  return { ...own, head: { ...own.head, differs: whereDiffers(mine, theirs) } }
}

/** Of two that are equal otherwise: a file that neither has left was not compared. */
function findLacking({ files }: KnownOutput): string | undefined {
  const file = Object.keys(files).find((name) => files[name] === missing)
  return file === undefined ? undefined : `${quote(file)} of agree.files was left by neither: ${onlyFiles}`
}

/** Alternatives that must agree: each is held against the first that runs. */
export async function holdTogether(order: CommandOrder): Promise<Trial[]> {
  const { step, wall } = order
  const trials: Trial[] = []
  let first: CommandSubject | undefined
  for (const id of step.ids) {
    const own = { ...step, ids: [id] }
    try {
      const subject = await openSubject(id, order.specs.get(id)!, subjectPlaceOf(order, undefined))
      const end = await betweenHooks([subject], async () => {
        await checkCommand(order, subject)
        first ??= subject
        return holdAgainst(order, first, subject)
      })
      trials.push(commandTrial(own, 'head', wall(), end))
    } catch (error) {
      trials.push(failedCommand(own, 'head', failureIn(error), wall()))
    }
  }
  return trials
}

async function holdAgainst(
  order: CommandOrder,
  first: CommandSubject,
  own: CommandSubject,
): Promise<Trial['end']> {
  const facts: CommandFacts = { supervisor: order.supervisor.facts }
  const [mine, theirs] = [(await checkCommand(order, own)).output, (await checkCommand(order, first)).output]
  if ('unknown' in mine) return checkedEnd({ ...facts, unknownOutput: mine.unknown })
  if (own === first || 'unknown' in theirs) return checkedEnd(facts)
  if (mine.digest === theirs.digest) {
    const lacking = findLacking(mine)
    return checkedEnd(lacking === undefined ? facts : { ...facts, unknownOutput: lacking })
  }
  for (const one of [first, own]) {
    if (await isStable(order, one)) continue
    return checkedEnd({ ...facts, unknownOutput: 'one of them prints something else in every run' })
  }
  const message = `its output is not that of '${first.id.split(' › ').at(-1)}': ${whereDiffers(mine, theirs)}`
  return { state: 'failed', failure: { reason: 'disagrees', message } }
}
