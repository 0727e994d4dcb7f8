import {
  type CommandFacts,
  commandTrial,
  endOfPair,
  endOfSide,
  failedCommand,
  type RunBlock,
} from '../../core/kind/command/trials.ts'
import type { CommandDetail, CommandSpec } from '../../model/command.ts'
import type { Revision, Sides } from '../../model/message.ts'
import type { Trial } from '../../model/trial.ts'
import {
  checkCommand,
  hearOwnMetrics,
  holdTogether,
  outputsOf,
  type ToldOutput,
  tellOutput,
} from './command-agreement.ts'
import { countBlocks, takeBlocks } from './command-blocks.ts'
import { countSystemCalls, runUncached } from './command-calls.ts'
import {
  betweenHooks,
  bothSides,
  type CommandOrder,
  failureIn,
  type KnownCommands,
  type OpenedFiles,
  openBoth,
  subjectPlaceOf,
} from './command-order.ts'
import type { CheckedCommand } from './command-runs.ts'
import { type CommandSubject, openSubject, type SubjectPlace } from './command-subject.ts'
import type { Runner } from './runner.ts'
import { keepSupervisor } from './supervise.ts'

/**
 * Carries out the steps of commands. Runs of two are interleaved: in slices of some milliseconds where both only compute, else
 * whole runs in blocks of a drawn order. What is known of a command is kept while this lives.
 */
export function commandRunner(root: string, specs: () => ReadonlyMap<string, CommandSpec>): Runner {
  const known: KnownCommands = new Map()
  const opened: OpenedFiles = new Map()
  const { supervise, close } = keepSupervisor(root)
  return {
    // Each run has a time-out of its own.
    limit: () => Number.POSITIVE_INFINITY,
    async run(step, config, base) {
      return supervise(async (place) => {
        const order: CommandOrder = { ...place, step, config, base, known, opened, specs: specs() }
        if (step.task === 'agree') return holdTogether(order)
        return step.side === 'pair' ? measureBoth(order) : measureOne(order)
      })
    },
    close,
  }
}

async function measureOne(order: CommandOrder): Promise<Trial[]> {
  const { step, config, supervisor, runs, wall } = order
  const side = step.side as Revision
  try {
    const [id = ''] = step.ids
    const subject = await openSubject(id, order.specs.get(id)!, subjectPlaceOf(order, undefined))
    const { runOnce, runShell } = runs
    const end = await betweenHooks([subject], async () => {
      const { run, output } = await checkCommand(order, subject)
      const blocks: RunBlock[] = []
      for (let left = Math.max(1, countBlocks(config, run.wall, 1)); left > 0; left--)
        blocks.push({ runs: { [side]: [await runOnce(subject)] }, shell: await runShell(subject) })
      const own = await lookBeside(order, subject)
      const uncached = await runUncached(order, { [side]: subject }, blocks, () => {})
      return endOfSide(blocks, side, {
        supervisor: supervisor.facts,
        ...tellOutput(output),
        ...own,
        ...uncached[side],
      })
    })
    return [commandTrial(step, side, wall(), end)]
  } catch (error) {
    return [failedCommand(step, side, failureIn(error), wall())]
  }
}

/** What is learnt of a command beside its timed runs. */
type BesideTime = Pick<CommandDetail, 'readings' | 'calls' | 'uncached' | 'unfollowed'>

/** In runs that are not timed: its own metrics, and what it calls. */
async function lookBeside(order: CommandOrder, subject: CommandSubject): Promise<BesideTime> {
  return { ...(await hearOwnMetrics(order, subject)), ...(await countSystemCalls(order, subject)) }
}

async function measureBoth(order: CommandOrder): Promise<Trial[]> {
  const { step, supervisor, wall } = order
  let current: Revision = 'base'
  const turn = (side: Revision) => {
    current = side
  }
  try {
    const open = (id: string, place: SubjectPlace) => openSubject(id, order.specs.get(id)!, place)
    const subjects = await openBoth(order, open, turn)
    return await betweenHooks(
      bothSides.map((side) => subjects[side]),
      async () => {
        const checked = {} as Record<Revision, CheckedCommand>
        for (current of bothSides) checked[current] = await checkCommand(order, subjects[current])
        const outputs = await outputsOf(order, subjects, checked)
        const own = {} as Record<Revision, BesideTime>
        for (current of bothSides) own[current] = await lookBeside(order, subjects[current])
        const { blocks, facts } = await takeBlocks(order, subjects, checked, turn)
        const uncached = await runUncached(order, subjects, blocks, turn)
        const told = {
          base: { ...outputs.base, ...own.base, ...uncached.base },
          head: { ...outputs.head, ...own.head, ...uncached.head },
        }
        return trialsOf(order, blocks, { supervisor: supervisor.facts, ...facts }, told)
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
  outputs: Sides<ToldOutput & BesideTime>,
): Trial[] {
  const base = endOfSide(blocks, 'base', { ...facts, ...outputs.base })
  const head = endOfSide(blocks, 'head', { ...facts, ...outputs.head })
  return [
    commandTrial(step, 'pair', wall(), endOfPair(blocks, { base, head }, facts)),
    commandTrial(step, 'head', 0, head),
    commandTrial(step, 'base', 0, base),
  ]
}
