import { createHash, type Hash } from 'node:crypto'

/** Values in a result that are looked at. */
const limit = 1_000_000

/**
 * A digest of what a benchmark returned, to compare it with that of another revision in another process or with
 * other classes of the same name: equal for values that are deeply equal, prototypes left out, whatever the engine
 * keeps them in. `undefined` where that cannot be told: functions, promises, handles, weak collections, errors with
 * stacks of another file, and results of more than a million parts.
 */
export function resultDigest(result: unknown): string | undefined {
  const hash = createHash('sha256')
  const seen = new Map<object, number>()
  let parts = 0
  const add = (value: unknown): boolean => {
    if (++parts > limit) return false
    if (typeof value === 'function' || typeof value === 'symbol') return false
    if (typeof value !== 'object' || value === null) return text(hash, scalar(value))
    const before = seen.get(value)
    if (before !== undefined) return text(hash, `seen ${before}`)
    seen.set(value, seen.size)
    return addObject(value, hash, add)
  }
  try {
    return add(result) ? hash.digest('base64url') : undefined
  } catch {
    return undefined
  }
}

/** Of strings the length stands before them, so that what follows cannot be taken for a part of them. */
function scalar(value: unknown): string {
  if (typeof value === 'string') return `string ${value.length} ${value}`
  return `${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`
}

function text(hash: Hash, written: string): true {
  hash.update(written)
  hash.update('\0')
  return true
}

function addObject(value: object, hash: Hash, add: (part: unknown) => boolean): boolean {
  const kind = Object.prototype.toString.call(value).slice(8, -1)
  if (incomparable.has(kind)) return false
  if (ArrayBuffer.isView(value)) {
    text(hash, `${kind} ${value.byteLength}`)
    hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    return true
  }
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    text(hash, `${kind} ${value.byteLength}`)
    hash.update(new Uint8Array(value))
    return true
  }
  if (value instanceof Date || value instanceof RegExp)
    return text(hash, `${kind} ${String(value.valueOf())}`)
  if (Array.isArray(value)) {
    text(hash, `array ${value.length}`)
    return value.every(add)
  }
  if (value instanceof Map) {
    text(hash, `map ${value.size}`)
    return [...value].every(([key, held]) => add(key) && add(held))
  }
  if (value instanceof Set) {
    text(hash, `set ${value.size}`)
    return [...value].every(add)
  }
  const keys = Object.keys(value).sort()
  text(hash, `object ${keys.length}`)
  return keys.every((key) => text(hash, scalar(key)) && add((value as Record<string, unknown>)[key]))
}

/** What is the same only when it is the same one, or has no content that can be seen. */
const incomparable: ReadonlySet<string> = new Set([
  'Promise',
  'WeakMap',
  'WeakSet',
  'WeakRef',
  'Generator',
  'AsyncGenerator',
  'Error',
  'Proxy',
  'MessagePort',
])
