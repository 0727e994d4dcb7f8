import { types } from 'node:util'
import { native } from '../load/visible.ts'

/** More parts than these are not looked at. */
const most = 500

/**
 * A value in words that are equal where another one is as good; `undefined` where it is or holds code of the project, or
 * what cannot be seen. Packages leave such values for their other instances: an empty configuration, a registry.
 *
 * @param isOwn whether a text is code of the project
 */
export function tellValue(value: unknown, isOwn: (text: string) => boolean): string | undefined {
  const seen = new Map<object, number>()
  const tell = (one: unknown): string => {
    if (typeof one === 'string') return JSON.stringify(one)
    if (typeof one === 'symbol') return one.description ?? 'symbol'
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null) return String(one)
    const known = seen.get(one)
    if (known !== undefined) return `#${known}`
    if (seen.size >= most || types.isProxy(one) || types.isModuleNamespaceObject(one)) throw new Unseen()
    seen.set(one, seen.size)
    if (typeof one === 'function') return tellCode(one) + tellProperties(one)
    if (types.isWeakMap(one) || types.isWeakSet(one)) return 'weak'
    if (types.isMap(one)) return `Map(${[...one].map((entry) => entry.map(tell).join(': ')).join(', ')})`
    if (types.isSet(one)) return `Set(${[...one].map(tell).join(', ')})`
    if (types.isPromise(one) || types.isGeneratorObject(one) || types.isExternal(one)) throw new Unseen()
    if (types.isAnyArrayBuffer(one) || types.isArrayBufferView(one)) throw new Unseen()
    const maker: unknown = Object.getPrototypeOf(one)
    return tellProperties(one) + (isPlain(maker) ? '' : ` of ${tell(maker)}`)
  }
  const tellCode = (code: object) => {
    const text = Function.prototype.toString.call(code)
    // Of what is bound nobody sees the code; of a class's private fields nobody sees what they hold.
    if (native.test(text) || isOwn(text) || /[\s;{}.(]#[\p{ID_Start}$_]/u.test(text)) throw new Unseen()
    return text
  }
  const tellProperties = (owner: object) => {
    const parts = Reflect.ownKeys(owner).map((key) => {
      const { value: held, get, set } = Object.getOwnPropertyDescriptor(owner, key)!
      return `${tell(key)}: ${[held, get, set]
        .filter((part) => part !== undefined)
        .map(tell)
        .join(' ')}`
    })
    return `{ ${parts.join(', ')} }`
  }
  try {
    return tell(value)
  } catch (error) {
    if (error instanceof Unseen) return undefined
    throw error
  }
}

class Unseen extends Error {}

function isPlain(prototype: unknown): boolean {
  return prototype === null || prototype === Object.prototype || prototype === Array.prototype
}
