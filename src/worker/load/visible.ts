import { types } from 'node:util'

/**
 * Why nobody outside can see an object's content: private fields, a WeakMap beside it, state of the engine or of Node.
 * Classes are told by their source. One without anything private in it keeps its content in properties.
 */
export function explainHidden(value: object): string | undefined {
  if (types.isProxy(value)) return 'a proxy'
  if (secretive.some((isOne) => isOne(value))) return `${an(className(value))}, whose content cannot be seen`
  for (let place = Object.getPrototypeOf(value); place !== null; place = Object.getPrototypeOf(place)) {
    if (!explanations.has(place)) explanations.set(place, explainPrototype(place))
    const why = explanations.get(place)
    if (why !== undefined) return why
  }
  return undefined
}

const explanations = new WeakMap<object, string | undefined>()

function explainPrototype(prototype: object): string | undefined {
  const maker: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  if (typeof maker !== 'function') return undefined
  const source = Function.prototype.toString.call(maker)
  if (native.test(source))
    return transparent.has(maker.name) ? undefined : `${an(maker.name)}, whose content cannot be seen`
  return keepsSecrets.test(source) ? `${an(maker.name)}, which has private fields` : undefined
}

export function className(value: object): string {
  const maker: unknown = (value as { constructor?: unknown }).constructor
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'an object'
}

function an(name: string): string {
  return /^an? /u.test(name) ? name : `${/^[AEIOU]/iu.test(name) ? 'an' : 'a'} ${name}`
}

/** What the engine keeps where no property shows it. Deno has no `isExternal`. */
const secretive = [
  ...[types.isPromise, types.isWeakMap, types.isWeakSet, types.isGeneratorObject, types.isMapIterator],
  ...[types.isSetIterator, types.isModuleNamespaceObject, types.isExternal],
].filter((isOne) => typeof isOne === 'function')

export const native = /\{\s*\[native code\]\s*\}\s*$/u
/** `#name` outside of a text, and what compilers make of it: something that is told `this` to keep. */
const keepsSecrets = /(?:^|[\s;{}.(!*,])#[\p{ID_Start}$_]|\.(?:set|add)\(this\b|\b_+\w*[pP]rivate\w*\(this\b/u

/** Built-in classes whose whole content is looked at. */
const transparent: ReadonlySet<string> = new Set(
  `Object Array Map Set Date RegExp Number String Boolean BigInt Symbol ArrayBuffer SharedArrayBuffer DataView TypedArray
  Buffer FastBuffer Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array
  Float32Array Float64Array BigInt64Array BigUint64Array Error EvalError RangeError ReferenceError SyntaxError TypeError
  URIError AggregateError`.split(/\s+/u),
)
