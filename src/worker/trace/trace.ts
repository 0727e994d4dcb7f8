import { syncBuiltinESMExports } from 'node:module'
import { sep } from 'node:path'
import { watchCode } from './code-access.ts'
import { traceElsewhere, watchFolder } from './elsewhere.ts'
import { watchFiles } from './file-access.ts'
import { watchLeftOver } from './left-over.ts'
import { watchShared } from './shared.ts'
import { newTrail, type Trail } from './trail.ts'

/** Watches what user code reads and does from now on. */
export function watch() {
  const folder = watchFolder(() => trail)
  const trail: Trail = newTrail(folder)
  traceElsewhere(trail, folder())
  watchFiles(trail)
  const { finish, isOwn, textAt } = watchCode(trail, (builtin) => shared.watch(builtin))
  const leftOver = watchLeftOver()
  const shared = watchShared(trail, isOwn)
  syncBuiltinESMExports()
  return {
    /** Calls after the first begin: what one of them is the first to read is told of. */
    async again(time: number) {
      // What setting up has begun to read is not of the calls.
      await leftOver(time)
      shared.look()
      trail.callAgain(true)
    },
    /** They are over, and what was set up still stands; what they left running may yet read something. */
    async stop(time: number) {
      for (const what of await leftOver(time)) trail.opaque(`it leaves ${what} running`)
      trail.callAgain(false)
      shared.look(true)
    },
    /** What another process read for it, as far as that tells, and who else may read. */
    addElsewhere(files: readonly string[], who: string) {
      trail.runElsewhere(who)
      for (const file of files) {
        if (file.endsWith(sep)) trail.list(file.slice(0, -1))
        else trail.readData(file)
      }
    },
    isInSight: trail.isInSight,
    textAt,
    /** When all is done. */
    told() {
      shared.look()
      finish()
      return trail.told()
    },
  }
}
