import { z } from 'zod'
import { commandDetailSchema, commandSpecSchema } from './command.ts'

/**
 * A cold start to measure, as its file declares it: a program of the project, or something that is imported. A process per
 * sample, of the Node that runs Assay.
 */

const word = z
  .string()
  .refine((value) => !value.includes('\0'), { error: 'must not contain a NUL character' })

export const coldSpecSchema = z
  .strictObject({
    /** A file, relative to where it runs; or what is imported, by its name or as a path that begins with a dot. */
    file: word.min(1).optional(),
    specifier: word.min(1).optional(),
    /** What the program is given, and options of Node. */
    args: z.array(word).default([]),
    flags: z.array(word).default([]),
    /** Whether it has a compile cache, which an earlier run has filled. */
    cache: z.enum(['off', 'on']).default('off'),
    ...commandSpecSchema.pick({ cwd: true, env: true, exitCodes: true, timeout: true }).shape,
  })
  .refine(({ file, specifier }) => (file === undefined) !== (specifier === undefined), {
    error: 'expected either a file or a specifier',
  })
export type ColdSpec = z.infer<typeof coldSpecSchema>

const time = z.number().nonnegative()

/** What a process notes of itself, on the clock of its system, ns; what it never reached is not there. */
export const coldMarksSchema = z.strictObject({
  began: time,
  preloaded: time,
  ready: time.optional(),
  firstLine: time.optional(),
  loaded: time.optional(),
  exit: time,
  /** What noting that cost before the program was loaded. */
  own: time,
})
export type ColdMarks = z.infer<typeof coldMarksSchema>

/**
 * What happens while a process loads, as it notes it: ns since it began, what, and about what. `resolve` and `resolved`, `load`,
 * `loaded` and `compile` come from the loader; `body` and `done` from a module; `require` and `required` around each call.
 */
export const loadEventSchema = z.tuple([
  time,
  z.enum([
    ...['ready', 'resolve', 'resolved', 'load', 'loaded', 'compile', 'turn', 'body', 'done'],
    ...['require', 'required', 'exit'],
  ] as const),
  z.string().nullable().optional(),
  z.union([z.string(), z.number()]).nullable().optional(),
])
export type LoadEvent = z.infer<typeof loadEventSchema>

/** What importing one file costs, or one module of the runtime's own (`node:fs`). */
const importedModuleSchema = z.strictObject({
  /** Relative to where it runs; of the runtime's own: its name. Nothing: what imports it all, where that is no file. */
  path: z.string(),
  /** The package that it belongs to; nothing: the project itself. */
  package: z.string().optional(),
  /** Who imported it first, and so pays for it. */
  by: z.string().optional(),
  /** Finding, reading, compiling and running it, without what it imports; with what it was the first to import. ns. */
  self: time,
  total: time,
  /** The part of `self` in which its own code ran; of a script it is compiled then, too. */
  ran: time,
  bytes: z.int().nonnegative(),
  /** Files that it was the first to import, itself included. */
  files: z.int().nonnegative(),
})
export type ImportedModule = z.infer<typeof importedModuleSchema>

const importedPackageSchema = importedModuleSchema
  .pick({ self: true, ran: true, bytes: true, files: true })
  .extend({ name: z.string() })
export type ImportedPackage = z.infer<typeof importedPackageSchema>

/** All that a process imports, as one process showed it that was watched for it. */
export const importTreeSchema = z.strictObject({
  /** All of it, which is the sum of `self`; what watching cost is not in it. ns. */
  whole: time,
  watching: time,
  files: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  builtins: z.int().nonnegative(),
  /** The costliest first. */
  modules: z.array(importedModuleSchema),
  packages: z.array(importedPackageSchema),
  /** Modules that are not told here, and what they cost. */
  rest: z.strictObject({ modules: z.int().positive(), self: time }).optional(),
})
export type ImportTree = z.infer<typeof importTreeSchema>

/** What a Run keeps of a trial of a cold start, beside its values and their quality. */
export const coldDetailSchema = commandDetailSchema
  .omit({ output: true, unknownOutput: true, differs: true, shell: true })
  .extend({
    /** Whether it ended before it was loaded. */
    unloaded: z.literal(true).optional(),
    tree: importTreeSchema.optional(),
  })
export type ColdDetail = z.infer<typeof coldDetailSchema>

/** An import that is new, or takes longer than at another revision. */
const costlierImportSchema = importedModuleSchema
  .pick({ path: true, by: true, files: true, bytes: true })
  .extend({
    change: z.enum(['added', 'slower']),
    /** ns: of a new one with all that only it brings. */
    more: time,
  })
export type CostlierImport = z.infer<typeof costlierImportSchema>

/** What a benchmark imports, and what of it is costlier than at the base. */
export const importReportSchema = z.strictObject({
  id: z.string(),
  /** Processes that were watched, of each revision. */
  processes: z.int().positive(),
  tree: importTreeSchema,
  base: z
    .strictObject({
      ref: z.string(),
      tree: importTreeSchema,
      /** The costliest first. */
      costlier: z.array(costlierImportSchema),
    })
    .optional(),
})
export type ImportReport = z.infer<typeof importReportSchema>
