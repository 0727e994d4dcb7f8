/** Built-ins whose replacement changes every number of the process. */
const watched: Readonly<Record<string, object>> = {
  'Array.prototype': Array.prototype,
  'Object.prototype': Object.prototype,
  'Function.prototype': Function.prototype,
  'String.prototype': String.prototype,
  'Promise.prototype': Promise.prototype,
  'Map.prototype': Map.prototype,
  'Set.prototype': Set.prototype,
  'Float64Array.prototype': Object.getPrototypeOf(Float64Array.prototype) as object,
  JSON,
  Math,
  'Performance.prototype': Object.getPrototypeOf(performance) as object,
}

/** The built-ins as they were when the process began. */
export type Builtins = {
  /** Names those that have changed since, e.g. `Array.prototype.map`. */
  readonly changed: () => string[]
  /** Puts them back as they were: for the harness's own work once nothing is measured any more. */
  readonly restore: () => void
}

export function watchBuiltins(): Builtins {
  const places = [...Object.entries(watched), ['performance', performance] as const].map(
    ([name, object]) => ({ name, object, before: new Map(descriptors(object)) }),
  )
  // Loops and no methods of arrays from here on: they may be what was changed.
  return {
    changed() {
      const names = new Set<string>()
      for (const { name, object, before } of places) {
        for (const key of differing(before, object)) names.add(`${name}.${String(key)}`)
      }
      return [...names].sort().slice(0, 20)
    },
    restore() {
      for (const { object, before } of places) {
        for (const key of differing(before, object)) {
          const original = before.get(key)
          if (original) Reflect.defineProperty(object, key, original)
          else Reflect.deleteProperty(object, key)
        }
      }
    },
  }
}

type Descriptors = ReadonlyMap<PropertyKey, PropertyDescriptor>

function descriptors(object: object): [PropertyKey, PropertyDescriptor][] {
  return Reflect.ownKeys(object).map((key) => [key, Reflect.getOwnPropertyDescriptor(object, key)!])
}

function differing(before: Descriptors, object: object): Set<PropertyKey> {
  const keys = new Set<PropertyKey>()
  for (const key of Reflect.ownKeys(object)) {
    const [old, current] = [before.get(key), Reflect.getOwnPropertyDescriptor(object, key)]
    if (!old || old.value !== current?.value || old.get !== current?.get) keys.add(key)
  }
  for (const key of before.keys()) if (!Reflect.has(object, key)) keys.add(key)
  return keys
}
