import { realpathSync, rmSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { AssayError } from '../../model/assay-error.ts'
import { configSchema } from '../../model/config.ts'
import { trustSchema } from '../../model/trust.ts'
import { git, repositoryIfAny } from '../git/git.ts'
import { readCertificate } from '../store/certificates.ts'
import { defaultKeyFile, makeSigningKey } from './keys.ts'
import { acceptBySsh } from './ssh.ts'
import { addTrustedKey } from './trust.ts'

/** The trust file of a project whose configuration is not loaded. */
const { trust } = configSchema.parse({}).certificate

/**
 * Makes a key and tells the project's trust file of it. A key that cannot be told of is not kept.
 *
 * @throws AssayError `signing-key`, `trust`, `key-in-project`
 */
export async function makeKey(
  root: string,
  folder: string,
  name: string,
  out: string | undefined,
): Promise<{ file: string; keyid: string; trust: string }> {
  const file = out === undefined ? defaultKeyFile() : resolve(folder, out)
  await refuseCommitted(root, file)
  const key = await makeSigningKey(file)
  try {
    await addTrustedKey(join(root, trust), name, key)
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
  return { file, keyid: key.keyid, trust }
}

/**
 * A private key in the repository is committed sooner or later, unless git ignores it. Outside git, a key in the project is in
 * whatever copies the project.
 */
async function refuseCommitted(root: string, file: string): Promise<void> {
  const top = (await repositoryIfAny(root))?.top ?? root
  if (![root, top].some((folder) => isBelow(folder, file))) return
  const { exitCode } = await git(top, ['check-ignore', '--quiet', '--no-index', '--', realOf(file)])
  if (exitCode === 0) return
  throw new AssayError(
    'key-in-project',
    `${file} is inside the project, where a private key is committed sooner or later.`,
    'Leave --out away, or name a file outside the project; or let git ignore that one (.gitignore) first.',
  )
}

function isBelow(folder: string, file: string): boolean {
  const step = relative(realOf(folder), realOf(file))
  return step !== '' && !isAbsolute(step) && step.split(sep)[0] !== '..'
}

/** As far as it exists. */
function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return dirname(path) === path ? path : join(realOf(dirname(path)), basename(path))
  }
}

/** Adds a person's second signature; returns its path as somebody in `folder` would write it. */
export async function countersign(
  folder: string,
  path: string,
  keyFile: string,
  name: string,
): Promise<string> {
  const known = trustSchema.shape.people.unwrap().element.shape.name.safeParse(name)
  if (!known.success) {
    throw new AssayError(
      'usage',
      `--as '${name}' cannot be a part of a file's name.`,
      'Use letters, digits and @ . _ + -, e.g. an e-mail address, as the trust file has it.',
    )
  }
  const { envelope, envelopeText } = await readCertificate(folder, path)
  if (envelopeText === undefined) {
    throw new AssayError(
      'no-certificate',
      `There is no envelope at ${envelope}.`,
      'What is accepted is the envelope; bring it back, or gate again.',
    )
  }
  const file = await acceptBySsh(envelope, resolve(folder, keyFile), name)
  return relative(folder, file) || file
}
