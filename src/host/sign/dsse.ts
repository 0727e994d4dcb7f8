import { sign, verify } from 'node:crypto'
import { jsonText } from '../../core/wording/json.ts'
import { type Envelope, payloadType } from '../../model/envelope.ts'
import type { PublicKey, SigningKey } from './keys.ts'

/**
 * Puts a statement into an envelope, signed where there is a key. Source: DSSE v1.0.2; ed25519 after RFC 8032, which
 * hashes by itself, so no digest is named.
 */
export function seal(statement: unknown, key: SigningKey | undefined): Envelope {
  const payload = Buffer.from(jsonText(statement))
  const signed = preAuthenticationEncoding(payload)
  const signatures = key
    ? [{ keyid: key.keyid, sig: sign(null, signed, key.privateKey).toString('base64') }]
    : []
  return { payloadType, payload: payload.toString('base64'), signatures }
}

/** The bytes of what an envelope holds. Whoever has not looked at its signatures must not believe them. */
export function payloadOf({ payload }: Envelope): Buffer {
  return Buffer.from(payload, 'base64')
}

/** Whether a signature of an envelope is that of this key over its payload. */
export function isSignedBy(envelope: Envelope, sig: string, { publicKey }: PublicKey): boolean {
  try {
    return verify(null, preAuthenticationEncoding(payloadOf(envelope)), publicKey, Buffer.from(sig, 'base64'))
  } catch {
    return false
  }
}

/** What is signed: type and body with their lengths in bytes, so that neither can be taken for the other. */
function preAuthenticationEncoding(body: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${body.byteLength} `
  return Buffer.concat([Buffer.from(head), body])
}
