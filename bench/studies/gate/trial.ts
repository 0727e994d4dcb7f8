import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { z } from 'zod'
import { runSchema } from '../../../src/model/run.ts'
import { formatPercent } from '../../../src/model/unit.ts'
import { scratchProject } from './scratch.ts'
import type { Planted } from './suites.ts'

/** As installed: a fork starts twice as fast from it as from TypeScript. */
const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))

export const plantedSchema = z.union([z.number(), z.enum(['causes', 'documentation', 'ninefold'])])

/** One benchmark of one comparison; ratios as ln(head ÷ base) per pair. */
export const cellSchema = z.strictObject({
  name: z.string(),
  verdict: z.string(),
  method: z.string(),
  screen: z.array(z.number()),
  confirmation: z.array(z.number()),
})

/**
 * How Assay is asked: `paired` and `apart` by `assay compare`, the latter with every benchmark isolated; `gate` by
 * `assay gate` against a baseline that was recorded just before.
 */
export const roadSchema = z.enum(['paired', 'apart', 'gate'])
export type Road = z.infer<typeof roadSchema>

/** One decision about the whole suite. */
export const trialSchema = z.strictObject({
  road: roadSchema,
  planted: plantedSchema,
  loaded: z.boolean(),
  tolerance: z.number(),
  /** Wall time of everything, ns. */
  wall: z.number(),
  void: z.boolean(),
  cells: z.array(cellSchema),
})
export type Trial = z.infer<typeof trialSchema>

/** One decision, from a fresh project with a fresh history, as anybody would ask for it. */
export async function decideOnce(
  road: Road,
  planted: Planted,
  loaded: boolean,
  tolerance: number,
): Promise<Trial> {
  const config = {
    collect: { memory: false, cpuProfile: 'never' },
    gate: { tolerance: formatPercent(tolerance) },
  }
  const scratch = scratchProject(planted, config, road === 'apart')
  try {
    if (road === 'gate') {
      // A busy machine is no place for a baseline; this one is asked to record it all the same.
      await assay(scratch.folder, 'baseline', 'update', '--why', 'the study', '--force')
      scratch.commit('baseline')
    }
    scratch.plant()
    const start = process.hrtime.bigint()
    const command = road === 'gate' ? ['gate'] : ['compare', 'HEAD']
    const run = runSchema.parse(JSON.parse(await assay(scratch.folder, ...command, '--json', '--quiet')))
    const wall = Number(process.hrtime.bigint() - start)
    const cells = run.comparisons
      .filter(({ metric }) => metric === 'time' || metric === 'cpu')
      .map(({ id, verdict, pairs, method }) => ({
        name: id.split(' › ').slice(1).join(' › '),
        verdict,
        method,
        screen: short(pairs?.screen),
        confirmation: short(pairs?.confirmation),
      }))
    const isVoid = run.comparisons.some(({ reason }) => reason === 'control-failed')
    return { road, planted, loaded, tolerance, wall, void: isVoid, cells }
  } finally {
    scratch.remove()
  }
}

async function assay(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr, exitCode, message } = await execa(process.execPath, [main, ...args], {
    cwd: folder,
    stdin: 'ignore',
    maxBuffer: 1e9,
    reject: false,
  })
  // A regression ends it with 1 and is told on stdout all the same, as is what is undecided.
  if (exitCode === 0 || exitCode === 1 || exitCode === 3) return stdout
  throw new Error(`${message}\n${stderr}`)
}

/** Six digits behind the point are more than a pair is good for. */
function short(values: readonly number[] = []): number[] {
  return values.map((value) => Math.round(value * 1e6) / 1e6)
}
