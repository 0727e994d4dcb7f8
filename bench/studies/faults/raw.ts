import { z } from 'zod'
import { conditions } from '../kept.ts'
import { kinds } from './fault.ts'

/** One planting, and what was not as it must be afterwards. */
const attemptSchema = z.strictObject({
  /** Of the program: the commit, with a `+` where the tree had changes. */
  commit: z.string(),
  wrong: z.array(z.string()),
})

const triedSchema = z.strictObject({
  kind: z.enum(kinds),
  name: z.string(),
  /** Its place among all faults; moments are drawn from it, from the name and from the seed. */
  number: z.int().positive(),
  /** The last one counts. Those before it tell what was fixed, or does not fail every time. */
  attempts: z.array(attemptSchema).min(1),
})
export type Tried = z.infer<typeof triedSchema>

/** Everything that the page is made of. */
export const rawSchema = z.strictObject({
  conditions: z.strictObject({ cpu: z.string(), cpus: z.int(), node: z.string() }),
  seed: z.string(),
  /** How many faults there are, with those that were not planted yet. */
  planned: z.int(),
  minutes: z.number(),
  tried: z.array(triedSchema),
})
export type Raw = z.infer<typeof rawSchema>

export function nothing(seed: string): Raw {
  return { conditions: conditions(), seed, planned: 0, minutes: 0, tried: [] }
}

/** What was wrong at last. */
export function wrongOf({ attempts }: Tried): readonly string[] {
  return attempts.at(-1)!.wrong
}

/** With one more attempt. */
export function withAttempt(
  raw: Raw,
  fault: Pick<Tried, 'kind' | 'name' | 'number'>,
  attempt: Tried['attempts'][number],
): Raw {
  const { kind, name, number } = fault
  const before = raw.tried.find((one) => one.number === number)
  const others = raw.tried.filter((one) => one !== before)
  const tried = { kind, name, number, attempts: [...(before?.attempts ?? []), attempt] }
  return { ...raw, tried: [...others, tried].toSorted((one, other) => one.number - other.number) }
}

/** Without faults that there are no longer, or that have another place now. */
export function stillPlanned(raw: Raw, planned: readonly { kind: string; name: string }[]): Raw {
  const isThere = ({ kind, name, number }: Tried) =>
    planned[number - 1]?.name === name && planned[number - 1]?.kind === kind
  return { ...raw, planned: planned.length, tried: raw.tried.filter(isThere) }
}
