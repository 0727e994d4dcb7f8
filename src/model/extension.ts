import { z } from 'zod'
import { collectorNames } from './collector-name.ts'
import type { CpuProfile } from './cpu-profile.ts'
import { formatNames } from './format-name.ts'
import { type OwnKindFacts, ownKindSchema } from './own-kind.ts'
import type { OwnMetric } from './own-metric.ts'
import type { Rendered } from './rendered.ts'
import type { Run } from './run.ts'

/**
 * What a project adds to Assay in its configuration. It is somebody's code, so it runs in processes of its own
 * (`worker/extend.ts`), and what it returns is read by the schemas below.
 */

/** A file that a renderer or a collector returns; its path is relative to the folder that it is given. */
export type OwnFile = { readonly path: string; readonly text: string }

/**
 * A format of one's own: a run as files, the main one first. `attachments` are pictures that the run names and that lie
 * beside its report. The same run must give the same text.
 */
export type OwnRenderer = (
  run: Run,
  attachments: readonly Rendered[],
) => readonly OwnFile[] | Promise<readonly OwnFile[]>

/** What a collector of one's own is to look into, and with what. */
export type OwnTask = {
  readonly benchmark: { readonly id: string; readonly file: string; readonly name: string }
  /** Program and arguments that run the benchmark, and nothing else, for `time` ms. */
  readonly command: readonly [program: string, ...args: string[]]
  readonly time: number
  /** ms after which the collector is ended, with everything that it started. */
  readonly timeout: number
  /** A copy of the project of links, to start programs in: what they leave there is gone afterwards. */
  readonly project: string
  /** An empty folder, which is gone afterwards. */
  readonly folder: string
  /** What Assay's own profiler saw of the benchmark last. */
  readonly profile?: CpuProfile | undefined
}

/** What it brings: files, which reports name, and numbers in its own units. */
export type OwnCollected = {
  readonly files?: readonly OwnFile[]
  readonly counters?: readonly OwnCounter[]
}

type OwnCounter = { readonly name: string; readonly value: number; readonly unit: string }

/** A program that looks into a benchmark that is being profiled. What it throws is told in the report. */
export type OwnCollector = {
  /** Why it cannot be used here, in a sentence; nothing when it can. */
  readonly check?: () => string | undefined | Promise<string | undefined>
  readonly gather: (task: OwnTask) => OwnCollected | Promise<OwnCollected>
}

/** A benchmark of a kind of one's own: its name, and what tells it from others of that name. */
export type OwnBenchmark = {
  readonly name: string
  readonly group?: readonly string[]
  readonly params?: Readonly<Record<string, string | number | boolean>>
  /** How its primary metric may grow with a parameter, as benchmark files write it: `{ by: 'rows', as: 'n log n' }`. */
  readonly grows?: string | { readonly by: string; readonly as: string }
}

/** What is measured once. */
export type OwnTrial = {
  readonly benchmark: Required<Omit<OwnBenchmark, 'grows'>>
  /** The project as the revision has it that is measured: the working tree, or a checkout of the base. */
  readonly folder: string
  /** ms that measuring should take, and after which it is given up. */
  readonly time: number
  readonly timeout: number
}

/** A finite number for each metric of the kind, in base units (ns, bytes, counts), above 0 unless it is exact. */
export type OwnMeasured = {
  readonly values: Readonly<Record<string, number>>
  /** How many readings they are the median of: 1 unless said otherwise. */
  readonly samples?: number
  /** What weakens them, a sentence each. */
  readonly notes?: readonly string[]
}

/**
 * A sort of subject that is no function: a query, a build, a page. It says what there is to measure, and measures one of them
 * once. Rounds, pairs, statistics, baselines and reports are Assay's.
 */
export type OwnKind = {
  readonly metrics: Readonly<Record<string, OwnMetric>>
  /** The sampled metric that stands for a benchmark as a whole. */
  readonly primary: string
  readonly list: () => readonly OwnBenchmark[] | Promise<readonly OwnBenchmark[]>
  readonly measure: (trial: OwnTrial) => OwnMeasured | Promise<OwnMeasured>
}

/** Longest path below a folder of a report, characters. */
const longestPath = 200

const pathSchema = z.string().superRefine((path, context) => {
  const message = pathProblem(path)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
})

/** What is wrong with the path of a file that somebody's code wants to have written, if anything. */
function pathProblem(path: string): string | undefined {
  const shown = JSON.stringify(path.slice(0, 80))
  const parts = path.split('/')
  if (path === '' || path.length > longestPath) return `a path has 1 to ${longestPath} characters`
  if (parts.includes('..') || /^(?:\/|[A-Za-z]:)/u.test(path))
    return `the path ${shown} leads out of its folder`
  // What no file system takes, and what one of them changes silently.
  const isOdd = (part: string) => part === '' || part === '.' || /[. ]$|[\\:*?"<>|\p{Cc}]/u.test(part)
  return parts.some(isOdd) ? `the path ${shown} has a part that is no file name everywhere` : undefined
}

/** What a renderer of one's own returns. */
export const ownFilesSchema = z
  .array(z.object({ path: pathSchema, text: z.string() }), {
    error: 'it returned no list of files { path, text }',
  })
  .superRefine((files, context) => {
    // Some file systems know no case.
    const paths = files.map(({ path }) => path.toLowerCase())
    const twice = files.find((_, index) => paths.indexOf(paths[index]!) !== index)
    if (twice)
      context.addIssue({ code: 'custom', message: `it returned two files ${JSON.stringify(twice.path)}` })
  })

export const ownGapSchema = z.string({ error: 'it returned neither a sentence nor nothing' }).optional()

/** What a collector of one's own returns. */
export const ownCollectedSchema = z.object(
  {
    files: ownFilesSchema.default([]),
    counters: z.array(z.object({ name: z.string(), value: z.number(), unit: z.string() })).default([]),
  },
  { error: 'it returned no { files, counters }' },
)

export type OwnCollectedRead = z.output<typeof ownCollectedSchema>

const part = z.string().min(1).max(200)

/** What a kind of one's own lists. */
export const ownListSchema = z
  .array(
    z.object({
      name: part,
      group: z.array(part).max(10).default([]),
      params: z.record(part, z.union([z.string().max(200), z.number(), z.boolean()])).default({}),
      grows: z.union([z.string(), z.strictObject({ by: z.string(), as: z.string() })]).optional(),
    }),
    { error: 'it returned no list of { name }' },
  )
  .min(1, { error: 'it lists no benchmark' })

export type OwnBenchmarkRead = z.output<typeof ownListSchema>[number]

/** What it returns of one. */
export const ownMeasuredSchema = z.object(
  {
    values: z.record(z.string(), z.number()),
    samples: z.int().positive().default(1),
    notes: z.array(z.string().max(300)).max(10).default([]),
  },
  { error: 'it returned no { values }' },
)

/** Members of one sort by name, none of which is the name of a built-in one. */
function members<T extends z.ZodType>(what: string, builtIn: readonly string[], member: T) {
  return z.record(z.string(), member).superRefine((all, context) => {
    for (const name of Object.keys(all)) {
      const message = builtIn.includes(name)
        ? `a ${what} '${name}' is Assay's own; give yours another name`
        : /^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(name) && name.length <= 40
          ? undefined
          : `the name of a ${what} has small letters, digits and hyphens, 40 at the most, such as 'team-city'`
      if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message })
    }
  })
}

/** What stands for a function in the configuration as it comes out of the process that loads it (`worker/load.ts`). */
const functionMark = 'a function'

function functionSchema<T>(expected: string) {
  return z.custom<T>((value) => typeof value === 'function' || value === functionMark, {
    error: `expected ${expected}`,
  })
}

/** A kind as the configuration has it: facts, and what lists and measures. */
const ownKindMemberSchema = z
  .looseObject({
    list: functionSchema<OwnKind['list']>('a function () => [{ name }]'),
    measure: functionSchema<OwnKind['measure']>('a function (trial) => { values }'),
  })
  .transform(({ list: _, measure: __, ...facts }) => facts)
  .pipe(ownKindSchema) as unknown as z.ZodType<OwnKindFacts, OwnKind>

/** Those of the kinds that a configuration is right about, before anything else of it is read. */
export const ownKindMembersSchema = members('kind', ['function'], ownKindMemberSchema)

export const extendSchema = z.strictObject({
  renderers: members(
    'format',
    formatNames,
    functionSchema<OwnRenderer>('a function (run) => [{ path, text }]'),
  ).default({}),
  collectors: members(
    'collector',
    collectorNames,
    z.object(
      {
        check: functionSchema<NonNullable<OwnCollector['check']>>(
          'a function () => string | undefined',
        ).optional(),
        gather: functionSchema<OwnCollector['gather']>('a function (task) => { files, counters }'),
      },
      { error: 'expected { check, gather }' },
    ),
  ).default({}),
  kinds: ownKindMembersSchema.default({}),
})
