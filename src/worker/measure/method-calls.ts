import type { Method } from '../../api/measure.ts'
import { describe } from '../load/failure.ts'

/**
 * Counts calls of a method while it is replaced by one that counts: `begin` replaces it and `end` puts it back, both as often as
 * wanted.
 *
 * @throws TypeError where there is no such function, or it cannot be replaced
 */
export function countMethodCalls(given: unknown) {
  const [owner, name] = methodOf(given)
  const own = Object.getOwnPropertyDescriptor(owner, name)
  const original = (owner as Record<string, unknown>)[name] as (...args: unknown[]) => unknown
  let calls = 0
  const counting = new Proxy(original, {
    apply(target, self, args) {
      calls++
      return Reflect.apply(target, self, args)
    },
    construct(target, args, made) {
      calls++
      return Reflect.construct(target, args, made)
    },
  })
  return {
    begin() {
      const replaced = {
        value: counting,
        writable: true,
        configurable: true,
        enumerable: own?.enumerable ?? true,
      }
      if (!Reflect.defineProperty(owner, name, replaced))
        throw new TypeError(`'${name}' cannot be replaced by one that counts`)
    },
    end() {
      if (own) Object.defineProperty(owner, name, own)
      else Reflect.deleteProperty(owner, name)
    },
    calls: () => calls,
  }
}

function methodOf(given: unknown): Method {
  const [owner, name] = Array.isArray(given) ? given : []
  const isOwner = (typeof owner === 'object' && owner !== null) || typeof owner === 'function'
  if (!isOwner || typeof name !== 'string')
    throw new TypeError(`calls must be [object, 'method'], and not ${describe(given)}`)
  if (typeof (owner as Record<string, unknown>)[name] !== 'function')
    throw new TypeError(`there is no function '${name}' to count the calls of`)
  return [owner as object, name]
}
