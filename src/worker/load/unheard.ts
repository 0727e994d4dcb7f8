import { writeSync } from 'node:fs'

const write = writeSync
const exit = process.exit.bind(process)

/**
 * Nothing that is said from here on is heard. Either the parent has gone, and there is nobody to work for, or user code has
 * closed the channel. The parent knows that by this code (EX_PROTOCOL of sysexits.h) together with this line, since others
 * may end with any code (`host/process/child.ts`).
 */
export function leaveUnheard(): never {
  try {
    write(2, '\nassay: the channel is closed\n')
  } catch {
    // Nobody reads it.
  }
  return exit(76)
}
