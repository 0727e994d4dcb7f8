import type { RunBlock } from '../../core/kind/command/trials.ts'
import type { CommandRun } from '../../model/command.ts'
import { policy } from '../../model/config.ts'
import type { Revision, Sides } from '../../model/message.ts'
import type { OwnReadings } from '../../model/own-reading.ts'
import { cgroupThrottling } from '../process/cgroup.ts'
import { systemFiles } from '../process/system-files.ts'
import { noteFiles } from './agreed-files.ts'
import { type HeardOutput, listenTo } from './command-output.ts'
import { acceptCommandRun, type CommandSubject, carryHook } from './command-subject.ts'
import type { FollowedRun, Supervisor } from './supervisor.ts'
import type { RunEnd } from './supervisor-answers.ts'

/** What the first run of a command showed. */
export type CheckedCommand = {
  readonly run: CommandRun
  readonly output: HeardOutput
  readonly readings?: OwnReadings | undefined
}

const { grace, span } = policy.commands

/** Runs of commands by one supervisor. Every function throws CommandFailed for a run that did not do what it should. */
export function openRuns(supervisor: Supervisor) {
  const names = new Map<CommandSubject, string>()
  const nameOf = (subject: CommandSubject) => {
    const known = names.get(subject)
    if (known !== undefined) return known
    const name = `c${names.size}`
    names.set(subject, name)
    supervisor.define(name, { ...subject.arm, isHeard: subject.spec.output === 'pipe' })
    supervisor.define(`${name}-heard`, { ...subject.arm, isHeard: true })
    if (subject.shell) supervisor.define(`${name}-shell`, { ...subject.shell, isHeard: false })
    return name
  }
  const accept = (end: RunEnd, subject: CommandSubject) =>
    acceptCommandRun(end, subject, supervisor.complaint())

  /** One timed run, with what goes before and after it; `evicted`: files that it does not find in memory. */
  async function runOnce(subject: CommandSubject, evicted: readonly string[] = []): Promise<CommandRun> {
    await carryHook('prepare', subject)
    for (const file of evicted) supervisor.evict(file)
    const limits = { limit: subject.limit, grace }
    const end = await withThrottling(() => supervisor.run(nameOf(subject), limits))
    const run = accept(end, subject)
    await carryHook('conclude', subject)
    return run
  }

  /** One that is listened to: it is not timed. */
  async function hearOnce(subject: CommandSubject): Promise<CheckedCommand> {
    // What 'prepare' writes is of this run, too.
    const noted = await noteFiles(subject.arm.cwd, subject.spec.agree.files)
    await carryHook('prepare', subject)
    const ear = listenTo(subject.spec)
    const name = nameOf(subject)
    await supervisor.hear(ear.hear)
    const end = await supervisor.run(`${name}-heard`, { limit: subject.limit, grace })
    await supervisor.hear()
    const run = acceptCommandRun(end, subject, ear.complaint())
    const output = await ear.finish(subject.arm.cwd, run.exit, noted)
    await carryHook('conclude', subject)
    return { run, output, readings: ear.readings() }
  }

  /** The shell of a command that is for one, with nothing to do. */
  async function runShell(subject: CommandSubject): Promise<CommandRun[]> {
    if (!subject.shell) return []
    const name = `${nameOf(subject)}-shell`
    const runs: CommandRun[] = []
    for (let n = 0; n < 2; n++)
      runs.push(accept(await supervisor.run(name, { limit: subject.limit, grace }), subject))
    return runs
  }

  /** Four runs in the order A B B A, or two of long ones. `turn` hears whose run comes next. */
  async function runBlock(
    subjects: Sides<CommandSubject>,
    { first, isLong }: { readonly first: Revision; readonly isLong: boolean },
    turn: (side: Revision) => void,
  ): Promise<RunBlock> {
    const second = first === 'base' ? 'head' : 'base'
    const order: readonly Revision[] = isLong ? [first, second] : [first, second, second, first]
    const runs: Record<Revision, CommandRun[]> = { base: [], head: [] }
    for (const side of order) {
      turn(side)
      runs[side].push(await runOnce(subjects[side]))
    }
    return { runs, shell: await runShell(subjects[first]) }
  }

  /** One that is followed call by call: it is not timed. */
  async function followOnce(subject: CommandSubject): Promise<FollowedRun> {
    await carryHook('prepare', subject)
    const followed = await supervisor.follow(nameOf(subject), { limit: subject.limit, grace })
    if (!('refused' in followed.end)) accept(followed.end, subject)
    await carryHook('conclude', subject)
    return followed
  }

  /** Both at a time: one is stopped while the other one runs. `firsts`: who is first in each turn. */
  async function sliceBoth(
    subjects: Sides<CommandSubject>,
    firsts: readonly Revision[],
    turn: (side: Revision) => void,
  ): Promise<RunBlock> {
    const sides = ['base', 'head'] as const
    for (const side of sides) {
      turn(side)
      await carryHook('prepare', subjects[side])
    }
    const own = { base: nameOf(subjects.base), head: nameOf(subjects.head) }
    const limit = Math.max(subjects.base.limit, subjects.head.limit)
    const isHeadFirst = firsts.map((side) => side === 'head')
    const ends = await supervisor.slice([own.base, own.head], { limit, grace }, span, isHeadFirst)
    const runs: Record<Revision, CommandRun[]> = { base: [], head: [] }
    for (const side of sides) {
      turn(side)
      runs[side].push(accept(ends[own[side]]!, subjects[side]))
      await carryHook('conclude', subjects[side])
    }
    return { runs, shell: await runShell(subjects[firsts[0]!]) }
  }

  return { runOnce, hearOnce, runShell, runBlock, sliceBoth, followOnce }
}

export type CommandRuns = ReturnType<typeof openRuns>

/** A run, with how long a CPU quota stopped threads meanwhile. */
async function withThrottling(run: () => Promise<RunEnd>): Promise<RunEnd> {
  const total = () => Math.max(0, ...[...cgroupThrottling(systemFiles).values()].map(({ time }) => time))
  const before = total()
  const end = await run()
  const throttled = total() - before
  return 'refused' in end || throttled <= 0 ? end : { ...end, throttled }
}
