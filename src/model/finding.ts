import { z } from 'zod'
import {
  type FindingCode,
  findingCodes,
  type Severity,
  type SeverityOf,
  severitiesOf,
} from './finding-codes.ts'

const codes = Object.keys(findingCodes) as FindingCode[]

/** A finding without its subject: rules that are about one thing only leave it to their caller. */
export type Observation = {
  [Code in FindingCode]: {
    readonly code: Code
    readonly severity: SeverityOf<Code>
    readonly message: string
    readonly advice: string
  }
}[FindingCode]

/**
 * A warning as a value: reported, never printed where it arises. Its code (finding-codes.ts) says which severities it may
 * have.
 *
 * - `info`: worth knowing, changes nothing.
 * - `warning`: a number is weaker than it looks.
 * - `error`: something is broken; the run cannot pass.
 */
export type Finding = Observation & {
  /** What it is about: a benchmark's id, a file, or `run`. */
  readonly subject: string
}

/** A finding of its code's usual severity. */
export function finding(code: FindingCode, subject: string, message: string, advice: string): Finding {
  return { code, severity: severitiesOf(code)[0], subject, message, advice } as Finding
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
