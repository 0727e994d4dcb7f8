import { Script } from 'node:vm'

const place = Symbol.for('assay.act-within')
const script = new Script(`globalThis[Symbol.for('assay.act-within')]()`)

/**
 * What `act` returns, if it takes no longer than so many ns: also a pattern of somebody else's ends then, which would match
 * without end. `undefined` where it takes longer. It may not wait for anything.
 *
 * @throws what it throws
 */
export function actWithin<T>(limit: number, act: () => T): T | undefined {
  const given = globalThis as unknown as Record<symbol, unknown>
  given[place] = act
  try {
    return script.runInThisContext({ timeout: Math.ceil(limit / 1e6) }) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined
    throw error
  } finally {
    delete given[place]
  }
}
