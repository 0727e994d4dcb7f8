import { z } from 'zod'
import { type Published, publishedRef } from '../../core/identity/published.ts'
import { npm } from './npm.ts'

/** npm 11 answers with a list; by name, where it answers with an object. */
const packedSchema = z.preprocess(
  (answer) => Object.values(answer ?? {}),
  z.tuple([z.object({ version: z.string() })]),
)

/** What the registry has answered, by what was asked for. A command asks before it loads anything, and once more later. */
export type KnownVersions = Map<string, Promise<Published>>

/**
 * Which version the registry means by what was asked for. What npm fetches for the answer is in its cache then, for
 * the one who installs it.
 *
 * @throws AssayError `no-version`
 */
export function exactVersion(
  root: string,
  published: Published,
  versions: KnownVersions,
): Promise<Published> {
  const key = publishedRef(published.name, published.wanted)
  const known = versions.get(key) ?? askRegistry(root, published)
  versions.set(key, known)
  return known
}

async function askRegistry(root: string, { name, wanted }: Published): Promise<Published> {
  const answer = await npm(root, ['pack', '--dry-run'], { name, wanted })
  const [{ version }] = packedSchema.parse(answer)
  return { name, wanted: version }
}
