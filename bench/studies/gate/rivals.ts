import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { runProgram } from '../accuracy/processes.ts'
import { sourceOf } from './workloads.ts'

const program = fileURLToPath(new URL('tinybench-suite.mjs', import.meta.url))

/** Processes of each revision: what benchstat advises. */
const processes = 10
/** ms of sampling per function; tinybench's default is 1000. */
const time = 100

const toldSchema = z.strictObject({ mean: z.number(), moe: z.number(), samples: z.array(z.number()) })
const sideSchema = z.array(toldSchema)

/** Old revision, then new one, as the documentation of these tools shows; by function. */
export const rivalTrialSchema = z.strictObject({
  factor: z.number(),
  loaded: z.boolean(),
  wall: z.number(),
  cells: z.record(z.string(), z.strictObject({ base: sideSchema, head: sideSchema })),
})
export type RivalTrial = z.infer<typeof rivalTrialSchema>

/** Runs all processes of the base, then all of the head. */
export async function measureRivals(factor: number, loaded: boolean): Promise<RivalTrial> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-rivals-'))
  const start = process.hrtime.bigint()
  try {
    const cells: RivalTrial['cells'] = {}
    for (const side of ['base', 'head'] as const) {
      const file = join(folder, `${side}.mjs`)
      writeFileSync(file, sourceOf(side === 'base' ? 1 : factor))
      for (let index = 0; index < processes; index++) {
        const printed = JSON.parse(await runProgram([program, file, String(time)]))
        const told = z.record(z.string(), toldSchema).parse(printed)
        for (const [name, one] of Object.entries(told)) {
          cells[name] ??= { base: [], head: [] }
          // Rules that look at samples look at those of the first process.
          cells[name][side].push(index === 0 ? one : { ...one, samples: [] })
        }
      }
    }
    return { factor, loaded, wall: Number(process.hrtime.bigint() - start), cells }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
