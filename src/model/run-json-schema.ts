import { z } from 'zod'
import { comparisonSchema } from './comparison.ts'
import { environmentSchema } from './environment.ts'
import { blamedSchema, bothSchema, explanationSchema } from './explanation.ts'
import { failureSchema } from './failure.ts'
import { findingSchema } from './finding.ts'
import { growthResultSchema } from './growth.ts'
import { latencyResultSchema } from './latency.ts'
import { metricNameSchema } from './metric.ts'
import { benchmarkResultSchema, estimateSchema, runSchema, trialRowSchema } from './run.ts'

/** Parts of the Run document that its JSON Schema names; the others stand where they are used. */
const named = {
  Benchmark: benchmarkResultSchema,
  Blamed: blamedSchema,
  Both: bothSchema,
  Comparison: comparisonSchema,
  Environment: environmentSchema,
  Estimate: estimateSchema,
  Explanation: explanationSchema,
  Failure: failureSchema,
  Finding: findingSchema,
  Growth: growthResultSchema,
  Latency: latencyResultSchema,
  Metric: metricNameSchema,
  Trial: trialRowSchema,
}

/**
 * The Run document as JSON Schema, draft 2020-12: what others can check one with. What only code can say is not in it
 * (that the counts of a histogram stand in pairs).
 */
export function runJsonSchema(): object {
  const names = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) names.add(schema, { id })
  const { $schema, ...schema } = z.toJSONSchema(runSchema, { target: 'draft-2020-12', metadata: names })
  return {
    $schema,
    title: 'Assay Run document',
    description:
      'What a run of Assay measured, compared and concluded (assay/run@2). Numbers are in base units: ns, bytes, counts, and fractions for percentages.',
    ...schema,
  }
}
