import { whereDiffers } from '../../core/kind/command/output-difference.ts'
import { type CommandFacts, checkedEnd, commandTrial, failedCommand } from '../../core/kind/command/trials.ts'
import type { CommandDetail } from '../../model/command.ts'
import type { Sides } from '../../model/message.ts'
import type { Trial } from '../../model/trial.ts'
import { betweenHooks, bothSides, type CommandOrder, failureIn, subjectPlaceOf } from './command-order.ts'
import type { HeardOutput } from './command-output.ts'
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
  const checked = await hearOnce(subject)
  for (let left = subject.spec.warmup ?? 0; left > 0; left--) await runOnce(subject)
  const { read = 0, major = 0 } = checked.run
  const typical = read > 0 || major > 0 ? { ...checked, run: await runOnce(subject) } : checked
  known.set(key, typical)
  return typical
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
  const isSame = 'digest' in output && 'digest' in first.output && output.digest === first.output.digest
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
  if (own.base.output === undefined || own.base.output === own.head.output) return own
  for (const side of bothSides) {
    if (await isStable(order, subjects[side])) continue
    const unknown = { unknownOutput: 'it prints something else in every run' }
    return { base: unknown, head: unknown }
  }
  const [mine, theirs] = [checked.head.output, checked.base.output]
  if ('unknown' in mine || 'unknown' in theirs) return own
  return { ...own, head: { ...own.head, differs: whereDiffers(mine, theirs) } }
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
  if ('unknown' in theirs || mine.digest === theirs.digest) return checkedEnd(facts)
  for (const one of [first, own]) {
    if (await isStable(order, one)) continue
    return checkedEnd({ ...facts, unknownOutput: 'one of them prints something else in every run' })
  }
  const message = `its output is not that of '${first.id.split(' › ').at(-1)}': ${whereDiffers(mine, theirs)}`
  return { state: 'failed', failure: { reason: 'disagrees', message } }
}
