import { z } from 'zod'
import { gateableMetricNames, type MetricName, metric, metricNameSchema } from './metric.ts'
import { parsePercent, parseQuantity } from './unit.ts'

/** A duration as people write it; ns inside. */
const duration = quantity("a duration such as '50 ms' or '3 s'", (text) => parseQuantity(text, 'ns'))
/** A percentage as people write it; a fraction inside. */
const percent = quantity("a percentage such as '3 %'", parsePercent)

/** Absolute limits by metric, written with units: `{ time: '2 ms', allocated: '100 kB' }`; base units inside. */
export const budgetSchema = z.partialRecord(metricNameSchema, z.string()).transform((budget, context) => {
  const limits: Partial<Record<MetricName, number>> = {}
  for (const [name, text] of Object.entries(budget) as [MetricName, string][]) {
    const { unit } = metric(name)
    const value = parseQuantity(text, unit)
    if (value !== undefined) limits[name] = value
    else
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `expected ${budgetExample[unit]}, got '${text}'`,
      })
  }
  return limits
})

const budgetExample = {
  ns: "a duration such as '2 ms'",
  byte: "a size such as '100 kB'",
  count: "a count such as '3'",
} as const

export type Budget = z.output<typeof budgetSchema>

const globs = z.array(z.string().min(1))

/** The configuration. All defaults of the program stand here. */
export const configSchema = z.strictObject({
  include: globs.min(1).default(['bench/**/*.bench.{ts,mts,js,mjs}']),
  exclude: globs.default(['**/node_modules/**', '**/dist/**', '**/.assay/**', '**/.git/**']),
  time: z
    .strictObject({
      /** Measuring time of one benchmark over its timed forks, warm-up included, start-up not; a fork takes a tenth of it. */
      perBenchmark: duration.prefault('3 s'),
      forks: z
        .strictObject({
          min: z.int().min(2).max(1000).default(5),
          max: z.int().min(2).max(1000).default(30),
        })
        .refine((forks) => forks.min <= forks.max, { message: 'min must not be larger than max' })
        .prefault({}),
      /** Duration of one batch between two readings of the clock. */
      batch: duration.prefault('0.5 ms'),
      /** The interval of a benchmark is narrow enough at this half-width; forks are added until then. */
      precision: percent.prefault('2 %'),
      /** A fork that has not answered after this time, loading and setup included, is killed. */
      timeout: duration.prefault('60 s'),
    })
    .prefault({}),
  gate: z
    .strictObject({
      against: z.enum(['baseline']).default('baseline'),
      /** A slowdown counts when it is proven to be larger. */
      tolerance: percent.prefault('1 %'),
      /** A pass means that a slowdown larger than this is disproven. */
      margin: percent.prefault('3 %'),
      /** Probability that a run of the whole suite raises any false alarm. */
      alpha: z.number().gt(0).max(0.2).default(0.01),
      /** How far a number recorded in another session may be off by itself; a recorded baseline alone proves nothing smaller. */
      drift: percent.prefault('10 %'),
      inconclusive: z.enum(['warn', 'fail']).default('warn'),
      metrics: z.array(z.enum(gateableMetricNames)).min(1).default(['time', 'allocated']),
    })
    .refine((gate) => gate.tolerance < gate.margin, {
      path: ['margin'],
      message: 'margin must be larger than tolerance: between the two lies what is undecided',
    })
    .prefault({}),
  /** Absolute limits by benchmark pattern; they add to what a benchmark says itself. */
  budgets: z.record(z.string().min(1), budgetSchema).default({}),
  collect: z
    .strictObject({
      /** Measure allocation in forks of its own. */
      memory: z.boolean().default(true),
    })
    .prefault({}),
  reports: z
    .strictObject({
      dir: z
        .string()
        .min(1)
        .refine((dir) => !/^(?:[/\\]|[A-Za-z]:)/u.test(dir) && !dir.split(/[\\/]/u).includes('..'), {
          message: 'must be a folder inside the project',
        })
        .default('reports'),
      formats: z
        .array(z.enum(['markdown', 'json']))
        .min(1)
        .default(['markdown', 'json']),
    })
    .prefault({}),
})

/** What a person writes in `perf.config.ts`. */
export type UserConfig = z.input<typeof configSchema>
/** The configuration with every default filled in, in base units. */
export type Config = z.output<typeof configSchema>

/** Constants of the screen that are rules of the method, not choices of a project. */
export const policy = {
  /** Level at which a cell becomes a suspect in the first stage (MEASUREMENT.md section 4). */
  screenAlpha: 0.05,
  /** Confidence of the interval of one benchmark's estimate over its forks. */
  confidence: 0.95,
  /** A fork's share of the time of a benchmark: perBenchmark ÷ this, so a noisy one can get twice the default minimum. */
  slices: 10,
  /** Forks of a benchmark that measure memory. */
  memoryForks: 3,
  /** Repeats that a memory fork needs for its median to be exact: fewer let one compilation into the figure. */
  exactRepeats: 3,
  /** Fresh forks of a suspect in the second stage. */
  confirmForks: { min: 10, max: 60 },
  /** The second stage can reach a p this many times smaller than its level. */
  confirmReach: 10,
  /** Below this share of clean batches all batches are kept. */
  minimumCleanShare: 0.25,
  /** Fewest samples in a fork, however slow the function is. */
  minimumSamples: 3,
  /** Shortest plausible operation: one cycle at about 4 GHz, in ns. Below it the code was optimised away. */
  shortestOperation: 0.25,
} as const

function quantity(expected: string, parse: (text: string) => number | undefined) {
  return z.string({ error: `expected ${expected}` }).transform((text, context) => {
    const value = parse(text)
    if (value !== undefined && value > 0) return value
    context.addIssue({ code: 'custom', message: `expected ${expected}, got '${text}'` })
    return z.NEVER
  })
}
