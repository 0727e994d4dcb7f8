import { types } from 'node:util'
import type { Registered } from '../../api/registry.ts'
import { serialize } from '../engine/structured-copy.ts'
import { explainHidden } from './visible.ts'

/** A larger state is not looked at: copying it takes long and leaves garbage behind. Bytes, and objects. */
const most = { bytes: 8e6, objects: 100_000 }

/**
 * What the calls of a benchmark share, as bytes that can be compared; absent where it holds what cannot be
 * copied (a function, a handle) or seen (private fields), or too much, and where every call gets an input of its own.
 *
 * @param grown bytes by which memory grew while the state was made
 */
export function contentOf({ spec }: Registered, state: unknown, grown: number): Buffer | undefined {
  if (spec.prepare || typeof state !== 'object' || state === null || grown > most.bytes) return undefined
  try {
    if (!isOpen(state)) return undefined
    const bytes = serialize(state)
    return bytes.length > most.bytes ? undefined : bytes
  } catch {
    return undefined
  }
}

/** Whether a call changes what the calls share; absent if unknown. */
export function hasChanged(before: Buffer | undefined, after: Buffer | undefined): boolean | undefined {
  return before && after && !before.equals(after)
}

/** Whether everything in it can be seen, and is little enough to be copied: told before it is. */
function isOpen(state: object): boolean {
  const seen = new Set<object>()
  const waiting: object[] = [state]
  let bytes = 0
  const add = (part: unknown) => {
    if (typeof part === 'string') bytes += part.length
    if (typeof part === 'object' && part !== null && !seen.has(part)) {
      seen.add(part)
      waiting.push(part)
    }
  }
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (types.isAnyArrayBuffer(one) || types.isArrayBufferView(one)) bytes += one.byteLength
    else {
      if (explainHidden(one) !== undefined) return false
      if (types.isMap(one)) for (const [key, held] of one) [add(key), add(held)]
      else if (types.isSet(one)) for (const held of one) add(held)
      if (Array.isArray(one)) bytes += 8 * one.length
      if (bytes > most.bytes) return false
      if (Array.isArray(one)) for (let index = 0; index < one.length; index++) add(one[index])
      else for (const key in one) add((one as Record<string, unknown>)[key])
    }
    if (bytes > most.bytes || seen.size > most.objects) return false
  }
  return true
}
