// What is needed after user code has run is taken before: it may have changed any of it.
const { ownKeys, getOwnPropertyDescriptor, defineProperty, deleteProperty } = Reflect
const { getBuiltinModule, cwd } = process
const apply = Reflect.apply
const own = Object.prototype.hasOwnProperty

/** An object as it was: its keys in order, and what stood under each. */
type Place = {
  readonly name: string
  readonly object: object
  readonly keys: readonly PropertyKey[]
  readonly before: Readonly<Record<PropertyKey, PropertyDescriptor>>
}

/** One thing that is not as it was; `now` is absent where it is gone. */
export type Change = {
  readonly place: string
  readonly key: PropertyKey
  readonly now: PropertyDescriptor | undefined
}

/** What every file shares that is loaded into one process. */
export type ProcessState = {
  /** Looks at one of Node's modules from now on, e.g. `node:fs`. */
  readonly watch: (builtin: string) => void
  /** Tells each property that is not as it was, until it is told that this is enough. */
  readonly each: (tell: (change: Change) => boolean) => void
  /** Names what is not as it was, e.g. `Array.prototype.map` or `the working folder`; at most a few of it. */
  readonly changes: () => string[]
  /** Puts objects back as they were, as far as that can be done. */
  readonly restore: () => void
}

const most = 5

/**
 * The globals that are compared by what they are. Of others it is only seen that they are there: reading the property
 * of one that Node makes when it is first used would make it, for up to 50 ms.
 */
const globals: ReadonlySet<PropertyKey> = new Set(
  `AbortController AbortSignal Array ArrayBuffer Atomics BigInt Boolean Buffer console DataView Date Error EvalError Event
  EventTarget fetch FinalizationRegistry Float32Array Float64Array Function Int16Array Int32Array Int8Array Intl Iterator
  JSON Map Math Number Object performance process Promise Proxy queueMicrotask RangeError ReferenceError Reflect RegExp Set
  clearImmediate clearInterval clearTimeout setImmediate setInterval setTimeout String structuredClone Symbol SyntaxError
  TextDecoder TextEncoder TypeError Uint16Array Uint32Array Uint8Array Uint8ClampedArray URIError URL URLSearchParams WeakMap
  WeakRef WeakSet global globalThis Infinity NaN undefined eval isFinite isNaN parseFloat parseInt`.split(
    /\s+/u,
  ),
)
const present: PropertyDescriptor = { value: 'there' }

/**
 * Watches globals, built-ins, Node's modules, the environment and the working folder: what a file can change so that
 * another one that is loaded after it is no longer what it is alone.
 */
export function watchProcess(builtins: readonly string[]): ProcessState {
  const places: Place[] = []
  const known = Object.create(null) as Record<PropertyKey, true>
  for (const key of globals) known[key] = true
  const look = (object: object, key: PropertyKey) =>
    object === globalThis && !known[key] ? present : getOwnPropertyDescriptor(object, key)
  const add = (name: string, object: object) => {
    const before = Object.create(null) as Record<PropertyKey, PropertyDescriptor>
    const keys = ownKeys(object)
    for (const key of keys) before[key] = look(object, key)!
    places.push({ name, object, keys, before })
  }
  /** The object, and what it holds that has properties of its own: classes with their prototypes. */
  const addWithParts = (name: string, object: object) => {
    add(name, object)
    for (const key of ownKeys(object)) {
      const value: unknown = look(object, key)?.value
      if (value === object || value === process || !hasProperties(value)) continue
      // Most functions have nothing but a name and a length.
      if (typeof value !== 'function' || ownKeys(value).length > 3) add(`${name}.${String(key)}`, value)
      const prototype: unknown = getOwnPropertyDescriptor(value, 'prototype')?.value
      if (hasProperties(prototype) && ownKeys(prototype).length > 1)
        add(`${name}.${String(key)}.prototype`, prototype)
    }
  }
  const watched = Object.create(null) as Record<string, true>
  const watch = (builtin: string) => {
    if (watched[builtin]) return
    watched[builtin] = true
    const module: unknown = getBuiltinModule(builtin)
    if (hasProperties(module)) addWithParts(builtin, module)
  }
  addWithParts('globalThis', globalThis)
  add('process', process)
  add('process.env', process.env)
  add('listeners of process', (process as unknown as { _events?: object })._events ?? {})
  add('%TypedArray%.prototype', Object.getPrototypeOf(Float64Array.prototype) as object)
  add('%ArrayIterator%.prototype', Object.getPrototypeOf([][Symbol.iterator]()) as object)
  add('performance', Object.getPrototypeOf(performance) as object)
  for (const builtin of builtins) watch(builtin)
  const folder = cwd()

  const each = (tell: (change: Change) => boolean) => {
    for (let index = 0; index < places.length; index++) {
      const { name: place, object, keys, before } = places[index]!
      const current = ownKeys(object)
      for (let at = 0; at < current.length; at++) {
        const key = current[at]!
        const [old, now] = [before[key], look(object, key)]
        if (isSame(object, old, now)) continue
        // Of what the user has added all can be seen.
        if (tell({ place, key, now: old ? now : getOwnPropertyDescriptor(object, key) })) return
      }
      for (let at = 0; at < keys.length; at++) {
        const key = keys[at]!
        if (!apply(own, object, [key]) && tell({ place, key, now: undefined })) return
      }
    }
  }

  return {
    watch,
    each,
    changes() {
      const changed: string[] = []
      if (cwd() !== folder) changed[changed.length] = 'the working folder'
      each(({ place, key }) => {
        changed[changed.length] = `${place}.${propertyName(key)}`
        return changed.length >= most
      })
      return changed
    },
    restore() {
      for (let index = 0; index < places.length; index++) {
        const { object, keys, before } = places[index]!
        const now = ownKeys(object)
        for (let at = 0; at < now.length; at++) if (!before[now[at]!]) deleteProperty(object, now[at]!)
        for (let at = 0; at < keys.length; at++) {
          const key = keys[at]!
          if (!isSame(object, before[key], look(object, key))) defineProperty(object, key, before[key]!)
        }
      }
    },
  }
}

function hasProperties(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** Node makes some globals when they are first used: what their getter returns is then a value. */
function isSame(
  object: object,
  old: PropertyDescriptor | undefined,
  now: PropertyDescriptor | undefined,
): boolean {
  if (!old || !now) return false
  if (old.get && !now.get && apply(own, now, ['value'])) {
    try {
      return apply(old.get, object, []) === now.value
    } catch {
      return false
    }
  }
  return sameValue(old.value, now.value) && old.get === now.get && old.set === now.set
}

/** NaN is itself. */
function sameValue(one: unknown, other: unknown): boolean {
  // biome-ignore lint/suspicious/noSelfCompare: Object.is may have been replaced.
  return one === other || (one !== one && other !== other)
}

export function propertyName(key: PropertyKey): string {
  return typeof key === 'symbol' ? String(key) : `${key}`
}
