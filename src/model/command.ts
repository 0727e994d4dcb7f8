import { z } from 'zod'
import { ownNameForm, ownNameRule } from './own-metric.ts'
import { ownReadingsSchema } from './own-reading.ts'
import { parseQuantity } from './unit.ts'

/**
 * A command to measure, as its file declares it. A list is a program with its arguments, started as it is. A text is for a
 * shell, whose own start is measured beside it and subtracted.
 */

/** No argument and no path has the character that ends one. */
export const wordSchema = z
  .string()
  .refine((value) => !value.includes('\0'), { error: 'must not contain a NUL character' })
export const filledWordSchema = wordSchema.min(1, { error: 'must not be empty' })
const commandLineSchema = z.union([filledWordSchema, z.tuple([filledWordSchema], wordSchema)], {
  error: "expected a list such as ['tsc', '-p', '.'], or a text for a shell",
})

/** Written with its unit, `'30 s'`; ns inside. */
export const durationSchema = z.string().transform((written, context) => {
  const value = parseQuantity(written, 'ns')
  if (value !== undefined && value > 0) return value
  context.addIssue({ code: 'custom', message: `expected a duration such as '30 s', got '${written}'` })
  return z.NEVER
})

const commandAgreementSchema = z.strictObject({
  stdout: z.boolean(),
  stderr: z.boolean(),
  /** Relative to where it runs. */
  files: z.array(filledWordSchema),
})
/** What revisions and alternatives must agree about, beside the exit code. */
export type CommandAgreement = z.infer<typeof commandAgreementSchema>

export const commandSpecSchema = z.strictObject({
  line: commandLineSchema,
  /** The program that a text is for, in place of `/bin/sh`; it is given `-c` and the text. */
  shell: filledWordSchema.optional(),
  /** Runs before anything is timed, beside the one that is checked. */
  warmup: z.int().nonnegative().optional(),
  /** Relative to the project, or to the base in its place. */
  cwd: wordSchema.default('.'),
  /** What is added to the environment. */
  env: z
    .record(filledWordSchema.regex(/^[^=]+$/u, { error: "the name of a variable has no '='" }), wordSchema)
    .default({}),
  /** A text, or a file of the project; there is nothing to read otherwise. */
  stdin: z.union([wordSchema, z.strictObject({ file: filledWordSchema })]).optional(),
  /** Once before its first run in a trial and once after its last. */
  setup: commandLineSchema.optional(),
  cleanup: commandLineSchema.optional(),
  /** Before and after every run; not timed. */
  prepare: commandLineSchema.optional(),
  conclude: commandLineSchema.optional(),
  /** Exit codes of success. */
  exitCodes: z.union([z.array(z.int().min(0).max(255)).min(1), z.literal('any')]).default([0]),
  agree: commandAgreementSchema.default({ stdout: true, stderr: false, files: [] }),
  /** Metrics of the project that it tells: by a line of its own, or by what a pattern finds in its output. */
  metrics: z
    .record(
      z.string().regex(ownNameForm, { error: ownNameRule }),
      z.strictObject({ pattern: filledWordSchema.optional(), flags: z.string().optional() }),
    )
    .default({}),
  /** What is replaced in what it prints before that is compared. */
  normalize: z
    .array(z.strictObject({ pattern: filledWordSchema, flags: z.string(), replace: z.string() }))
    .default([]),
  /** Where what it prints goes when it is timed; `null`: nowhere, `pipe`: it is read. */
  output: z
    .union([z.literal('null'), z.literal('pipe'), z.strictObject({ file: filledWordSchema })])
    .default('null'),
  /** Whether it is also measured with the files that it opens out of memory. */
  evict: z.literal(true).optional(),
  /** Whether its system calls are counted. */
  calls: z.literal(true).optional(),
  /** How two are interleaved. Absent: in slices where both only compute, else run by run. */
  interleave: z.enum(['slices', 'runs']).optional(),
  /** A run that takes longer is ended, and has failed; ns. Absent: `time.timeout` of the configuration. */
  timeout: durationSchema.optional(),
})
export type CommandSpec = z.infer<typeof commandSpecSchema>

/** What one run of a command used, as far as the system tells; base units. */
export const commandRunSchema = z.strictObject({
  wall: z.number().nonnegative(),
  user: z.number().nonnegative().optional(),
  system: z.number().nonnegative().optional(),
  /** Of its first thread: ns on a CPU, and ready to run without one. */
  oncpu: z.number().optional(),
  waiting: z.number().optional(),
  /** ns that some of its processes could have computed and none did, for want of a CPU. */
  stalled: z.number().nonnegative().optional(),
  /** Bytes that the largest of its processes had in memory at most. */
  peak: z.number().nonnegative().optional(),
  /** Bytes that all its processes had in memory together at most, of what was looked at; absent where there was never more than one. */
  tree: z.number().nonnegative().optional(),
  /** Page faults: without and with reading from a disk. */
  minor: z.number().optional(),
  major: z.number().optional(),
  /** Context switches: it waited, or it had to make room. */
  voluntary: z.number().optional(),
  involuntary: z.number().optional(),
  /** Bytes that reached a disk, or came from one. */
  read: z.number().nonnegative().optional(),
  written: z.number().nonnegative().optional(),
  instructions: z.number().nonnegative().optional(),
  /** When it began, on the clock of its system, ns. */
  from: z.number().nonnegative().optional(),
  exit: z.int(),
  signal: z.int(),
  /** Whether it had to be ended. */
  late: z.boolean(),
  /** Whether it started others. */
  children: z.boolean().optional(),
  /** Whether it left processes that had to be ended. */
  left: z.boolean(),
  /** Parts that it ran in, where others ran in between. */
  slices: z.int().positive(),
  /** ns that the CPU quota of its control group stopped threads meanwhile. */
  throttled: z.number().nonnegative().optional(),
})
export type CommandRun = z.infer<typeof commandRunSchema>

/** Why a run took longer than others of the same command. */
export const slowCauses = ['throttled', 'waiting', 'disk', 'asleep', 'processor'] as const
export type SlowCause = (typeof slowCauses)[number]

/** What supervises: which program, the least peak that it can tell, bytes, and whether commands are in control groups of their own. */
export const supervisorSchema = z.strictObject({
  program: z.enum(['perl', 'python', 'node']),
  floor: z.number().nonnegative().optional(),
  grouped: z.literal(true).optional(),
})
export type SupervisorFacts = z.infer<typeof supervisorSchema>

/** What a Run keeps of a trial of a command, beside its values and their quality. */
export const commandDetailSchema = z.strictObject({
  /** In slices of some ms, whole runs in turn, or no other beside it. */
  interleaved: z.enum(['slices', 'runs']).optional(),
  /** Its first thread was kept on one CPU, the same as that of the other one. */
  oneCpu: z.literal(true).optional(),
  /** Each of its runs: ns, bytes, and exit codes where any is not 0. */
  walls: z.array(z.number()).optional(),
  peaks: z.array(z.number()).optional(),
  exits: z.array(z.int()).optional(),
  /** Runs that were set aside, or were slow, by cause. */
  aside: z.partialRecord(z.enum(slowCauses), z.int().positive()).optional(),
  slow: z.partialRecord(z.enum(slowCauses), z.int().positive()).optional(),
  /** Digest of what must agree; absent: it differs from run to run, or nothing must. */
  output: z.string().optional(),
  /** Why there is none where there should be one. */
  unknownOutput: z.string().optional(),
  /** Where it is not what the base printed and left. */
  differs: z.string().optional(),
  left: z.literal(true).optional(),
  /** Runs with its files out of memory, ns, and whether they read more from a disk than others. */
  uncached: z.strictObject({ walls: z.array(z.number()).min(1), fromDisk: z.boolean() }).optional(),
  /** System calls of a run that was followed, and bytes written by them. */
  calls: z.strictObject({ count: z.int().nonnegative(), written: z.number().nonnegative() }).optional(),
  /** Why it could not be followed. */
  unfollowed: z.string().optional(),
  /** What it says of metrics of the project, in a run that is not timed. */
  readings: ownReadingsSchema.optional(),
  /** ns that the start of its shell takes, which is not in its time. */
  shell: z.number().nonnegative().optional(),
  supervisor: supervisorSchema,
})
export type CommandDetail = z.infer<typeof commandDetailSchema>
