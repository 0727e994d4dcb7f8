import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { AssayError } from '../../model/assay-error.ts'
import { writeToDisk } from '../files/files.ts'
import { makeFolder } from '../files/folders.ts'
import { readOrdinaryText, refuseOther } from '../files/ordinary-file.ts'
import { type KeyEnvironment, keyFileVariable, keyVariable } from './key-environment.ts'

export type SigningKey = { readonly keyid: string; readonly privateKey: KeyObject }

/** The key that tells its signatures; `keyid` is the SHA-256 of its DER. */
export type PublicKey = { readonly keyid: string; readonly publicKey: KeyObject }

/** Where a key is kept when nobody says where: outside every project, so that it is not committed by mistake. */
export function defaultKeyFile(env: KeyEnvironment = process.env): string {
  const { XDG_CONFIG_HOME: given } = env
  // A relative one has no meaning, and would lead into the project. Source: XDG Base Directory Specification.
  const home = given && isAbsolute(given) ? given : join(homedir(), '.config')
  return join(home, 'assay', 'signing-key.pem')
}

/**
 * The key to sign with: of the file that was asked for, of the environment, of the place where `keygen` puts it; `undefined`
 * where there is none.
 *
 * @throws AssayError `signing-key`: it was asked for and is not there, others can read it, or it is no ed25519 key
 */
export async function findSigningKey(
  asked: string | undefined,
  env: KeyEnvironment,
): Promise<SigningKey | undefined> {
  if (asked === undefined && env[keyVariable]) {
    // Secrets of CI systems often have `\n` where the lines of the file ended.
    return parsePrivateKey(env[keyVariable].replaceAll('\\n', '\n'), `the environment's ${keyVariable}`)
  }
  const file = asked ?? env[keyFileVariable]
  if (file) return readKeyFile(resolve(file))
  const usual = defaultKeyFile(env)
  return existsSync(usual) ? readKeyFile(usual) : undefined
}

/**
 * Makes a key and writes it to a file that only its owner can read. A file that is there is left alone.
 *
 * @throws AssayError `signing-key`
 */
export async function makeSigningKey(file: string): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync('ed25519')
  try {
    makeFolder(dirname(file), 0o700)
    await writeToDisk(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600)
    await chmod(file, 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const what =
      code === 'EEXIST' ? 'is there already, and a key is never overwritten' : `cannot be written (${code})`
    throw problem(`${file} ${what}.`, 'Give another file: --out FILE.', error)
  }
  return signingKey(privateKey)
}

/** The public half: SubjectPublicKeyInfo in DER, base64. */
export function publicText({ privateKey }: SigningKey): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
}

/** Reads the public half; `undefined` where it is no ed25519 key. */
export function parsePublicKey(base64: string): PublicKey | undefined {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
    return publicKey.asymmetricKeyType === 'ed25519' ? { keyid: keyidOf(publicKey), publicKey } : undefined
  } catch {
    return undefined
  }
}

async function readKeyFile(file: string): Promise<SigningKey> {
  let text: string
  try {
    // Windows has no such bits.
    const stats = statSync(file)
    refuseOther(stats, file)
    if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
      throw problem(
        `${file} can be read by others than its owner.`,
        `Take their permission away: chmod 600 ${file}`,
      )
    }
    text = await readOrdinaryText(file)
  } catch (error) {
    if (error instanceof AssayError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw problem(
      `${file} cannot be read (${code}).`,
      "Name a file that 'assay certify keygen' made, or leave it out to issue advice without a signature.",
      error,
    )
  }
  return parsePrivateKey(text, file)
}

function parsePrivateKey(text: string, place: string): SigningKey {
  let privateKey: KeyObject
  try {
    privateKey = createPrivateKey(text)
  } catch (error) {
    const reason = /OPENSSH/u.test(text)
      ? "a key of OpenSSH, which signs by 'assay certify accept'"
      : /ENCRYPTED/u.test(text)
        ? 'encrypted with a passphrase'
        : 'no private key in PEM (PKCS #8)'
    throw problem(`What ${place} holds is ${reason}.`, "Make one with 'assay certify keygen'.", error)
  }
  if (privateKey.asymmetricKeyType !== 'ed25519') {
    throw problem(
      `What ${place} holds is a key of type ${privateKey.asymmetricKeyType}; certificates are signed with ed25519.`,
      "Make one with 'assay certify keygen'.",
    )
  }
  return signingKey(privateKey)
}

function signingKey(privateKey: KeyObject): SigningKey {
  return { keyid: keyidOf(createPublicKey(privateKey)), privateKey }
}

function keyidOf(publicKey: KeyObject): string {
  return hash('sha256', publicKey.export({ type: 'spki', format: 'der' }))
}

function problem(message: string, advice: string, cause?: unknown): AssayError {
  return new AssayError('signing-key', message, advice, cause === undefined ? {} : { cause })
}
