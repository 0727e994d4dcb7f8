import { callerLines } from '../../api/caller-lines.ts'

export type MethodOwner = Record<string, unknown>
type Method = (this: unknown, ...args: unknown[]) => unknown

/**
 * Puts a function in the place of another one that tells what it is called with, and then calls it. What belongs to the
 * function (`fs.realpath.native`, how it is made a promise of) is kept. `onResult` is given what it returns.
 */
export function wrapFunction(
  owner: object,
  name: string,
  tell: (args: readonly unknown[], self: unknown) => void,
  heed: (result: unknown) => void = () => {},
) {
  const original = (owner as MethodOwner)[name]
  if (typeof original !== 'function') return
  const wrapped = function (this: unknown, ...args: unknown[]) {
    tell(args, this)
    const result: unknown = new.target
      ? Reflect.construct(original, args, new.target)
      : Reflect.apply(original as Method, this, args)
    heed(result)
    return result
  }
  Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original))
  ;(owner as MethodOwner)[name] = wrapped
}

/** Who calls, by the lines of the stack from the caller of the trace's own functions on. */
export function callersOutside(): string[] {
  return callerLines().filter((line) => / at /u.test(line) && !ours.test(line))
}

/** Where the functions of a trace are: in this folder, or in the file that the package has of it. */
const ours = /[\\/]worker[\\/](?:trace[\\/]|part-trace\.js)/u
