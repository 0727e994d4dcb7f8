/**
 * Files in the words of other libraries often end their process when their run is over: `process.exit()`. Here more is to come.
 * It ends the file then, and nothing else.
 */

const realExit = process.exit
let isGuarded = false

/** What is thrown in place of an exit. */
export class ExitAsked extends Error {
  override readonly name = 'ExitAsked'
}

export function guardExit(): void {
  if (isGuarded) return
  isGuarded = true
  process.exit = () => {
    throw new ExitAsked('the file ends its process')
  }
}

export function releaseExit(): void {
  if (!isGuarded) return
  isGuarded = false
  process.exit = realExit
}
