import { statusCodes } from '../core/certificate/status.ts'
import { wrapText } from '../core/wording/display-width.ts'
import { jsonText } from '../core/wording/json.ts'
import { isolated, plain, visible } from '../core/wording/plain.ts'
import { shellWord } from '../core/wording/shell-word.ts'
import { certify as certifyFlow, certificateMessage as messageFlow } from '../flow/certify.ts'
import { type CertificateKind, certificateKindSchema } from '../model/certificate.ts'
import type { Console } from './console.ts'
import type { Invocation } from './invocation.ts'
import { onlyWord, usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

/** `assay certify [run.json]`: the certificate of a run that is stored. */
export async function executeCertify(
  invocation: Invocation<'json' | 'config' | 'kind' | 'key'>,
): Promise<number> {
  const { flags, words, console } = invocation
  const [file, ...others] = words
  if (others.length > 0) throw usageError('certify takes one Run document at the most.')
  const request = { file, kind: kindOf(flags.kind), keyFile: flags.key }
  const { certificate, files, run } = await withHost(invocation, (host) => certifyFlow(host, request))
  const { status, reasons, signer } = certificate
  if (flags.json) console.out(jsonText(certificate))
  else {
    console.out(
      `${status} of run ${run.id}, made ${run.startedAt.slice(0, 10)}\n${reasons.map((one) => indented(one, console)).join('')}`,
    )
    console.err(`certificate: ${plain(files.document)}\n`)
    const next = signer ? `verify ${shellWord(files.document)}` : 'certify keygen --name NAME'
    console.err(`Next: npx assay ${next}\n`)
  }
  return statusCodes[status]
}

/** A reason, wrapped within the terminal. */
function indented(reason: string, { width }: Console): string {
  return wrapText(visible(reason), Math.max(20, width - 2))
    .map((line) => `  ${isolated(line)}\n`)
    .join('')
}

/** `assay certify keygen`: a key to sign with, and its entry in the trust file. */
export async function keygen(invocation: Invocation<'name' | 'out'>): Promise<number> {
  const { flags, words, console } = invocation
  const { name, out } = flags
  const example = 'assay certify keygen --name ci'
  if (words[0] !== undefined) throw usageError(`keygen takes no '${words[0]}'.`, example)
  if (!name) throw usageError('keygen needs a name that the key is known by.', example)
  const { file, keyid, trust } = await withHost(invocation, (host) => host.makeKey(name, out))
  console.out(
    `private key: ${file}\n  Only you can read it. Keep it out of the project; in CI it is the secret ASSAY_SIGNING_KEY.\n` +
      `public key: ${keyid}, in ${trust} as ${plain(name)}\n  Commit that file: it says whose signature counts.\n`,
  )
  return 0
}

/** `assay certify accept <certificate>`: a person's second signature. */
export async function executeAccept(invocation: Invocation<'key' | 'as'>): Promise<number> {
  const { flags, words, console } = invocation
  const { key, as } = flags
  const example =
    'assay certify accept reports/certificates/….md --key ~/.ssh/id_ed25519 --as ada@example.org'
  const path = onlyWord(words, 'accept needs one certificate.', example)
  if (!key || !as) throw usageError('accept needs a key and a name.', example)
  const file = await withHost(invocation, (host) => host.accept(path, key, as))
  console.out(`accepted: ${file}\n`)
  return 0
}

/** `assay certify message <certificate>`: a message for the commit that adds it. */
export async function executeMessage(invocation: Invocation): Promise<number> {
  const example = 'assay certify message reports/certificates/….md | git commit -F -'
  const path = onlyWord(invocation.words, 'message needs one certificate.', example)
  const text = await withHost(invocation, async (host) => messageFlow(await host.witness(path, {})))
  invocation.console.out(text)
  return 0
}

function kindOf(text: string | undefined): CertificateKind | undefined {
  if (text === undefined) return undefined
  const parsed = certificateKindSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw usageError(
    `--kind '${text}' is none of ${certificateKindSchema.options.join(', ')}.`,
    'Write one of them.',
  )
}
