import { z } from 'zod'
import {
  type FindingCode,
  findingCodes,
  type Severity,
  type SeverityOf,
  severitiesOf,
} from './finding-codes.ts'

const codes = Object.keys(findingCodes) as FindingCode[]

/**
 * A warning as a value: reported, never printed where it arises. Its code (finding-codes.ts) says which severities it may
 * have.
 *
 * - `info`: worth knowing, changes nothing.
 * - `warning`: a number is weaker than it looks.
 * - `error`: something is broken; the run cannot pass.
 */
export type Finding = {
  [Code in FindingCode]: {
    readonly code: Code
    readonly severity: SeverityOf<Code>
    /** What it is about: a benchmark's id, a file, or `run`. */
    readonly subject: string
    readonly message: string
    readonly advice: string
  }
}[FindingCode]

/** A finding of its code's usual severity. */
export function finding(code: FindingCode, subject: string, message: string, advice: string): Finding {
  return { code, severity: severitiesOf(code)[0], subject, message, advice } as Finding
}

/** By code: when there is a finding of it, and what it says then. */
export type FindingRules<Seen> = { readonly [Code in FindingCode]?: (seen: Seen) => FindingWords | undefined }

type FindingWords = readonly [message: string, advice: string]

/** What rules find about one subject, in their order, each of its code's usual severity. */
export function applyRules<Seen>(rules: FindingRules<Seen>, subject: string, seen: Seen): Finding[] {
  return Object.entries(rules).flatMap(([code, rule]) => {
    const words = rule(seen)
    return words ? finding(code as FindingCode, subject, ...words) : []
  })
}

export const findingSchema = z
  .strictObject({
    code: z.enum(codes, {
      error: ({ input }) =>
        `'${String(input).slice(0, 60)}' is no finding code of this version of Assay (docs/reference/findings.md lists them)`,
    }),
    severity: z.enum(['info', 'warning', 'error'] satisfies Severity[]),
    subject: z.string(),
    message: z.string(),
    advice: z.string(),
  })
  .refine(({ code, severity }) => severitiesOf(code).includes(severity), {
    path: ['severity'],
    error: ({ input }) => {
      const { code, severity } = input as { code: FindingCode; severity: Severity }
      return `the finding '${code}' is ${severitiesOf(code).join(' or ')}, not ${severity}`
    },
    // The type says what the refinement checks.
  }) as unknown as z.ZodType<Finding>
