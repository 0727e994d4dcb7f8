import { basename } from 'node:path'
import { jsonText } from '../../core/wording/json.ts'
import { AssayError } from '../../model/assay-error.ts'
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
    const trust = (await parseTrust(file)) ?? { schema: 'assay/trust@1', keys: [], people: [] }
    const publicKey = publicText(key)
    if (trust.keys.some((one) => one.publicKey === publicKey)) return
    if (trust.keys.some((one) => one.name === name)) throw problem(file, `a key is called '${name}' already`)
    const keys = [...trust.keys, { name, publicKey, may: {} }]
    await writeFileAtomically(file, jsonText({ ...trust, keys }))
  })
}

async function parseTrust(file: string): Promise<Trust | undefined> {
  const text = await readTextIfAny(file, (code, cause) => problem(file, `it cannot be read (${code})`, cause))
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw problem(file, 'it is no JSON', error)
  }
  const parsed = trustSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw problem(file, `${issue?.path.join('.') || 'it'}: ${issue?.message}`)
}

function problem(file: string, message: string, cause?: unknown): AssayError {
  return new AssayError(
    'trust',
    `${basename(file)} cannot be used: ${message}.`,
    "Fix it by hand, or make an entry with 'assay certify keygen --name NAME'.",
    cause === undefined ? {} : { cause },
  )
}
