import { z } from 'zod'
import type { Published } from '../../core/identity/published.ts'
import { npm } from './npm.ts'

/** npm 11 answers with a list; by name, where it answers with an object. */
const packedSchema = z.preprocess(
  (answer) => Object.values(answer ?? {}),
  z.tuple([z.object({ version: z.string() })]),
)

/**
 * Which version the registry means by what was asked for. What npm fetches for the answer is in its cache then, for
 * the one who installs it.
 *
 * @throws AssayError `no-version`
 */
export async function exactVersion(root: string, { name, wanted }: Published): Promise<Published> {
  const answer = await npm(root, ['pack', '--dry-run'], { name, wanted })
  const [{ version }] = packedSchema.parse(answer)
  return { name, wanted: version }
}
