import type { Plain } from '../kernel.ts'

/**
 * Allocations whose size is computed from V8's layout on 64-bit machines without compressed pointers, which is
 * how Node is built: words of 8 bytes. A boxed double is map and value; an object begins with map, properties
 * and elements; an array adds its length, and its elements are a second object of map, length and the slots.
 */
export type Shape = {
  readonly name: string
  /** Computed bytes of one operation. */
  readonly bytes: number
  /** Declarations around the operation. */
  readonly scope: string
  /** Expressions whose values one operation allocates; they know a number `n`. */
  readonly values: readonly string[]
}

const word = 8

export const layout = {
  double: 2 * word,
  object: (fields: number) => (3 + fields) * word,
  array: (slots: number) => 4 * word + (2 + slots) * word,
}

/** A shape, and the same with 16 bytes more. */
export type ShapePair = { readonly base: Shape; readonly more: Shape }

export const shapePairs: readonly ShapePair[] = [
  {
    base: { name: 'boxed double', bytes: layout.double, scope: '', values: [double(1)] },
    more: { name: 'two boxed doubles', bytes: 2 * layout.double, scope: '', values: [double(1), double(2)] },
  },
  ...[1, 2, 4, 8, 16, 32].map((fields) => ({ base: object(fields), more: object(fields + 2) })),
  { base: instance(3), more: instance(5) },
  { base: tree(0), more: tree(2) },
  ...[1, 4, 8].map((slots) => ({ base: literal(slots), more: literal(slots + 2) })),
  ...[32, 128, 512, 1024, 2048, 4096, 6000, 8186].map((slots) => ({
    base: holes(slots),
    more: holes(slots + 2),
  })),
]

export function shapeKernel({ name, scope, values }: Shape): Plain {
  // Values are stored where others could read them, in turns, so that no store makes the one before it useless.
  const stores = values.map((value, index) => `slots[(n + ${index}) & 7] = ${value};`)
  const text = `${scope} let n = 0; const slots = Array.from({ length: 8 }, () => ({})); return () => { n = (n + 1) & 1023; ${stores.join(' ')} }`
  return { name, consume: false, make: new Function(text) as () => () => unknown }
}

function double(n: number): string {
  return `n * 0.5 + ${n}.25`
}

function object(fields: number): Shape {
  const values = [`({ ${list(fields)} })`]
  return {
    name: `object, ${fields} ${fields === 1 ? 'field' : 'fields'}`,
    bytes: layout.object(fields),
    scope: '',
    values,
  }
}

function instance(fields: number): Shape {
  const assignments = Array.from({ length: fields }, (_, field) => `this.f${field} = n`)
  return {
    name: `instance of a class, ${fields} fields`,
    bytes: layout.object(fields),
    scope: `class Made { constructor(n) { ${assignments.join('; ')} } }`,
    values: ['new Made(n)'],
  }
}

function tree(more: number): Shape {
  const fields = more === 0 ? '' : `, ${list(more)}`
  return {
    name: `object with two objects in it${more === 0 ? '' : `, ${more} fields more`}`,
    bytes: layout.object(2 + more) + 2 * layout.object(1),
    scope: '',
    values: [`({ left: { n }, right: { n }${fields} })`],
  }
}

function literal(slots: number): Shape {
  const items = Array.from({ length: slots }, (_, slot) => `n + ${slot}`)
  const values = [`[${items.join(', ')}]`]
  return {
    name: `array literal, ${slots} ${slots === 1 ? 'element' : 'elements'}`,
    bytes: layout.array(slots),
    scope: '',
    values,
  }
}

function holes(slots: number): Shape {
  const values = [`new Array(${slots})`]
  return { name: `new Array(${slots})`, bytes: layout.array(slots), scope: '', values }
}

function list(fields: number): string {
  return Array.from({ length: fields }, (_, field) => `f${field}: n`).join(', ')
}
