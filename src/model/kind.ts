import { z } from 'zod'
import { coldDetailSchema } from './cold.ts'
import { commandDetailSchema } from './command.ts'
import { memorySchema, timingSchema } from './outcome.ts'
import { serviceDetailSchema } from './service.ts'

/** What a Run keeps of a fork of a function, beside its values and their quality: what those do not say already. */
export const functionDetailSchema = z.strictObject({
  timing: timingSchema
    .omit({ value: true, cpu: true, helperCpu: true, latency: true, result: true, unknownResult: true })
    .omit({ samples: true, clean: true, cleanOnly: true, asleep: true, own: true })
    .optional(),
  memory: memorySchema.pick({ growth: true, time: true, operations: true }).optional(),
})

/** By kind: what a Run keeps of a trial of it, beside its values and their quality. */
const details = new Map<string, z.ZodType>([
  ['function', functionDetailSchema],
  ['command', commandDetailSchema],
  ['cold', coldDetailSchema],
  ['service', serviceDetailSchema],
])

/**
 * Makes a kind from outside known, before a document with it is read. Returns what withdraws it.
 *
 * @throws RangeError when there is another kind of that name
 */
export function declareDetail(kind: string, detail: z.ZodType): () => void {
  if (details.has(kind)) throw new RangeError(`two kinds are called '${kind}'`)
  details.set(kind, detail)
  return () => details.delete(kind)
}

export const kindNameSchema = z.string().superRefine((name, context) => {
  if (details.has(name)) return
  const known = [...details.keys()].join(', ')
  context.addIssue({
    code: 'custom',
    message: `there is no kind '${name.slice(0, 80)}' here; there are ${known}`,
  })
})

/** What is wrong with the detail of a trial, if anything. */
export function detailProblem(kind: string, detail: unknown): string | undefined {
  const issue = details.get(kind)?.safeParse(detail).error?.issues[0]
  return issue && `${[...issue.path, ''].join('.')} ${issue.message}`.trim()
}
