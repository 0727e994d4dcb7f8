import type { CommandRun } from '../../../../src/model/command.ts'

/** A run of 100 ms that computed all the time, but for what is said otherwise. */
export function runOf(more: Partial<CommandRun> = {}): CommandRun {
  const { wall = 100e6, waiting = 0, system = 5e6 } = more
  const user = more.user ?? wall - waiting - system
  return {
    ...{ wall, user, system, oncpu: user + system, waiting, peak: 8e6, minor: 700, major: 0 },
    ...{ voluntary: 2, involuntary: 1, read: 0, written: 0, exit: 0, signal: 0, late: false, left: false },
    slices: 1,
    ...more,
  }
}
