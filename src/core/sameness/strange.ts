import { isBelow } from './names.ts'
import type { Differences, TouchedPlace } from './untouched.ts'

/**
 * How a place of the working tree is none of the base's, of what the base was seen to read there; `undefined` of what is
 * the same for both. Packages are: what decides about them is asked when a base is laid out. So is what git keeps for
 * itself, in which both have their own.
 *
 * @param isUnrelated whether the project says that a file decides nothing about code
 */
export function whyStrange(
  { name, kind }: TouchedPlace,
  { changed, tracked }: Pick<Differences, 'changed' | 'tracked'>,
  isUnrelated: (name: string) => boolean,
): string | undefined {
  if (changed.has(name)) return `${name} of the working tree, which differs`
  if (/(?:^|\/)(?:node_modules|\.git)(?:\/|$)/u.test(name)) return undefined
  if (kind === 'file')
    return tracked.has(name) || isUnrelated(name)
      ? undefined
      : `${name} of the working tree, which git does not know`
  if (kind !== 'listed') return undefined
  const below = [...changed].find((one) => isBelow(one, name))
  return below && `what lies in ${name || '.'} of the working tree, where ${below} differs`
}
