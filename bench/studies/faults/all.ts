import { childFaults } from './children.ts'
import { concurrencyFaults } from './concurrency.ts'
import { diskFaults } from './disk.ts'
import type { Fault } from './fault.ts'
import { fileFaults } from './files.ts'
import { gitFaults } from './git-states.ts'
import { signalFaults } from './signals.ts'

/** Every fault, as often as it is planted. */
export function allFaults(durations: ReadonlyMap<string, number>): Fault[] {
  const faults = [
    ...signalFaults(durations),
    ...childFaults(),
    ...fileFaults(),
    ...diskFaults(),
    ...concurrencyFaults(),
    ...gitFaults(),
  ]
  return faults.flatMap((fault) => Array<Fault>(fault.times ?? 1).fill(fault))
}
