import { z } from 'zod'
import { runtimeIdentitySchema } from './runtime.ts'
import { schemas } from './schema-version.ts'

/** A text that a file tells: of any length, a report could not be read. */
const factSchema = z.string().max(1_000)
const factsSchema = z.record(z.string().max(200), factSchema)

/**
 * What is kept of an environment beside recorded numbers: all that stays from run to run, as text. Facts are open, so that
 * what a later version adds is read, and left alone. A fact that is not there is not known, and says nothing.
 */
export const environmentRecordSchema = z.object({
  facts: factsSchema,
  /** What benchmarks ran on, where that is not Assay's own Node alone. Sorted. */
  measured: z.array(runtimeIdentitySchema).min(1).optional(),
  /** By flaw of the CPU. */
  mitigations: factsSchema.optional(),
  packages: z.object({ lock: z.string().max(64), runtime: factsSchema, development: factsSchema }).optional(),
})
export type EnvironmentRecord = z.infer<typeof environmentRecordSchema>

/** In place of a benchmark file, like the controls: it would have an extension. */
export const environmentsFile = 'environments'

/**
 * `baselines/<class>/environments.json`: what the sessions of a class were measured in, once for all its files. Sessions of
 * the same environment name the same record.
 */
export const environmentsSchema = z.strictObject({
  schema: z.literal(schemas.environments),
  class: z.string(),
  /** By digest of the record. */
  environments: z.record(z.string(), environmentRecordSchema),
  /** By session id: the digest of its environment. */
  sessions: z.record(z.string(), z.string()),
})
export type Environments = z.infer<typeof environmentsSchema>

/** One thing that is not as it was when numbers were recorded. */
export const environmentDifferenceSchema = z.strictObject({
  /** Key of the fact, such as `kernel`; of packages and mitigations that of all of them. */
  fact: z.string(),
  /** What it is in words: `kernel`, `package zod`. */
  what: z.string(),
  /** Absent where it was not there, or is not there any more. */
  before: z.string().optional(),
  now: z.string().optional(),
  /** Why it is suspected as much as its place in the list says, and who has found that. */
  why: z.string(),
  source: z.string().optional(),
})
export type EnvironmentDifference = z.infer<typeof environmentDifferenceSchema>

/** What differs between the environment of recorded numbers and that of a run. */
export const environmentChangeSchema = z.strictObject({
  /** Class of the recorded numbers where it is another one: they are not compared with. */
  class: z.string().optional(),
  /** Ids of the sessions, the oldest first, and when the newest of them was recorded. */
  sessions: z.array(z.string()).min(1),
  date: z.iso.datetime(),
  /** The most suspicious first. */
  differences: z.array(environmentDifferenceSchema).min(1),
})
export type EnvironmentChange = z.infer<typeof environmentChangeSchema>
