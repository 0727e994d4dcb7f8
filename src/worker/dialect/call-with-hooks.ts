import type { Timed } from '../../api/registry.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import { hasThen } from '../engine/thenable.ts'

type Call = () => unknown
type Hook = (() => unknown) | undefined

/** One operation with its hooks, and batches of such operations in which the function alone is timed, call by call. */
export type HookedCall = { readonly run: Call; readonly timed: Timed }

/**
 * Calls a function with what comes before and after each call, outside the clock, as libraries do that time calls one by one.
 * Two readings of the clock are in each of its times: tens of ns.
 *
 * @param durationOf the ns that a call says it took, if it does
 */
export function callWithHooks(
  call: Call,
  before: Hook,
  after: Hook,
  durationOf: (result: unknown) => number | undefined = () => undefined,
): HookedCall {
  return {
    run() {
      const begun = before?.()
      if (hasThen(begun)) return awaitOne(begun)
      const result = call()
      if (hasThen(result)) return endAfter(result)
      const ended = after?.()
      return hasThen(ended) ? ended.then(() => result) : result
    },
    timed: {
      plain(operations) {
        let sum = 0
        for (let count = 0; count < operations; count++) {
          before?.()
          const start = now()
          const result = call()
          const taken = elapsedBetween(start, now())
          sum += durationOf(result) ?? taken
          after?.()
        }
        return sum
      },
      async awaited(operations) {
        let sum = 0
        for (let count = 0; count < operations; count++) {
          const begun = before?.()
          if (hasThen(begun)) await begun
          const start = now()
          const result = call()
          const value = hasThen(result) ? await result : result
          const taken = elapsedBetween(start, now())
          sum += durationOf(value) ?? taken
          const ended = after?.()
          if (hasThen(ended)) await ended
        }
        return sum
      },
    },
  }

  async function awaitOne(begun: PromiseLike<unknown>): Promise<unknown> {
    await begun
    return endAfter(call())
  }

  async function endAfter(result: unknown): Promise<unknown> {
    const value = await result
    await after?.()
    return value
  }
}
