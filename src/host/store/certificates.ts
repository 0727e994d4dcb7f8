import { hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { stamp } from '../../core/identity/run-id.ts'
import { jsonText } from '../../core/wording/json.ts'
import type { CertificateFiles } from '../../flow/ports/certificates.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { Certificate, CertificateKind } from '../../model/certificate.ts'
import type { Config } from '../../model/config.ts'
import type { Envelope } from '../../model/envelope.ts'
import type { Digest } from '../../model/run.ts'
import { createFileAtomically, resolveInside } from '../files/files.ts'
import { readOrdinaryFile, readTextIfAny } from '../files/ordinary-file.ts'

/**
 * Creates a certificate's files under the first free name: two gates may end in the same second. `seal` is given the text's
 * digest, and makes the envelope, which is written first: what is left of a process that was killed in between is an envelope
 * whose text is missing, and never a text that says GO, and that somebody has signed it, with nothing behind it.
 *
 * @throws AssayError `not-writable`
 */
export async function writeCertificate(
  root: string,
  { reports }: Config,
  certificate: Certificate,
  text: (certificate: Certificate) => string,
  seal: (certificate: Certificate, document: Digest) => Envelope,
): Promise<{ certificate: Certificate; files: CertificateFiles }> {
  let created = Date.parse(certificate.created)
  for (let attempt = 0; attempt < attempts; attempt++, created += 1_000) {
    const final = at(certificate, created)
    const document = `${reports.dir}/certificates/${final.id}.md`
    const written = text(final)
    const envelope = `${reports.dir}/certificates/${final.id}.intoto.json`
    const sealed = jsonText(seal(final, { path: document, sha256: sha256(written) }))
    if (!(await createFileAtomically(resolveInside(root, envelope), sealed))) continue
    try {
      if (await createFileAtomically(resolveInside(root, document), written)) {
        return { certificate: final, files: { document, envelope } }
      }
    } catch (error) {
      await rm(resolveInside(root, envelope), { force: true })
      throw error
    }
    await rm(resolveInside(root, envelope), { force: true })
  }
  throw new AssayError(
    'not-writable',
    `${attempts} certificates are named after this minute already`,
    'Wait a minute and gate again.',
  )
}

const attempts = 60

/** The same certificate, made at another time and as long valid. */
function at(certificate: Certificate, created: number): Certificate {
  const later = created - Date.parse(certificate.created)
  const iso = new Date(created).toISOString()
  return {
    ...certificate,
    id: certificate.id.replace(/[0-9]{8}_[0-9]{6}$/u, stamp(iso)),
    created: iso,
    validUntil: new Date(Date.parse(certificate.validUntil) + later).toISOString(),
  }
}

/** The newest certificate of this kind and component, by its name, with the digest of its envelope. */
export async function latestCertificate(
  root: string,
  { reports }: Config,
  kind: CertificateKind,
  component: string,
): Promise<Certificate['previous']> {
  const folder = resolveInside(root, `${reports.dir}/certificates`)
  const start = `${kind}_${component}_`
  const names = existsSync(folder) ? await readdir(folder) : []
  const newest = names
    .filter(
      (name) => name.startsWith(start) && /^[0-9]{8}_[0-9]{6}\.intoto\.json$/u.test(name.slice(start.length)),
    )
    .sort()
    .at(-1)
  if (newest === undefined) return undefined
  return {
    id: newest.slice(0, -'.intoto.json'.length),
    sha256: sha256(await readOrdinaryFile(join(folder, newest))),
  }
}

/**
 * Reads a certificate by the path of either of its files; the text of one that is not there is `undefined`.
 *
 * @throws AssayError `no-certificate`
 */
export async function readCertificate(folder: string, path: string) {
  const stem = resolve(folder, path).replace(/(?:\.md|\.intoto\.json)$/u, '')
  const [envelope, document] = [`${stem}.intoto.json`, `${stem}.md`]
  const [envelopeText, documentText] = await Promise.all([envelope, document].map(textOf))
  if (envelopeText === undefined && documentText === undefined) {
    throw new AssayError(
      'no-certificate',
      `There is no certificate at '${path}'.`,
      'Name its .md or its .intoto.json file; gates write them below reports/certificates/.',
    )
  }
  return { envelope, document, envelopeText, documentText }
}

/** Digest of the envelope of another certificate beside this one; `undefined` where it is not there. */
export async function siblingDigest(envelope: string, id: string): Promise<string | undefined> {
  const text = await textOf(join(dirname(envelope), `${basename(id)}.intoto.json`))
  return text === undefined ? undefined : sha256(text)
}

const textOf = (path: string) => readTextIfAny(path, (_, error) => error)

export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data)
}
