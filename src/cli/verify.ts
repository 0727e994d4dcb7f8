import { verificationText } from '../core/report/terminal/verification.ts'
import { jsonText } from '../core/wording/json.ts'
import { verify as verifyFlow } from '../flow/verify.ts'
import { type CertificateStatus, certificateStatusSchema } from '../model/certificate.ts'
import type { Invocation } from './invocation.ts'
import { onlyWord, usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

const codes = { valid: 0, invalid: 1, unknown: 3 } as const

export async function executeVerify(
  invocation: Invocation<'json' | 'for' | 'at' | 'require' | 'repo' | 'evidence' | 'trust'>,
): Promise<number> {
  const { flags, words, console } = invocation
  const { repo, evidence, trust, for: ref, at, require } = flags
  const advice = 'Name its .md or its .intoto.json file: assay verify reports/certificates/….md'
  const path = onlyWord(words, 'verify needs one certificate.', advice)
  const request = { ref, at, statuses: statusesOf(require) }
  const found = await withHost(invocation, async (host) =>
    verifyFlow(await host.witness(path, { repo, evidence, trust }), request),
  )
  console.out(flags.json ? jsonText(found) : verificationText(found, console, path))
  return codes[found.verdict]
}

function statusesOf(text: string | undefined): CertificateStatus[] {
  return (text?.split(',') ?? []).map((one) => {
    const parsed = certificateStatusSchema.safeParse(one.trim())
    if (parsed.success) return parsed.data
    throw usageError(
      `--require '${one}' is no status of a certificate.`,
      `There are ${certificateStatusSchema.options.join(', ')}.`,
    )
  })
}
