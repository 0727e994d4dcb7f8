import { verificationText } from '../core/report/terminal/verification.ts'
import { jsonText } from '../core/wording/json.ts'
import { verify as verifyFlow } from '../flow/verify.ts'
import { AssayError } from '../model/assay-error.ts'
import { type CertificateStatus, certificateStatusSchema } from '../model/certificate.ts'
import type { Invocation } from './invocation.ts'
import { withHost } from './with-host.ts'

const codes = { valid: 0, invalid: 1, unknown: 3 } as const

export async function verify(invocation: Invocation): Promise<number> {
  const { arguments: args, console } = invocation
  const { repo, evidence, trust, for: ref, require } = args.given
  const [path, ...others] = args.rest
  if (path === undefined || others.length > 0) {
    throw new AssayError(
      'usage',
      'verify needs one certificate.',
      'Name its .md or its .intoto.json file: assay verify reports/certificates/….md',
    )
  }
  const request = { ref, statuses: statusesOf(require) }
  const found = await withHost(invocation, async (host) =>
    verifyFlow(await host.witness(path, { repo, evidence, trust }), request),
  )
  console.out(args.json ? jsonText(found) : verificationText(found, console))
  return codes[found.verdict]
}

function statusesOf(text: string | undefined): CertificateStatus[] {
  return (text?.split(',') ?? []).map((one) => {
    const parsed = certificateStatusSchema.safeParse(one.trim())
    if (parsed.success) return parsed.data
    throw new AssayError(
      'usage',
      `--require '${one}' is no status of a certificate.`,
      `There are ${certificateStatusSchema.options.join(', ')}.`,
    )
  })
}
