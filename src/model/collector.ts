import { z } from 'zod'

/** A number that a collector read, in words and units of its own. */
export const counterSchema = z.strictObject({
  collector: z.string(),
  name: z.string(),
  value: z.number(),
  unit: z.string(),
})
export type Counter = z.infer<typeof counterSchema>

/** What a collector has to say beside files and numbers. */
export type CollectorNote =
  | { readonly state: 'failed'; readonly why: string }
  /** What clinic doctor calls what it has found. */
  | { readonly state: 'diagnosed'; readonly category: string }
  /** Counters that the machine does not have. */
  | { readonly state: 'uncounted'; readonly counters: readonly string[] }

/** Why a collector cannot be used here. */
export type CollectorGap =
  | { readonly state: 'not-installed'; readonly package: string }
  | { readonly state: 'other-system'; readonly system: string }
  /** What it said when it was asked. */
  | { readonly state: 'does-not-run' | 'no-gpu' | 'cannot-be-asked'; readonly said: string }
