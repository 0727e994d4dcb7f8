import { freeTurnsOf } from '../../core/kind/command/one-cpu.ts'
import { asleepOf, cpuOf } from '../../core/kind/command/slow-runs.ts'
import type { CommandFacts, RunBlock } from '../../core/kind/command/trials.ts'
import { forkBudget } from '../../core/plan/plan.ts'
import type { CommandRun } from '../../model/command.ts'
import { type Config, policy } from '../../model/config.ts'
import type { Revision, Sides } from '../../model/message.ts'
import { drawCpu } from '../process/affinity.ts'
import { bothSides, type CommandOrder } from './command-order.ts'
import type { CommandSubject } from './command-subject.ts'

type BlockOrder = Pick<CommandOrder, 'supervisor' | 'runs' | 'step' | 'config'>
type CheckedRun = { readonly run: CommandRun }

/** Blocks, and how they were made. */
type TakenBlocks = {
  readonly blocks: readonly RunBlock[]
  readonly facts: Pick<CommandFacts, 'interleaved' | 'oneCpu'>
}

/**
 * Blocks of two, as many as fit into a trial: in slices where both only compute, else whole runs. Both on the same CPU, where
 * they have no use for more. `turn` hears whose run comes next.
 */
export async function takeBlocks(
  order: BlockOrder,
  subjects: Sides<CommandSubject>,
  checked: Sides<CheckedRun>,
  turn: (side: Revision) => void,
): Promise<TakenBlocks> {
  const { supervisor, step } = order
  const freeTurns = freeTurnsOf([checked.base.run, checked.head.run])
  const drawn = freeTurns === undefined ? undefined : await drawCpu(step.randomization!.seed)
  if (drawn && freeTurns !== undefined) supervisor.keepOn({ cpu: drawn.cpu, freeTurns })
  try {
    const { blocks, facts } = await takeAll(order, subjects, checked, turn)
    const isKept = drawn !== undefined && (freeTurns === 0 || facts.interleaved === 'slices')
    return { blocks, facts: { ...facts, ...(isKept && { oneCpu: true }) } }
  } finally {
    supervisor.keepOn()
    drawn?.giveBack()
  }
}

async function takeAll(
  order: BlockOrder,
  subjects: Sides<CommandSubject>,
  checked: Sides<CheckedRun>,
  turn: (side: Revision) => void,
): Promise<TakenBlocks> {
  const { config, step, runs } = order
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
  return { blocks, facts: { interleaved: inSlices ? 'slices' : 'runs' } }
}

/** Whether one may be stopped while the other one runs: both compute, and neither could meet what the other one leaves. */
function mayTakeTurns(
  { supervisor, step }: BlockOrder,
  subjects: Sides<CommandSubject>,
  checked: Sides<CheckedRun>,
): boolean {
  const asked = bothSides.map((side) => subjects[side].spec.interleave)
  if (!supervisor.canSlice || step.way === 'in-sequence' || asked.includes('runs')) return false
  if (asked.every((one) => one === 'slices')) return true
  const { span, fewestTurns, writes, sleepInTurns } = policy.commands
  const isComputing = bothSides.every((side) => {
    const { run } = checked[side]
    // What it starts may be in a group of its own, which nobody would stop.
    if (run.children !== false) return false
    const mostAsleep = Math.max(sleepInTurns.time, sleepInTurns.share * run.wall)
    const isAwake = cpuOf(run) !== undefined && asleepOf(run) < mostAsleep
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
export function countBlocks(config: Config, wall: number, runs: number): number {
  const { start, mostRuns } = policy.commands
  return Math.min(mostRuns, Math.floor(forkBudget(config) / (runs * (wall + start))))
}
