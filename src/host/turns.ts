import { type Random, shuffle } from '../stats/random.ts'
import type { Fork } from './fork.ts'

/** How often each may measure, for so many ns; and after which time, ns, `least` turns are enough: for slow operations. */
export type Turns = {
  readonly turns: number
  readonly span: number
  readonly least: number
  readonly budget: number
}

/**
 * Lets two forks measure in turns until each had so many, `span` ns each: one works while the other waits, so that
 * whatever the machine does in these milliseconds meets both. Who is first is drawn for every pair of turns. One that
 * ends early takes no turn from the other, which then ends, too.
 */
export async function takeTurns(
  forks: readonly [Fork, Fork],
  { turns, span, least, budget }: Turns,
  random: Random,
): Promise<void> {
  // Both start and warm up at the same time: nothing is measured yet.
  const ready = await Promise.all(forks.map((fork) => fork.waits()))
  const both = ready.every(Boolean)
  const end = process.hrtime.bigint() + BigInt(Math.ceil(budget))
  for (let turn = 0; turn < (both ? turns : 1); turn++) {
    if (turn >= least && process.hrtime.bigint() > end) break
    for (const fork of shuffle(forks, random)) {
      if (!(await fork.waits())) continue
      fork.go(span)
      await fork.waits()
    }
  }
  for (const fork of forks) fork.go(0)
}
