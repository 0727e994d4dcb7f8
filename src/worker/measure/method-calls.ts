import type { Method } from '../../api/measure.ts'
import { describe } from '../load/failure.ts'

/** As they were before anybody counts their calls. */
const { apply, construct, defineProperty, deleteProperty } = Reflect

type Callable = (...args: unknown[]) => unknown

/** A method that is counted: how often it was called while it was, and how many count it now. */
type Counted = { calls: number; users: number; readonly replace: () => void; readonly restore: () => void }

/** One for each method, whoever counts it: of two that each replaced it, one would put back what the other has put there. */
const known = new WeakMap<object, Map<string, Counted>>()

/**
 * Counts calls of a method while it is replaced by one that counts: `begin` replaces it and `end` puts it back, both as often as
 * wanted.
 *
 * @throws TypeError where there is no such function, or it cannot be replaced
 */
export function countMethodCalls(given: unknown) {
  const counted = countedOf(methodOf(given))
  let [calls, before] = [0, 0]
  return {
    begin() {
      if (counted.users === 0) counted.replace()
      counted.users++
      before = counted.calls
    },
    end() {
      calls += counted.calls - before
      counted.users--
      if (counted.users === 0) counted.restore()
    },
    /** Those of now, too. */
    calls: () => calls + (counted.users > 0 ? counted.calls - before : 0),
  }
}

function countedOf([owner, name]: Method): Counted {
  const ofOwner = known.get(owner) ?? new Map<string, Counted>()
  known.set(owner, ofOwner)
  const found = ofOwner.get(name)
  if (found) return found
  let own: PropertyDescriptor | undefined
  const counted: Counted = {
    calls: 0,
    users: 0,
    replace() {
      own = Object.getOwnPropertyDescriptor(owner, name)
      const original = (owner as Record<string, unknown>)[name] as Callable
      // What is inherited may be counted where it is from, too.
      const inherited = () => Reflect.get(Object.getPrototypeOf(owner), name, owner) as Callable
      const find = own ? () => original : inherited
      const value: Callable = new Proxy(original, {
        apply(_, self, args) {
          counted.calls++
          return apply(find(), self, args)
        },
        construct(_, args, made) {
          counted.calls++
          return construct(find(), args, made === value ? find() : made)
        },
      })
      const enumerable = own?.enumerable ?? true
      if (!defineProperty(owner, name, { value, writable: true, configurable: true, enumerable }))
        throw new TypeError(`'${name}' cannot be replaced by one that counts`)
    },
    restore() {
      if (own) Object.defineProperty(owner, name, own)
      else deleteProperty(owner, name)
    },
  }
  ofOwner.set(name, counted)
  return counted
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
