import { z } from 'zod'
import { growsSchema, paramsSchema, workSchema } from './benchmark.ts'
import { comparisonSchema } from './comparison.ts'
import { environmentSchema } from './environment.ts'
import { environmentChangeSchema } from './environment-record.ts'
import { explanationSchema } from './explanation.ts'
import { failureSchema } from './failure.ts'
import { findingSchema } from './finding.ts'
import { growthResultSchema } from './growth.ts'
import { historySchema } from './history.ts'
import { detailProblem, kindNameSchema } from './kind.ts'
import { latencyResultSchema } from './latency.ts'
import { byMetric, metricNameSchema } from './metric.ts'
import { knownSchema } from './note.ts'
import { objectNameSchema } from './object-name.ts'
import { objectiveResultSchema } from './objective.ts'
import { ownKindsSchema } from './own-kind.ts'
import { ownMetricsSchema } from './own-metric.ts'
import { schemas } from './schema-version.ts'
import { mergedShardSchema, shardSchema } from './shard.ts'
import { qualitySchema } from './trial.ts'
import { remedySchema, waiverSchema } from './waiver.ts'

export const estimateSchema = z.strictObject({
  unit: z.enum(['ns', 'byte', 'count']),
  better: z.enum(['lower', 'higher']),
  /** Median of the forks' values, with an order-statistic interval. */
  estimate: z.number(),
  low: z.number(),
  high: z.number(),
  /** Confidence that the interval really has; below the nominal level when there are few forks. */
  coverage: z.number().min(0).max(1),
  /** One value per trial, in the order measured. */
  values: z.array(z.number()),
})
export type Estimate = z.infer<typeof estimateSchema>

/** One replicate that counts, of the working tree's side. */
export const trialRowSchema = z.strictObject({
  /** The stage of the decision: only fresh trials, of the second one, decide about a suspect. */
  stage: z.enum(['screen', 'confirm']),
  /** What of its kind was done, e.g. `time` or `memory`. */
  task: z.string(),
  /** Of one that was measured beside the base: in its process, in turns with it, or after it. */
  way: z.enum(['together', 'apart', 'in-sequence']).optional(),
  /** One number for each metric, in base units. */
  values: byMetric(z.number()),
  quality: qualitySchema,
  /** What only its kind reads. */
  detail: z.unknown(),
})
export type TrialRow = z.infer<typeof trialRowSchema>

/** A limit and what was held against it: the upper bound of the interval. */
export const budgetResultSchema = z.strictObject({
  metric: metricNameSchema,
  limit: z.number(),
  observed: z.number(),
  kept: z.boolean(),
  /** Where it is broken by a benchmark that fails softly. */
  excused: z.literal('soft').optional(),
})
export type BudgetResult = z.infer<typeof budgetResultSchema>

export const benchmarkResultSchema = z
  .strictObject({
    id: z.string(),
    kind: kindNameSchema,
    file: z.string(),
    line: z.int().positive().optional(),
    group: z.array(z.string()),
    name: z.string(),
    params: paramsSchema,
    /** What it ran on, as it was asked for; absent: Assay's own Node. */
    runtime: z.string().optional(),
    /** Whether its group's members are alternatives that must return equal results. */
    agree: z.boolean(),
    state: z.enum(['measured', 'failed', 'skipped']),
    /** Why it was skipped, where the machine is to blame: other processes had the CPU in every fork. */
    skipped: z.literal('disturbed').optional(),
    error: failureSchema.optional(),
    /** What was measured; of a failed benchmark, what its earlier forks measured. */
    metrics: byMetric(estimateSchema),
    /** By stage, and in the order measured. */
    trials: z.array(trialRowSchema),
    latency: latencyResultSchema.optional(),
    work: workSchema.optional(),
    grows: growsSchema.optional(),
    budget: z.array(budgetResultSchema).optional(),
    /** What became of its objectives. */
    objectives: z.array(objectiveResultSchema).optional(),
    findings: z.array(findingSchema),
  })
  .superRefine(({ kind, trials }, context) => {
    for (const [place, { detail }] of trials.entries()) {
      const message = detailProblem(kind, detail)
      if (message) context.addIssue({ code: 'custom', path: ['trials', place, 'detail'], message })
    }
  })
export type BenchmarkResult = z.infer<typeof benchmarkResultSchema>

export const sourceSchema = z.strictObject({
  /** Absent outside git. */
  commit: objectNameSchema.optional(),
  dirty: z.boolean(),
  branch: z.string().optional(),
})
export type Source = z.infer<typeof sourceSchema>

/** What forks of the control kernels gave, one value per fork, ns per operation, by kernel: what the machine was like. */
export const controlValuesSchema = z.record(z.string(), z.array(z.number().positive()).min(1))
export type ControlValues = z.infer<typeof controlValuesSchema>

/** What is recorded of the control kernels: by kernel, then by session, as they were measured in it. */
export const recordedControlsSchema = z.record(
  z.string(),
  z.record(z.string(), z.array(z.number().positive())),
)
export type RecordedControls = z.infer<typeof recordedControlsSchema>

/** The same code measured against itself: ln(one ÷ other) of every pair. Where it differs, the pairs say nothing. */
export const nullControlSchema = z.strictObject({
  id: z.string(),
  metric: metricNameSchema,
  /** The metric that was asked for, where another one decides in its place. */
  standsFor: metricNameSchema.optional(),
  screen: z.array(z.number()),
  confirmation: z.array(z.number()),
})
export type NullControl = z.infer<typeof nullControlSchema>

export const runVerdictSchema = z.enum(['pass', 'fail', 'inconclusive', 'invalid', 'nothing-measured'])
export type RunVerdict = z.infer<typeof runVerdictSchema>

/** A file and the SHA-256 of its bytes. */
export const digestSchema = z.strictObject({ path: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/u) })
export type Digest = z.infer<typeof digestSchema>

/** What measured, and by which rules. */
export const toolSchema = z.strictObject({
  version: z.string(),
  method: z.int(),
  /** Time of warm-up and sampling in one fork, ns: numbers of another one are not compared. */
  trialTime: z.number().positive(),
})

/** The Run document: what scripts, reports and the verifier rely on. */
export const runSchema = z.strictObject({
  schema: z.literal(schemas.run),
  /** `YYYYMMDD_HHMMSS_<short commit or "nogit">`, UTC; `_2` and so on follow where another run has that name. */
  id: z.string().regex(/^[0-9]{8}_[0-9]{6}_[0-9a-z]+(?:_[0-9]+)?$/u),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** Whether the run was interrupted: what was measured until then is kept. */
  partial: z.boolean(),
  seed: z.string(),
  /** What was asked for beside the configuration: what somebody must ask for to repeat it. */
  request: z.strictObject({
    command: z.enum(['run', 'gate', 'compare', 'time']),
    /** Of a comparison, and of a gate that was given one: the revision or published version, as it was asked for. */
    ref: z.string().optional(),
    filters: z.array(z.string()),
    /** ns; replaced `time.perBenchmark`. */
    time: z.number().positive().optional(),
    /** ns; the whole run had to end within it. */
    within: z.number().positive().optional(),
    /** Replaced `time.forks`. */
    forks: z.int().optional(),
    /** Replaced `runtimes`. */
    runtimes: z.array(z.string()).optional(),
  }),
  /** Where it is one part of a run: it decides nothing until all of them are merged. */
  shard: shardSchema.optional(),
  /** Where it was merged: its parts, in their order. `seed` and `environment` are those of the first that measured. */
  merged: z.array(mergedShardSchema).min(1).optional(),
  tool: toolSchema,
  source: sourceSchema,
  environment: environmentSchema,
  /**
   * What differs between the environments of the recorded numbers that this run is held against, or shown beside, and its own:
   * once for each of them, the newest first. Absent where nothing is known to differ.
   */
  environmentChanges: z.array(environmentChangeSchema).min(1).optional(),
  /** The policy that the verdict was reached under, in base units. */
  policy: z.strictObject({
    /** Of each of the metrics: what decides nothing, in base units and as a part of the base. */
    tolerance: byMetric(
      z.strictObject({ absolute: z.number().nonnegative(), relative: z.number().nonnegative() }),
    ),
    margin: z.number(),
    alpha: z.number(),
    drift: z.number(),
    inconclusive: z.enum(['warn', 'fail']),
    metrics: z.array(metricNameSchema),
    /** Largest number of pairs of a stage: the looks are shares of it. */
    pairs: z.int().positive().optional(),
    /** Benchmarks that fail softly, by pattern; slowdowns that are accepted for a while; repairs that are promised. */
    soft: z.array(z.string()).optional(),
    waivers: z.array(waiverSchema).optional(),
    remedies: z.array(remedySchema).optional(),
  }),
  /** Path of the configuration file, when there is one. */
  configFile: z.string().optional(),
  /** Digests of what was measured with: configuration, benchmark files and what they load. */
  inputs: z.array(digestSchema),
  /** Digests of the recorded baselines of this class of machines, as they were read. */
  baselines: z.array(digestSchema).optional(),
  /** Kinds that the project brings, with the rows of their metrics. */
  kinds: ownKindsSchema.optional(),
  /** Rows of the metrics that the project brings besides. */
  metrics: ownMetricsSchema.optional(),
  benchmarks: z.array(benchmarkResultSchema),
  /** Where recorded numbers were compared with that have some, too. */
  controls: controlValuesSchema.optional(),
  recordedControls: recordedControlsSchema.optional(),
  /** Where benchmarks declare how they grow with a parameter: whether they do. */
  growth: z.array(growthResultSchema).min(1).optional(),
  comparisons: z.array(comparisonSchema),
  /** Of alternatives: each with the first of them, or the one that was asked for. Nothing is held to it. */
  alternatives: z.array(comparisonSchema).min(1).optional(),
  /** Where pairs were measured: the base against itself. */
  nullControls: z.array(nullControlSchema).optional(),
  /** The comparison with a revision that stays where it is: many accepted steps are seen as what they come to. */
  anchor: z
    .strictObject({
      ref: z.string(),
      tolerance: z.number(),
      margin: z.number(),
      comparisons: z.array(comparisonSchema),
      nullControls: z.array(nullControlSchema).optional(),
    })
    .optional(),
  /** The numbers that were accepted before, where there are any: a stored run shows the same history for ever. */
  history: historySchema.optional(),
  /** Of what costs more than its base, where both were profiled. */
  explanations: z.array(explanationSchema).optional(),
  /** Of the logbook, what was known about these benchmarks when it ended; absent where nothing was. */
  known: z.array(knownSchema).min(1).optional(),
  findings: z.array(findingSchema),
  verdict: runVerdictSchema,
})
export type Run = z.infer<typeof runSchema>
