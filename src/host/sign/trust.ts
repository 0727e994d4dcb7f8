import { basename } from 'node:path'
import { formatIssue } from '../../core/identity/parse-json.ts'
import { jsonText } from '../../core/wording/json.ts'
import { AssayError } from '../../model/assay-error.ts'
import { otherVersion, schemas } from '../../model/schema-version.ts'
import { type Trust, trustSchema } from '../../model/trust.ts'
import { writeFileAtomically } from '../files/files.ts'
import { withLock } from '../files/lock.ts'
import { readTextIfAny } from '../files/ordinary-file.ts'
import { type PublicKey, parsePublicKey, publicText, type SigningKey } from './keys.ts'

/** A key of the trust file, ready to look at signatures with. */
export type TrustedKey = Omit<Trust['keys'][number], 'publicKey'> & PublicKey

export type Trusted = { readonly keys: readonly TrustedKey[]; readonly people: Trust['people'] }

/**
 * Whose signature counts for what; `undefined` where there is no such file.
 *
 * @throws AssayError `trust` when it cannot be read
 */
export async function readTrust(file: string): Promise<Trusted | undefined> {
  const trust = await parseTrust(file)
  if (!trust) return undefined
  const keys = trust.keys.map((one, index) => {
    const key = parsePublicKey(one.publicKey)
    if (!key)
      throw problem(file, `keys[${index}].publicKey is no ed25519 key (SubjectPublicKeyInfo in DER, base64)`)
    return { ...one, ...key }
  })
  return { keys, people: trust.people }
}

/**
 * Adds a key, under a name that no other has. A key that is there already stays as it is. Keys that are made at the same time are
 * added one after the other.
 *
 * @throws AssayError `trust`, `not-writable`, `busy`
 */
export async function addTrustedKey(file: string, name: string, key: SigningKey): Promise<void> {
  await withLock(file, async () => {
    const trust = (await parseTrust(file)) ?? { schema: schemas.trust, keys: [], people: [] }
    const publicKey = publicText(key)
    if (trust.keys.some((one) => one.publicKey === publicKey)) return
    if (trust.keys.some((one) => one.name === name))
      throw problem(file, `a key is called '${name}' already`, { advice: 'Choose another name.' })
    const keys = [...trust.keys, { name, publicKey, may: {} }]
    await writeFileAtomically(file, jsonText({ ...trust, keys }))
  })
}

async function parseTrust(file: string): Promise<Trust | undefined> {
  const text = await readTextIfAny(file, (code, cause) =>
    problem(file, `it cannot be read (${code})`, { cause }),
  )
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw problem(file, 'it is no JSON', { cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw problem(file, 'it is no object with `schema` and `keys`')
  const other = otherVersion('trust', (value as { schema?: unknown }).schema)
  if (other?.age === 'newer') {
    const message = `it has the schema '${other.schema}', and this version of Assay reads '${schemas.trust}'`
    throw problem(file, message, { advice: 'Update Assay to the version that wrote it.' })
  }
  const parsed = trustSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw problem(file, formatIssue(parsed.error))
}

/** What is wrong with the file, and what to do about it: made anew it would lose whose signatures count. */
function problem(
  file: string,
  message: string,
  { cause, advice = repair }: { readonly cause?: unknown; readonly advice?: string } = {},
): AssayError {
  const text = `${basename(file)} cannot be used: ${message}.`
  return new AssayError('trust', text, advice, cause === undefined ? {} : { cause })
}

const repair = 'Fix it by hand, or restore it from git: docs/guide/certificates.md of Assay shows one.'
