import type { Revision, Sides } from '../../model/message.ts'
import { shareCpu } from '../process/affinity.ts'
import type { Fork } from './fork.ts'

/** Who is first in each turn; ns of a turn; and after which time, ns, `least` turns are enough: for slow operations. */
export type Turns = {
  readonly firsts: readonly Revision[]
  readonly span: number
  readonly least: number
  readonly budget: number
  /** Draws the CPU that both run on, where that can be had. */
  readonly cpu: number
}

/**
 * Lets two forks measure in turns, `span` ns each: one works while the other waits, so that whatever the machine does
 * in these milliseconds meets both. One that ends early takes no turn from the other, which then ends, too.
 */
export async function takeTurns(
  forks: Sides<Fork>,
  { firsts, span, least, budget, cpu }: Turns,
): Promise<void> {
  // Both start and warm up at the same time: nothing is measured yet.
  const ready = await Promise.all([forks.base.waits(), forks.head.waits()])
  const operations = Math.min(...ready.filter((one) => one > 0))
  const giveBack = await shareCpu([forks.base.pid, forks.head.pid], cpu)
  const end = process.hrtime.bigint() + BigInt(Math.ceil(budget))
  for (const [turn, first] of firsts.slice(0, ready.every(Boolean) ? undefined : 1).entries()) {
    if (turn >= least && process.hrtime.bigint() > end) break
    for (const side of [first, first === 'base' ? 'head' : 'base'] as const) {
      if (!(await forks[side].waits())) continue
      forks[side].go(span, operations)
      await forks[side].waits()
    }
  }
  // One after the other here, too: what is measured after the turns (single operations) would have the other one as its
  // neighbour, on the same CPU.
  forks.base.go(0, 1)
  await forks.base.answered
  forks.head.go(0, 1)
  await forks.head.answered
  giveBack()
}
