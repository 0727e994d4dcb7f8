import { resolve, sep } from 'node:path'
import type { TouchedPlace } from '../../core/sameness/untouched.ts'

/** What the system gives, in which programs look for what machine they run on. */
const ofSystem = /^\/(?:proc|sys|dev|etc|run|(?:usr\/)?s?bin)(?:\/|$)/u

/**
 * Finds what was read outside of the repository and may be other than it was at another time: neither the harness's, nor
 * the system's, nor in the folder for what passes. Absolute paths, links followed.
 */
export function foreignTo(top: string, harness: string, passing: string): (place: TouchedPlace) => boolean {
  return ({ name, kind }) => {
    const path = resolve(top, name)
    const isIn = (folder: string) => path === folder || path.startsWith(folder.replace(/[\\/]$/u, '') + sep)
    return (kind === 'file' || kind === 'listed') && !isIn(harness) && !isIn(passing) && !ofSystem.test(path)
  }
}
