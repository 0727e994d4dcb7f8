import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { z } from 'zod'
import { runSchema } from '../../../src/model/run.ts'
import type { Scratch } from './scratch.ts'

/** As installed: a fork starts twice as fast from it as from TypeScript. */
const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))

/** One benchmark of one comparison; ratios as ln(head ÷ base) per pair, times in ns per fork. */
export const cellSchema = z.strictObject({
  name: z.string(),
  verdict: z.string(),
  screen: z.array(z.number()),
  confirmation: z.array(z.number()),
  method: z.string(),
})
export type Cell = z.infer<typeof cellSchema>

/** One comparison of the whole suite. */
export const trialSchema = z.strictObject({
  /** The head does so many times the base's work. */
  factor: z.number(),
  loaded: z.boolean(),
  tolerance: z.number(),
  /** Wall time of everything, ns. */
  wall: z.number(),
  void: z.boolean(),
  cells: z.array(cellSchema),
})
export type Trial = z.infer<typeof trialSchema>

/** One `assay compare` of the scratch project, as anybody would run it. */
export async function compareOnce(scratch: Scratch, factor: number, loaded: boolean): Promise<Trial> {
  scratch.plant(factor)
  const start = process.hrtime.bigint()
  const run = runSchema.parse(JSON.parse(await compare(scratch.folder)))
  return {
    factor,
    loaded,
    tolerance: run.policy.tolerance,
    wall: Number(process.hrtime.bigint() - start),
    void: run.findings.some(({ code }) => code === 'control-failed'),
    cells: run.comparisons
      .filter(({ metric }) => metric === 'time' || metric === 'cpu')
      .map(({ id, verdict, pairs, method }) => ({
        name: id.split(' › ').slice(1).join(' › '),
        verdict,
        screen: short(pairs?.screen),
        confirmation: short(pairs?.confirmation),
        method,
      })),
  }
}

async function compare(folder: string): Promise<string> {
  const { stdout, exitCode, message } = await execa(
    process.execPath,
    [main, 'compare', 'HEAD', '--json', '--quiet'],
    { cwd: folder, stdin: 'ignore', stderr: 'inherit', maxBuffer: 1e9, reject: false },
  )
  // A regression ends it with 1 and is told on stdout all the same, as is what is undecided.
  if (exitCode === 0 || exitCode === 1 || exitCode === 3) return stdout
  throw new Error(message)
}

/** Six digits behind the point are more than a pair is good for. */
function short(values: readonly number[] = []): number[] {
  return values.map((value) => Math.round(value * 1e6) / 1e6)
}
