import { serialize } from 'node:v8'
import type { Registered } from '../api/bench.ts'

/** A larger state is not looked at: copying it takes long and leaves garbage behind. Bytes. */
const sizeLimit = 8e6

/**
 * What the calls of a benchmark share, as bytes that can be compared; absent where it holds what cannot be
 * copied (a function, a handle) or too much, and where every call gets an input of its own.
 *
 * @param grown bytes by which memory grew while the state was made
 */
export function contentOf({ spec }: Registered, state: unknown, grown: number): Buffer | undefined {
  if (spec.prepare || typeof state !== 'object' || state === null || grown > sizeLimit) return undefined
  try {
    const bytes = serialize(state)
    return bytes.length > sizeLimit ? undefined : bytes
  } catch {
    return undefined
  }
}

/** Whether a call changes what the calls share; absent where that cannot be told. */
export function changed(before: Buffer | undefined, after: Buffer | undefined): boolean | undefined {
  return before && after && !before.equals(after)
}
