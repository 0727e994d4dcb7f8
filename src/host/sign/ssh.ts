import { existsSync, lstatSync, statSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { EvidenceSource } from '../../flow/evidence-source.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { Certificate } from '../../model/certificate.ts'
import { createFileAtomically } from '../files/files.ts'
import { readOrdinaryFile, refuseOther } from '../files/ordinary-file.ts'
import { systemError } from '../files/system-error.ts'
import { makeTemporaryFolder } from '../files/temporary.ts'
import type { Trusted } from './trust.ts'

/** What a signature is for: one that was made for anything else does not count. Source: ssh-keygen(1), "-n namespace". */
export const namespace = 'assay-certificate@v1'

/** Longest time that ssh-keygen may take, ms: it may ask an agent, or a person to touch a token. */
const timeLimit = 60_000

/** A second signature beside a certificate: `<id>.<name>.sshsig`. */
type Acceptance = Awaited<ReturnType<EvidenceSource['acceptances']>>[number]

/**
 * Lets a person accept a certificate with a key of OpenSSH: signs its envelope, and puts the signature beside it.
 * Returns its path.
 *
 * @throws AssayError `ssh-keygen`
 */
export async function acceptBySsh(envelope: string, keyFile: string, name: string): Promise<string> {
  const target = envelope.replace(/\.intoto\.json$/u, `.${name}.sshsig`)
  const taken = () =>
    problem(`${name} has accepted it already.`, `Remove ${basename(target)} to accept it anew.`)
  if (existsSync(target)) throw taken()
  const key = statSync(keyFile, { throwIfNoEntry: false })
  if (key) refuseOther(key, keyFile)
  // Over stdin: beside the file, ssh-keygen would write under a name that whoever signs at the same time has, too.
  const command = ['-Y', 'sign', '-q', '-f', keyFile, '-n', namespace]
  const { failed, stdout, stderr } = await sshKeygen(command, await readOrdinaryFile(envelope))
  if (failed || !stdout.includes('BEGIN SSH SIGNATURE')) {
    throw problem(
      `ssh-keygen does not sign it: ${lastLine(stderr)}`,
      'Name a private key of OpenSSH, or the public half of one that an agent holds: --key ~/.ssh/id_ed25519.',
    )
  }
  if (await createFileAtomically(target, `${stdout.trim()}\n`)) return target
  throw taken()
}

/** The second signatures beside an envelope, and whether they are those of people that the trust file knows. */
export async function readAcceptances(
  envelope: string,
  trusted: Trusted | undefined,
  { kind, status }: Pick<Certificate, 'kind' | 'status'>,
): Promise<Acceptance[]> {
  const start = `${basename(envelope).replace(/\.intoto\.json$/u, '')}.`
  const files = (await readdir(dirname(envelope)))
    .filter((file) => file.startsWith(start) && file.endsWith('.sshsig'))
    .sort()
  const found: Acceptance[] = []
  for (const file of files) {
    const name = file.slice(start.length, -'.sshsig'.length)
    const seen = await look(envelope, join(dirname(envelope), file), name, trusted)
    const { kinds, statuses } = trusted?.people.find((one) => one.name === name)?.may ?? {}
    const isBarred = kinds?.includes(kind) === false || statuses?.includes(status) === false
    if (seen.result !== 'valid' || !isBarred) found.push({ name, ...seen })
    else
      found.push({ name, result: 'invalid', message: `${name} may not accept a ${kind} that says ${status}` })
  }
  return found
}

async function look(
  envelope: string,
  signature: string,
  name: string,
  trusted: Trusted | undefined,
): Promise<Omit<Acceptance, 'name'>> {
  const person = trusted?.people.find((one) => one.name === name)
  if (!person) {
    return trusted
      ? { result: 'invalid', message: `the trust file does not know ${name}` }
      : { result: 'unknown', message: `there is no trust file that would know ${name}` }
  }
  const { folder, remove } = await makeTemporaryFolder()
  try {
    const allowed = join(folder, 'allowed_signers')
    await writeFile(allowed, `${person.name} namespaces="${namespace}" ${person.key}\n`)
    refuseOther(lstatSync(signature), signature)
    const { failed, stderr, stdout } = await sshKeygen(
      ['-Y', 'verify', '-f', allowed, '-I', person.name, '-n', namespace, '-s', signature],
      await readOrdinaryFile(envelope),
    )
    return failed
      ? { result: 'invalid', message: `the signature of ${name} does not fit: ${lastLine(stderr || stdout)}` }
      : { result: 'valid', message: `accepted by ${name}` }
  } catch (error) {
    const said = error instanceof AssayError ? error : systemError(error)
    if (said) return { result: 'unknown', message: said.message }
    throw error
  } finally {
    remove()
  }
}

async function sshKeygen(args: readonly string[], input: Uint8Array) {
  // In our own group and not by `runToEnd`: in a session of its own it could ask nobody for a passphrase.
  const { execa } = await import('execa')
  const { failed, code, stdout, stderr } = await execa('ssh-keygen', args, {
    input,
    // It asks nobody for a passphrase where nobody can answer.
    env: { SSH_ASKPASS_REQUIRE: 'never' },
    timeout: timeLimit,
    reject: false,
  })
  if (code === 'ENOENT') {
    throw problem('ssh-keygen is not installed.', 'Install the client of OpenSSH (Debian: openssh-client).')
  }
  return { failed, stdout, stderr }
}

function lastLine(text: string): string {
  return text.trim().split(/\r?\n/u).at(-1) || 'it does not say why'
}

function problem(message: string, advice: string): AssayError {
  return new AssayError('ssh-keygen', message, advice)
}
