import { z } from 'zod'

/**
 * Documents of OpenSLO v1 (github.com/OpenSLO/OpenSLO) as far as objectives of a load need them. Fields of the specification that
 * mean something else are refused by name; so are fields that it does not have.
 */

export const openSloVersion = 'openslo/v1'

/** Kinds that say nothing about what a service is held to. */
export const otherKinds = ['AlertCondition', 'AlertNotificationTarget', 'AlertPolicy', 'DataSource'] as const

export const openSloName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u
/** Longest name, characters (RFC 1123). */
export const longestOpenSloName = 63
/** `28d`, `1M` */
export const openSloDuration = /^[1-9]\d*[mhdwMQY]$/u

const name = z.string().regex(openSloName, {
  error: `expected a name of small letters, digits and '-', ${longestOpenSloName} characters at the most`,
})
const described = { description: z.string().max(1050).optional() }

const metadataSchema = z.strictObject({
  name,
  displayName: z.string().optional(),
  labels: z.record(z.string(), z.unknown()).optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
})

const sourceSchema = z.strictObject({
  metricSource: z.strictObject({
    metricSourceRef: z.string().optional(),
    type: z.string().optional(),
    spec: z.unknown().optional(),
  }),
})
export type OpenSloSource = z.infer<typeof sourceSchema>

const ratioSchema = z
  .strictObject({
    counter: z.boolean().optional(),
    good: sourceSchema.optional(),
    bad: sourceSchema.optional(),
    total: sourceSchema.optional(),
    rawType: z.enum(['success', 'failure']).optional(),
    raw: sourceSchema.optional(),
  })
  .refine(({ good, bad, total, raw, rawType }) => {
    if (raw) return rawType && !good && !bad && !total
    return total && !rawType && (good === undefined) !== (bad === undefined)
  }, 'expected total with either good or bad, or raw with rawType')

const indicatorSpecSchema = z
  .strictObject({
    ...described,
    thresholdMetric: sourceSchema.optional(),
    ratioMetric: ratioSchema.optional(),
  })
  .refine(
    ({ thresholdMetric, ratioMetric }) => (thresholdMetric === undefined) !== (ratioMetric === undefined),
    {
      message: 'expected either thresholdMetric or ratioMetric',
    },
  )
export type OpenSloIndicator = z.infer<typeof indicatorSpecSchema>

const refused = (message: string) => z.undefined({ error: message }).optional()
const noSlices = refused('a run has no slices of time: only Occurrences are counted')
const noComposite = refused('indicators of several objectives are not read: write an SLO for each')

const targetSchema = z
  .strictObject({
    displayName: z.string().optional(),
    op: z.enum(['lt', 'lte', 'gt', 'gte']).optional(),
    value: z.number().optional(),
    target: z.number().gt(0).lt(1).optional(),
    targetPercent: z.number().gt(0).lt(100).optional(),
    timeSliceTarget: noSlices,
    timeSliceWindow: noSlices,
    indicator: noComposite,
    indicatorRef: noComposite,
    compositeWeight: noComposite,
  })
  .refine(({ target, targetPercent }) => (target === undefined) !== (targetPercent === undefined), {
    message: 'expected either target or targetPercent',
  })
export type OpenSloTarget = z.infer<typeof targetSchema>

const windowSchema = z.strictObject({
  duration: z.string().regex(openSloDuration, { error: "expected a duration such as '28d'" }),
  isRolling: z.boolean().optional(),
  calendar: z.unknown().optional(),
})

export const sloSchema = z.strictObject({
  apiVersion: z.literal(openSloVersion),
  kind: z.literal('SLO'),
  metadata: metadataSchema,
  spec: z
    .strictObject({
      ...described,
      service: z.string().min(1),
      indicator: z
        .strictObject({ metadata: metadataSchema.optional(), spec: indicatorSpecSchema })
        .optional(),
      indicatorRef: z.string().min(1).optional(),
      timeWindow: z.array(windowSchema).max(1).optional(),
      budgetingMethod: z
        .literal('Occurrences', { error: 'a run has no slices of time: only Occurrences are counted' })
        .optional(),
      objectives: z.array(targetSchema).min(1),
      alertPolicies: z.unknown().optional(),
    })
    .refine(({ indicator, indicatorRef }) => (indicator === undefined) !== (indicatorRef === undefined), {
      message: 'expected either indicator or indicatorRef',
    }),
})
export type OpenSlo = z.infer<typeof sloSchema>

export const sliSchema = z.strictObject({
  apiVersion: z.literal(openSloVersion),
  kind: z.literal('SLI'),
  metadata: metadataSchema,
  spec: indicatorSpecSchema,
})

export const openSloServiceSchema = z.strictObject({
  apiVersion: z.literal(openSloVersion),
  kind: z.literal('Service'),
  metadata: metadataSchema,
  spec: z.strictObject(described).nullish(),
})

/** What Assay writes as the source of a metric, so that it knows its own again. */
export const ownSource = z.strictObject({
  type: z.literal('assay'),
  spec: z.strictObject({ metric: z.string(), unit: z.string().optional() }),
})
