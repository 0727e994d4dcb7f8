import { z } from 'zod'

/** A function that did not run, by where it stands in the text that ran: in UTF-16 units. */
export const idleFunctionSchema = z.strictObject({
  /** As V8 has it; `(anonymous in outer)` and `(anonymous)` of one without. */
  name: z.string(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
})
export type IdleFunction = z.infer<typeof idleFunctionSchema>

/** Which functions of a file did not run in one process that loaded it. What stands in one of them did not, either. */
export const fileCoverageSchema = z.strictObject({
  /** An absolute path. */
  file: z.string(),
  /** Digest of the text that ran: of TypeScript what is left without types, of what a loader made something else. */
  text: z.string(),
  idle: z.array(idleFunctionSchema),
})
export type FileCoverage = z.infer<typeof fileCoverageSchema>
