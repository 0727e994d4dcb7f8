import type { Step } from '../model/step.ts'

/** Processes at the same time: more of them would share caches and the bandwidth of the memory on any machine. */
export const mostLanes = 4

/** How a step is carried out. `isBeside`: whether another one runs, or has run, at the same time. */
export type CarryStep = (step: Step, isBeside: () => boolean) => Promise<'done' | 'again'>

type LaneTerms = {
  /** How many steps may run at the same time, asked before each. */
  readonly lanes: () => number
  /** Begins no further step. */
  readonly isOver: () => boolean
}

/**
 * Carries steps out, several at a time where they may run beside others, the others one by one after them. One that is to be
 * carried out `again` has the machine to itself then.
 */
export async function carryInLanes(
  steps: readonly Step[],
  { lanes, isOver }: LaneTerms,
  carry: CarryStep,
): Promise<void> {
  const alone = steps.filter(({ besideOthers }) => !besideOthers)
  const running = new Map<Promise<void>, { isBeside: boolean }>()
  for (const step of steps.filter(({ besideOthers }) => besideOthers)) {
    while (running.size >= lanes()) await Promise.race(running.keys())
    if (isOver()) break
    const state = { isBeside: running.size > 0 }
    for (const other of running.values()) other.isBeside = true
    const carried = carry(step, () => state.isBeside).then((how) => {
      running.delete(carried)
      if (how === 'again') alone.unshift(step)
    })
    running.set(carried, state)
  }
  await Promise.all(running.keys())
  for (const step of alone) {
    if (isOver()) break
    await carry(step, () => false)
  }
}
