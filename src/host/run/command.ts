import { asleepOf, cpuOf } from '../../core/kind/command/slow-runs.ts'
import {
  type CommandFacts,
  commandTrial,
  endOfPair,
  endOfSide,
  failedCommand,
  type RunBlock,
} from '../../core/kind/command/trials.ts'
import { forkBudget } from '../../core/plan/plan.ts'
import type { Base } from '../../flow/ports/revisions.ts'
import type { CommandDetail, CommandSpec } from '../../model/command.ts'
import { type Config, policy } from '../../model/config.ts'
import type { Revision, Sides } from '../../model/message.ts'
import type { Step } from '../../model/step.ts'
import type { Trial } from '../../model/trial.ts'
import { makeTemporaryFolder } from '../files/temporary.ts'
import {
  checkCommand,
  hearOwnMetrics,
  holdTogether,
  outputsOf,
  type ToldOutput,
  tellOutput,
} from './command-agreement.ts'
import {
  betweenHooks,
  bothSides,
  type CommandOrder,
  failureIn,
  type KnownCommands,
  openIn,
} from './command-order.ts'
import { type CheckedCommand, openRuns } from './command-runs.ts'
import type { CommandSubject } from './command-subject.ts'
import type { Runner } from './runner.ts'
import { type Supervisor, startSupervisor } from './supervisor.ts'

/**
 * Carries out the steps of commands. Runs of two are interleaved: in slices of some milliseconds where both only compute, else
 * whole runs in blocks of a drawn order. What is known of a command is kept while this lives.
 */
export function commandRunner(root: string, specs: () => ReadonlyMap<string, CommandSpec>): Runner {
  const known: KnownCommands = new Map()
  // One for all steps: it takes as long to start as some commands run.
  let kept: Promise<Supervisor> | undefined
  const inTurn = takeTurn()
  const supervise = async () => {
    if ((await kept)?.hasEnded()) kept = undefined
    kept ??= startSupervisor(root)
    return kept
  }
  return {
    // Each run has a time-out of its own.
    limit: () => Number.POSITIVE_INFINITY,
    run: (step, config, base) => inTurn(() => runStep(step, config, base)),
    close: async () => (await kept)?.close(),
  }

  async function runStep(step: Step, config: Config, base: Base | undefined): Promise<Trial[]> {
    const began = process.hrtime.bigint()
    const supervisor = await supervise()
    const temporary = await makeTemporaryFolder()
    const wall = () => Number(process.hrtime.bigint() - began)
    const place = { root, scratch: temporary.folder, base, specs: specs(), known }
    const order: CommandOrder = { ...place, step, config, supervisor, runs: openRuns(supervisor), wall }
    try {
      if (step.task === 'agree') return await holdTogether(order)
      return step.side === 'pair' ? await measureBoth(order) : await measureOne(order)
    } finally {
      await temporary.remove()
    }
  }
}

/** One after the other: two that ran at the same time would have each other as neighbours. */
function takeTurn() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(act: () => Promise<T>): Promise<T> => {
    const next = last.then(act, act)
    last = next.catch(() => {})
    return next
  }
}

async function measureOne(order: CommandOrder): Promise<Trial[]> {
  const { step, config, supervisor, runs, wall } = order
  const side = step.side as Revision
  try {
    const subject = await openIn(order, step.ids[0]!, undefined)
    const { runOnce, runShell } = runs
    const end = await betweenHooks([subject], async () => {
      const { run, output } = await checkCommand(order, subject)
      const blocks: RunBlock[] = []
      for (let left = Math.max(1, countBlocks(config, run.wall, 1)); left > 0; left--)
        blocks.push({ runs: { [side]: [await runOnce(subject)] }, shell: await runShell(subject) })
      const own = await hearOwnMetrics(order, subject)
      return endOfSide(blocks, side, { supervisor: supervisor.facts, ...tellOutput(output), ...own })
    })
    return [commandTrial(step, side, wall(), end)]
  } catch (error) {
    return [failedCommand(step, side, failureIn(error), wall())]
  }
}

async function measureBoth(order: CommandOrder): Promise<Trial[]> {
  const { step, config, base, supervisor, runs, wall } = order
  const {
    ids: [id = ''],
    against,
  } = step
  const baseOf = (side: Revision) => (side === 'base' || step.isControl ? base : undefined)
  const idOf = (side: Revision) => (side === 'base' || step.isControl ? (against ?? id) : id)
  let current: Revision = 'base'
  const turn = (side: Revision) => {
    current = side
  }
  try {
    const subjects = {} as Record<Revision, CommandSubject>
    for (current of bothSides) subjects[current] = await openIn(order, idOf(current), baseOf(current))
    return await betweenHooks(
      bothSides.map((side) => subjects[side]),
      async () => {
        const checked = {} as Record<Revision, CheckedCommand>
        for (current of bothSides) checked[current] = await checkCommand(order, subjects[current])
        const outputs = await outputsOf(order, subjects, checked)
        const own = {} as Record<Revision, Pick<CommandDetail, 'readings'>>
        for (current of bothSides) own[current] = await hearOwnMetrics(order, subjects[current])
        const inSlices = mayTakeTurns(order, subjects, checked)
        const longest = Math.max(checked.base.run.wall, checked.head.run.wall)
        const isLong = longest > policy.commands.long || countBlocks(config, longest, 4) === 0
        const { runBlock, sliceBoth } = runs
        const { turns } = step.randomization!
        const blocks: RunBlock[] = []
        const most = Math.max(1, countBlocks(config, longest, inSlices || isLong ? 2 : 4))
        for (let block = 0; block < most; block++) {
          const firsts = turns.map((_, place) => turns[(place + block) % turns.length]!)
          blocks.push(
            inSlices
              ? await sliceBoth(subjects, firsts, turn)
              : await runBlock(subjects, { first: firsts[0]!, isLong }, turn),
          )
        }
        const facts = { supervisor: supervisor.facts, interleaved: inSlices ? 'slices' : 'runs' } as const
        const told = {
          base: { ...outputs.base, ...own.base },
          head: { ...outputs.head, ...own.head },
        }
        return trialsOf(order, blocks, facts, told)
      },
    )
  } catch (error) {
    return [failedCommand(step, current, failureIn(error), wall())]
  }
}

function trialsOf(
  { step, wall }: CommandOrder,
  blocks: readonly RunBlock[],
  facts: CommandFacts,
  outputs: Sides<ToldOutput & Pick<CommandDetail, 'readings'>>,
): Trial[] {
  const base = endOfSide(blocks, 'base', { ...facts, ...outputs.base })
  const head = endOfSide(blocks, 'head', { ...facts, ...outputs.head })
  return [
    commandTrial(step, 'pair', wall(), endOfPair(blocks, { base, head }, facts)),
    commandTrial(step, 'head', 0, head),
    commandTrial(step, 'base', 0, base),
  ]
}

/** Whether one may be stopped while the other one runs: both compute, and neither could meet what the other one leaves. */
function mayTakeTurns(
  { supervisor, step }: CommandOrder,
  subjects: Sides<CommandSubject>,
  checked: Sides<CheckedCommand>,
): boolean {
  const asked = bothSides.map((side) => subjects[side].spec.interleave)
  if (!supervisor.canSlice || step.way === 'in-sequence' || asked.includes('runs')) return false
  if (asked.every((one) => one === 'slices')) return true
  const { span, fewestTurns, writes } = policy.commands
  const isComputing = bothSides.every((side) => {
    const { run } = checked[side]
    const isAwake = cpuOf(run) !== undefined && asleepOf(run) < policy.asleep.judged * run.wall
    return isAwake && run.wall >= span * fewestTurns
  })
  const isShared = subjects.base.arm.cwd === subjects.head.arm.cwd
  const mayLeave = bothSides.some((side) => {
    const { prepare, conclude } = subjects[side].spec
    return prepare !== undefined || conclude !== undefined || (checked[side].run.written ?? 0) >= writes
  })
  return isComputing && !(isShared && mayLeave)
}

/** How many blocks of so many runs fit into a trial; a start costs something, too. */
function countBlocks(config: Config, wall: number, runs: number): number {
  const { start, mostRuns } = policy.commands
  return Math.min(mostRuns, Math.floor(forkBudget(config) / (runs * (wall + start))))
}
