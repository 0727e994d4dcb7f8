import { z } from 'zod'
import { findingSchema } from './finding.ts'
import { metricNameSchema } from './metric.ts'
import { objectNameSchema } from './object-name.ts'

export const comparisonVerdictSchema = z.enum([
  'regressed',
  'improved',
  'equivalent',
  'identical',
  'inconclusive',
  'invalid',
  'new',
  'missing',
])
export type ComparisonVerdict = z.infer<typeof comparisonVerdictSchema>

/** Why a comparison decides nothing: undecided in the first lines, invalid in the last. */
export const comparisonReasonSchema = z.enum([
  /** The values prove neither a slowdown nor its absence. */
  'uncertain',
  /** It looks slower than what was recorded, which is not proven. */
  'suspected',
  /** The second stage contradicts the first. */
  'stages-disagree',
  /** One recorded session rules nothing out. */
  'one-session',
  /** The control kernels take another time than when the baseline was recorded. */
  'machine-moved',
  /** Too few, equal or zero values. */
  'degenerate',
  /** Of exact metrics: forks of the same code differ by as much. */
  'uneven-trials',
  /** Of exact metrics: fewer forks than a decision takes. */
  'too-few-trials',
  /** Of exact metrics: no fork of a side could count it. */
  'not-counted',
  /** Of sampled metrics: no trial of the benchmark tells it. */
  'not-measured',
  /** Nothing recorded was measured by the rules of today. */
  'incomparable',
  /** The revision to compare with cannot be had. */
  'no-base',
  /** The two sides return different results. */
  'other-result',
  /** It does not run at the base. */
  'base-failed',
  /** The base's side would run code of the working tree. */
  'mixed-code',
  /** Pairs of the same code differ, or could not be measured. */
  'control-failed',
])
export type ComparisonReason = z.infer<typeof comparisonReasonSchema>

/**
 * JSON has no infinity: an unbounded side is `null` on disk and ±Infinity in memory would be lost, so the
 * schema keeps `null`.
 */
const bound = z.number().nullable()

/** One metric of one benchmark against its base. Changes are ratio − 1; positive is worse. */
export const comparisonSchema = z.strictObject({
  id: z.string(),
  metric: metricNameSchema,
  /** The metric that the gate asks for, where `metric` decided in its place: the machine was contended. */
  standsFor: metricNameSchema.optional(),
  method: z.enum(['paired', 'alternated', 'recorded', 'exact', 'identical']),
  /** Of `identical`: something that the benchmark reads has changed, but only in functions that it does not execute. */
  unexecuted: z.literal(true).optional(),
  base: z.strictObject({
    commit: objectNameSchema.optional(),
    baseline: z.string().optional(),
    /** The revision as it was asked for; of a published version, which has no commit, its exact name. */
    ref: z.string().optional(),
    /** Of alternatives of one run: id of the one that it is compared with. */
    benchmark: z.string().optional(),
  }),
  /**
   * Absent for `new` and `missing`, where nothing was measured, and of an exact metric whose base is nothing: there is no
   * ratio to zero. `null` bounds: this many forks cannot bound it.
   */
  change: z.strictObject({ estimate: z.number(), low: bound, high: bound }).optional(),
  /** Of exact metrics: the change of the median in base units. */
  difference: z.number().optional(),
  /** Of exact metrics: the largest difference that decides nothing, in base units: the one that was applied. */
  limit: z.number().nonnegative().optional(),
  /**
   * Of recorded numbers that are sampled: how many sessions they come from, and, where that is known, how far the centres
   * of sessions of the same code scatter: a standard deviation of the logarithm, and its degrees of freedom.
   */
  sessions: z
    .strictObject({
      count: z.int().positive(),
      /** Their ids, the oldest first. */
      ids: z.array(z.string()).optional(),
      scatter: z.number().nonnegative().optional(),
      degrees: z.number().positive().optional(),
    })
    .optional(),
  /**
   * Of pairs: ln(head ÷ base) of every pair, in the order measured; fresh ones alone decide about a suspect. `apart`:
   * pairs of separate forks beside those in one process, where a shared heap dilutes the size of what was found. `base`:
   * what the base's side of both stages took, in base units, as the head's is told of its benchmark: to be looked at, and
   * decides nothing. Documents of older versions lack it.
   */
  pairs: z
    .strictObject({
      screen: z.array(z.number()),
      confirmation: z.array(z.number()),
      apart: z.array(z.number()).optional(),
      base: z.array(z.number()).optional(),
    })
    .optional(),
  /** Of recorded numbers and of exact metrics: what was compared, one value per fork; the base by session, the oldest first. */
  values: z
    .strictObject({
      head: z.array(z.number()),
      /** Fresh forks of the second stage; when there are enough, they alone decide about a suspect. */
      confirmation: z.array(z.number()),
      base: z.array(z.array(z.number())),
    })
    .optional(),
  /** Of sampled metrics: how many tests share the error that the suite is allowed, this one among them. */
  cells: z.int().positive().optional(),
  /** Forks on the head side and on the base side. */
  n: z.strictObject({ head: z.int().nonnegative(), base: z.int().nonnegative() }),
  verdict: comparisonVerdictSchema,
  /** Of `inconclusive` and `invalid` ones: why. Findings say it in words; whatever decides by it reads this. */
  reason: comparisonReasonSchema.optional(),
  /** Of a regression that does not fail the run: the benchmark is soft, or a waiver covers it. */
  excused: z.enum(['soft', 'waiver']).optional(),
  /** Whether the verdict of the run depends on this one. */
  decisive: z.boolean(),
  /** Smallest slowdown that this many forks with this spread would have proven, as ratio − 1. */
  minimumDetectable: z.number().nullable(),
  findings: z.array(findingSchema),
})
export type Comparison = z.infer<typeof comparisonSchema>

/** What pairs compare with: a revision of git with its commit, a published version, which has none, or another benchmark. */
export type Reference = { readonly ref: string; readonly commit?: string; readonly benchmark?: string }
