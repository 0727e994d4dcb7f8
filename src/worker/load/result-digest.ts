import { types } from 'node:util'
import { className, explainHidden } from './visible.ts'

/** Values in a result that are looked at. */
const limit = 1_000_000

/** The digest of a result, or why there is none. */
export type ResultDigest = { readonly digest: string } | { readonly unknown: string }

/**
 * A digest of what a benchmark returned, to compare it with that of another revision in another process or with
 * other classes of the same name: equal for values that are deeply equal, prototypes left out, whatever the engine
 * keeps them in. Sets, maps and the properties of objects are equal in any order, as for `isDeepStrictEqual`.
 *
 * Where anything in it cannot be seen (functions, promises, handles, private fields, more than a million parts) there
 * is no digest, and why not: what cannot be told is not equal.
 */
export function resultDigest(result: unknown): ResultDigest {
  try {
    return { digest: new Digester().of(result).text }
  } catch (thrown) {
    if (thrown instanceof Unknown) return { unknown: thrown.message }
    return { unknown: thrown instanceof RangeError ? 'it is nested too deeply' : 'reading it fails' }
  }
}

class Unknown extends Error {}

/** Loaded only where a result has parts: it takes milliseconds, and a number or a text needs none of it. */
function makeHash() {
  return process.getBuiltinModule('node:crypto').createHash('sha256')
}

/** What a value comes to, and how far up the values are that it refers back to. */
type Seen = { readonly text: string; readonly up: number }
const nowhere = Number.POSITIVE_INFINITY

class Digester {
  private parts = 0
  /** The objects that the present one is in, with their depth. */
  private readonly around = new Map<object, number>()
  /** Of objects that do not refer to one that they are in: a graph is not unfolded to a tree. */
  private readonly known = new Map<object, string>()

  of(value: unknown): Seen {
    if (++this.parts > limit) throw new Unknown('it has more than a million parts')
    if (typeof value === 'function') throw new Unknown('it holds a function')
    if (typeof value === 'symbol') return { text: symbolText(value), up: nowhere }
    if (typeof value !== 'object' || value === null) return { text: scalar(value), up: nowhere }
    const known = this.known.get(value)
    if (known !== undefined) return { text: known, up: nowhere }
    const depth = this.around.size
    const above = this.around.get(value)
    if (above !== undefined) return { text: `up ${depth - above}`, up: above }
    this.around.set(value, depth)
    const hash = makeHash()
    let up = nowhere
    const add = (part: unknown) => {
      const seen = this.of(part)
      up = Math.min(up, seen.up)
      return seen.text
    }
    // As UTF-8 all surrogates without their other half would be the same.
    for (const line of linesOf(value, add)) {
      const hashed = typeof line === 'string' ? hash.update(line, 'utf16le') : hash.update(line)
      hashed.update('\0')
    }
    this.around.delete(value)
    const text = hash.digest('base64url')
    if (up >= depth) this.known.set(value, text)
    return { text, up: up >= depth ? nowhere : up }
  }
}

/** Of strings the length stands before them, so that what follows cannot be taken for a part of them. */
function scalar(value: unknown): string {
  if (typeof value === 'string') return `string ${value.length} ${value}`
  return `${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`
}

/** A symbol of its own is the same only when it is the same one. */
function symbolText(symbol: symbol): string {
  const key = Symbol.keyFor(symbol)
  if (key !== undefined) return `symbol for ${key}`
  if (wellKnown.has(symbol)) return `symbol ${symbol.description}`
  throw new Unknown('it holds a symbol')
}

/** Among them are the functions of `Symbol`, which are no symbols. */
const wellKnown: ReadonlySet<unknown> = new Set(
  Object.getOwnPropertyNames(Symbol).map((name): unknown => Reflect.get(Symbol, name)),
)

type Add = (part: unknown) => string

/** Everything that an object is, part by part. */
function* linesOf(value: object, add: Add): Generator<string | Uint8Array> {
  const told = ownWords(value)
  if (told !== undefined) {
    yield told
    return
  }
  const why = explainHidden(value)
  if (why !== undefined) throw new Unknown(`it holds ${why}`)
  if (types.isArrayBufferView(value) || types.isAnyArrayBuffer(value)) {
    yield* bytesOf(value)
  } else if (Array.isArray(value)) {
    yield `array ${value.length}`
    for (let index = 0; index < value.length; index++) yield index in value ? add(value[index]) : 'hole'
  } else if (types.isMap(value)) {
    yield `map ${value.size}`
    yield* [...value].map(([key, held]) => `${add(key)} ${add(held)}`).sort()
  } else if (types.isSet(value)) {
    yield `set ${value.size}`
    yield* [...value].map(add).sort()
  } else if (types.isDate(value)) {
    yield `date ${value.getTime()}`
  } else if (types.isRegExp(value)) {
    yield `regexp ${value.lastIndex} ${String(value)}`
  } else if (types.isBoxedPrimitive(value)) {
    yield `boxed ${add(value.valueOf())}`
  } else if (types.isNativeError(value)) {
    yield `error ${scalar(value.name)} ${scalar(value.message)}`
  } else {
    yield 'object'
    const prototype = Object.getPrototypeOf(value)
    const isInstance = prototype !== null && Object.getPrototypeOf(prototype) !== null
    if (isInstance && Reflect.ownKeys(value).length === 0) {
      throw new Unknown(`it holds an instance of ${className(value)} without a property of its own`)
    }
  }
  if (!types.isArrayBufferView(value)) yield* propertiesOf(value, add)
}

/** What the built-in classes of Node and the web are, for those that say all of it. */
function ownWords(value: object): string | undefined {
  if (value instanceof URL) return `URL ${value.href}`
  if (value instanceof URLSearchParams) return `URLSearchParams ${value.toString()}`
  if (value instanceof Headers) return `Headers ${JSON.stringify([...value])}`
  const kind = Object.prototype.toString.call(value).slice(8, -1)
  if (kind.startsWith('Temporal.') && !Object.hasOwn(value, Symbol.toStringTag)) return `${kind} ${value}`
  return undefined
}

function* bytesOf(value: NodeJS.ArrayBufferView | ArrayBufferLike): Generator<string | Uint8Array> {
  const kind = Object.prototype.toString.call(value).slice(8, -1)
  yield `${kind} ${value.byteLength}`
  if (!types.isArrayBufferView(value)) yield new Uint8Array(value)
  else yield new Uint8Array(oneNaN(value).buffer, value.byteOffset, value.byteLength)
}

/** A NaN may have any of many contents, and is one value. */
function oneNaN(view: NodeJS.ArrayBufferView): { buffer: ArrayBufferLike } {
  if (!(view instanceof Float64Array || view instanceof Float32Array)) return view
  if (!view.some(Number.isNaN)) return view
  // The copy begins where the view does, so that both have the same offset.
  const copy = view.buffer.slice(0)
  const Floats = view instanceof Float64Array ? Float64Array : Float32Array
  const same = new Floats(copy as ArrayBuffer, view.byteOffset, view.length)
  for (let index = 0; index < same.length; index++) if (Number.isNaN(same[index])) same[index] = Number.NaN
  return { buffer: copy }
}

/** Its own properties, whatever their order; those of an array or text that are its parts have been looked at. */
function* propertiesOf(value: object, add: Add): Generator<string> {
  const isIndexed = Array.isArray(value) || types.isStringObject(value)
  const lines: string[] = []
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'string') {
      if (isIndexed && (key === 'length' || /^\d+$/u.test(key))) continue
      if (key === 'lastIndex' && types.isRegExp(value)) continue
      // Of the place where it was made, which differs between revisions.
      if (types.isNativeError(value) && (key === 'stack' || key === 'message')) continue
    }
    const name = typeof key === 'symbol' ? `symbol ${key.description}` : scalar(key)
    lines.push(`${name} ${add(Reflect.get(value, key))}`)
  }
  yield `properties ${lines.length}`
  yield* lines.sort()
}
