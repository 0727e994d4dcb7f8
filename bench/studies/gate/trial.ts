import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { z } from 'zod'
import type { Comparison } from '../../../src/model/comparison.ts'
import { type Run, runSchema } from '../../../src/model/run.ts'
import { formatPercent } from '../../../src/model/unit.ts'
import { conditions } from '../kept.ts'
import { profileClock } from './profile-clock.ts'
import { scratchProject } from './scratch.ts'

/** As installed: a fork starts twice as fast from it as from TypeScript. */
const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))

export const plantedSchema = z.union([z.number(), z.enum(['three', 'causes', 'documentation', 'ninefold'])])

/** The time of one benchmark against its base; ratios as ln(head ÷ base) per pair. */
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
  /** Functions that the suite was asked to have. */
  functions: z.int().positive(),
  loaded: z.boolean(),
  tolerance: z.number(),
  /** Model of the processor that it ran on. */
  cpu: z.string(),
  /** Wall time of the whole command, ns. */
  wall: z.number(),
  /** ns of it in which profiles were taken; 0 where nothing was explained. */
  explaining: z.number(),
  /** Names of what was explained. */
  explained: z.array(z.string()),
  /** Names of what is called heavier: all that is worse in any metric but time. */
  heavier: z.array(z.string()),
  void: z.boolean(),
  cells: z.array(cellSchema),
})
export type Trial = z.infer<typeof trialSchema>

/** What a decision is about. */
export type Asked = Pick<Trial, 'road' | 'planted' | 'functions' | 'loaded' | 'tolerance'>

/**
 * One decision, from a fresh project with a fresh history, as anybody would ask for it: nothing but the tolerance is
 * configured.
 */
export async function decideOnce(asked: Asked): Promise<Trial> {
  const { road, planted, functions, tolerance } = asked
  const config = { gate: { tolerance: formatPercent(tolerance) } }
  const scratch = scratchProject(planted, config, { isolate: road === 'apart', functions })
  try {
    if (road === 'gate') {
      // A busy machine is no place for a baseline; this one is asked to record it all the same.
      await assay(scratch.folder, ['baseline', 'update', '--why', 'the study', '--force'])
      scratch.commit('baseline')
    }
    scratch.plant()
    const profiles = profileClock()
    const start = process.hrtime.bigint()
    const command = road === 'gate' ? ['gate'] : ['compare', 'HEAD']
    const said = await assay(scratch.folder, [...command, '--json', '--verbose'], profiles.hear)
    const wall = Number(process.hrtime.bigint() - start)
    return {
      ...asked,
      cpu: conditions().cpu,
      wall,
      explaining: profiles.elapsed(),
      ...read(runSchema.parse(JSON.parse(said))),
    }
  } finally {
    scratch.remove()
  }
}

function read({
  comparisons,
  explanations = [],
}: Run): Pick<Trial, 'explained' | 'heavier' | 'void' | 'cells'> {
  const isOfTime = ({ metric }: Comparison) => metric === 'time' || metric === 'cpu'
  const worse = comparisons.filter(({ verdict }) => verdict === 'regressed')
  return {
    explained: namesOf(explanations),
    heavier: namesOf(worse.filter((one) => !isOfTime(one))),
    void: comparisons.some(({ reason }) => reason === 'control-failed'),
    cells: comparisons.filter(isOfTime).map(({ id, verdict, pairs, method }) => ({
      name: nameOf(id),
      verdict,
      method,
      screen: short(pairs?.screen),
      confirmation: short(pairs?.confirmation),
    })),
  }
}

function namesOf(all: readonly { readonly id: string }[]): string[] {
  return [...new Set(all.map(({ id }) => nameOf(id)))]
}

/** Without the file. */
function nameOf(id: string): string {
  return id.split(' › ').slice(1).join(' › ')
}

/** Runs Assay and returns what it prints; every line of its progress is heard when it is told. */
async function assay(
  folder: string,
  args: readonly string[],
  hear: (line: string) => void = () => {},
): Promise<string> {
  const child = execa(process.execPath, [main, ...args], {
    cwd: folder,
    stdin: 'ignore',
    maxBuffer: 1e9,
    reject: false,
  })
  for await (const line of child.iterable({ from: 'stderr' })) hear(String(line))
  const { stdout, stderr, exitCode, shortMessage } = await child
  // A regression ends it with 1 and is told on stdout all the same, as is what is undecided.
  if (exitCode === 0 || exitCode === 1 || exitCode === 3) return stdout
  throw new Error([shortMessage, ...stderr.split('\n').slice(-20)].join('\n'))
}

/** Six digits behind the point are more than a pair is good for. */
function short(values: readonly number[] = []): number[] {
  return values.map((value) => Math.round(value * 1e6) / 1e6)
}
