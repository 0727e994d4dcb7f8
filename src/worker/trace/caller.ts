import { callerLines } from '../../api/caller-lines.ts'

/** Who calls, by the lines of the stack from the caller of the trace's own functions on. */
export function callersOutside(): string[] {
  return callerLines().filter((line) => / at /u.test(line) && !ours.test(line))
}

const ours = /[\\/]worker[\\/]trace[\\/]/u
