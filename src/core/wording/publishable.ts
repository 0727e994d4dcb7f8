import { policy } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'

/** Folders of this machine, and what stands for each in what others read. */
export type Places = readonly (readonly [folder: string, name: string])[]

/**
 * A text of somebody else's as it may be committed or posted: folders of this machine have other names, wherever they stand in
 * it, and it has at most so many characters. What is left out is counted.
 */
export function publishable(text: string, places: Places, limit: number = policy.texts.message): string {
  // So much more that a folder that is cut off at the end is not left over.
  const enough = text.slice(0, 2 * limit + longestPlace(places))
  const named = places
    .filter(([folder]) => folder.length > 1)
    .toSorted(([one], [other]) => other.length - one.length)
    .reduce((rest, [folder, name]) => rest.replace(where(folder), () => name), enough)
  const more = named.length - limit + (text.length - enough.length)
  return more <= 0 ? named : `${whole(named.slice(0, limit))}… (${more} more characters)`
}

/** What a benchmark has to say of its end, in bounds. */
export function publishableFailure(failure: Failure, places: Places): Failure {
  const { message, stack, stderr } = policy.texts
  return {
    ...failure,
    message: publishable(failure.message, places, message),
    ...(failure.stack === undefined ? {} : { stack: publishable(failure.stack, places, stack) }),
    ...(failure.stderr === undefined ? {} : { stderr: publishable(failure.stderr, places, stderr) }),
  }
}

/** A folder by itself or at the beginning of a path, as a path or as an address; not as a part of another name. */
function where(folder: string): RegExp {
  const literal = [folder, folder.replaceAll('\\', '/'), encodeURI(folder.replaceAll('\\', '/'))]
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'))
    .join('|')
  return new RegExp(`(?:file:\\/\\/\\/?|(?<![\\w.~/\\\\-]))(?:${literal})(?![\\w-]|\\.\\w)`, 'gu')
}

function longestPlace(places: Places): number {
  return Math.max(0, ...places.map(([folder]) => folder.length))
}

/** Without the half of a character at the end. */
function whole(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/u, '')
}
