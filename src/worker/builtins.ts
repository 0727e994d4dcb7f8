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
  performance: Object.getPrototypeOf(performance) as object,
}

/** Remembers the built-ins as they are; the function it returns names those that have changed since. */
export function watchBuiltins(): () => string[] {
  const before = new Map(
    Object.entries(watched).map(([name, object]) => [name, new Map(descriptors(object))] as const),
  )
  const own = new Map(descriptors(performance))
  return () => {
    const changed: string[] = []
    for (const [name, object] of Object.entries(watched)) {
      collect(changed, name, before.get(name)!, new Map(descriptors(object)))
    }
    collect(changed, 'performance', own, new Map(descriptors(performance)))
    return changed.sort().slice(0, 20)
  }
}

type Descriptors = Map<string, PropertyDescriptor>

function descriptors(object: object): [string, PropertyDescriptor][] {
  return Reflect.ownKeys(object).map((key) => [
    String(key),
    Reflect.getOwnPropertyDescriptor(object, key) as PropertyDescriptor,
  ])
}

function collect(changed: string[], name: string, before: Descriptors, after: Descriptors): void {
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(key)
    const current = after.get(key)
    if (old?.value !== current?.value || old?.get !== current?.get) changed.push(`${name}.${key}`)
  }
}
