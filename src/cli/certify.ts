import { statusCodes } from '../core/certificate/status.ts'
import { jsonText } from '../core/wording/json.ts'
import { plain } from '../core/wording/plain.ts'
import { certify as certifyFlow, message as messageFlow } from '../flow/certify.ts'
import { AssayError } from '../model/assay-error.ts'
import { type CertificateKind, certificateKindSchema } from '../model/certificate.ts'
import type { Invocation } from './invocation.ts'
import { withHost } from './with-host.ts'

export async function certify(invocation: Invocation): Promise<number> {
  const { arguments: args } = invocation
  const [first, ...rest] = args.rest
  if (first === 'keygen') return keygen(invocation)
  if (first === 'accept') return accept(invocation, rest)
  if (first === 'message') return message(invocation, rest)
  if (rest.length > 0) throw usage('certify takes one Run document at the most.')
  return issueOne(invocation, first)
}

/** `assay certify [run.json]`: the certificate of a run that is stored. */
async function issueOne(invocation: Invocation, file: string | undefined): Promise<number> {
  const { arguments: args, console } = invocation
  const { given } = args
  const request = { file, kind: kindOf(given.kind), keyFile: given.key }
  const { certificate, files } = await withHost(invocation, (host) => certifyFlow(host, request))
  const { status, reasons } = certificate
  if (args.json) console.out(jsonText(certificate))
  else console.out(`${status}\n${reasons.map((reason) => `  ${plain(reason)}\n`).join('')}`)
  if (!args.json) console.err(`certificate: ${files.document}\n`)
  return statusCodes[status]
}

/** `assay certify keygen`: a key to sign with, and its entry in the trust file. */
async function keygen(invocation: Invocation): Promise<number> {
  const { given } = invocation.arguments
  if (!given.name)
    throw usage('keygen needs a name that the key is known by.', 'assay certify keygen --name ci')
  const { file, keyid, trust } = await withHost(invocation, (host) => host.makeKey(given.name!, given.out))
  invocation.console.out(
    `private key: ${file}\n  Only you can read it. Keep it out of the project; in CI it is the secret ASSAY_SIGNING_KEY.\n` +
      `public key: ${keyid}, in ${trust} as ${plain(given.name)}\n  Commit that file: it tells whose signature counts.\n`,
  )
  return 0
}

/** `assay certify accept <certificate>`: a person's second signature. */
async function accept(invocation: Invocation, [path, ...others]: readonly string[]): Promise<number> {
  const { given } = invocation.arguments
  const example =
    'assay certify accept reports/certificates/….md --key ~/.ssh/id_ed25519 --as ada@example.org'
  if (path === undefined || others.length > 0) throw usage('accept needs one certificate.', example)
  if (!given.key || !given.as) throw usage('accept needs a key and a name.', example)
  const file = await withHost(invocation, (host) => host.accept(path, given.key!, given.as!))
  invocation.console.out(`accepted: ${file}\n`)
  return 0
}

/** `assay certify message <certificate>`: what the commit says that adds it. */
async function message(invocation: Invocation, [path, ...others]: readonly string[]): Promise<number> {
  if (path === undefined || others.length > 0) {
    throw usage(
      'message needs one certificate.',
      'assay certify message reports/certificates/….md | git commit -F -',
    )
  }
  const text = await withHost(invocation, async (host) => messageFlow(await host.witness(path, {})))
  invocation.console.out(text)
  return 0
}

function kindOf(text: string | undefined): CertificateKind | undefined {
  if (text === undefined) return undefined
  const parsed = certificateKindSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw usage(`--kind '${text}' is none of ${certificateKindSchema.options.join(', ')}.`)
}

function usage(message: string, advice = "'assay --help' shows the commands and their options."): AssayError {
  return new AssayError('usage', message, advice)
}
