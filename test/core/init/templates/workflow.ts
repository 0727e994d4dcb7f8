import { parse } from 'yaml'
import { z } from 'zod'

/** The parts of a workflow of GitHub that its safety depends on; anything else at those places is refused. */
const stepSchema = z.strictObject({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  shell: z.literal('bash').optional(),
  env: z.record(z.string(), z.string()).optional(),
  run: z.string().optional(),
})
const permissionsSchema = z.record(z.string(), z.enum(['read', 'write', 'none']))
const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: permissionsSchema,
  concurrency: z.strictObject({ group: z.string(), 'cancel-in-progress': z.string() }).optional(),
  jobs: z.record(
    z.string(),
    z.strictObject({
      needs: z.string().optional(),
      if: z.string().optional(),
      'runs-on': z.string(),
      'timeout-minutes': z.number(),
      permissions: permissionsSchema.optional(),
      outputs: z.record(z.string(), z.string()).optional(),
      steps: z.array(stepSchema).min(1),
    }),
  ),
})
export type Workflow = z.infer<typeof workflowSchema>
export type WorkflowStep = z.infer<typeof stepSchema>

/** Reads a workflow as YAML 1.2; a key that stands twice, or that nobody has looked at, is an error. */
export function parseWorkflow(text: string): Workflow {
  return workflowSchema.parse(parse(text, { strict: true, uniqueKeys: true }))
}

export function stepsOf({ jobs }: Workflow): WorkflowStep[] {
  return Object.values(jobs).flatMap(({ steps }) => steps)
}
