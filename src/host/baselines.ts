import { glob, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Recorded } from '../flow/host.ts'
import { type Baseline, baselineSchema, controlsFile } from '../model/baseline.ts'
import type { Finding } from '../model/finding.ts'
import { digestFiles, inside, writeFileAtomically } from './files.ts'

/** Below the project. */
export const baselinesFolder = 'baselines'

/** Reads what is recorded for a class. A file that cannot be used becomes a finding; it is never overwritten by reading. */
export async function readBaselines(root: string, machine: string): Promise<Recorded> {
  const baselines: Baseline[] = []
  const findings: Finding[] = []
  const paths = await found(root, `${baselinesFolder}/${machine}/**/*.json`)
  for (const path of paths) {
    const text = await readFile(join(root, path), 'utf8')
    const read = parseBaseline(text, path, machine)
    if ('schema' in read) baselines.push(read)
    else findings.push(read)
  }
  const digests = await digestFiles(
    root,
    baselines.map((baseline) => pathOf(baseline)),
  )
  return {
    baselines: baselines.filter(({ file }) => file !== controlsFile),
    controls: baselines.find(({ file }) => file === controlsFile),
    digests,
    findings,
  }
}

export async function recordedClasses(root: string): Promise<string[]> {
  const paths = await found(root, `${baselinesFolder}/*/**/*.json`)
  return [...new Set(paths.flatMap((path) => path.split('/')[1] ?? []))].sort()
}

/** Keys sorted, one list of values a line: small diffs. A baseline without benchmarks is a file to delete. */
export async function writeBaseline(root: string, baseline: Baseline): Promise<string> {
  const path = pathOf(baseline)
  const target = inside(root, path)
  if (Object.keys(baseline.benchmarks).length === 0) await rm(target, { force: true })
  else await writeFileAtomically(target, textOf(baseline))
  return path
}

function pathOf({ class: machine, file }: Baseline): string {
  return `${baselinesFolder}/${machine}/${file}.json`
}

function textOf(baseline: Baseline): string {
  const text = JSON.stringify(sortKeys(baseline), null, 2)
  // Lists of numbers on one line each.
  return `${text.replace(/\[\n\s+([-\d.e+,\s]+?)\n\s+\]/gu, (_, numbers: string) => `[${numbers.replace(/\s+/gu, ' ')}]`)}\n`
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}

async function found(root: string, pattern: string): Promise<string[]> {
  const paths: string[] = []
  for await (const path of glob(pattern, { cwd: root })) paths.push(path.replaceAll('\\', '/'))
  return paths.sort()
}

/** A version of a baseline, or what is wrong with it: broken, of another version of Assay, or not of this place. */
export function parseBaseline(text: string, path: string, machine: string): Baseline | Finding {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return broken(path, `is not JSON (${(error as Error).message}): truncated, or a merge left its marks`)
  }
  const schema = z.object({ schema: z.string() }).safeParse(value)
  if (schema.success && schema.data.schema !== 'assay/baseline@1') {
    return broken(
      path,
      `has the schema '${schema.data.schema}', which this version of Assay does not know`,
      'newer-baseline',
    )
  }
  const parsed = baselineSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return broken(path, `is no baseline: '${issue?.path.join('.') ?? ''}' ${issue?.message ?? ''}`)
  }
  if (parsed.data.class !== machine) {
    return broken(
      path,
      `belongs to class ${parsed.data.class}, but lies in the folder of ${machine}`,
      'misplaced-baseline',
    )
  }
  if (pathOf(parsed.data) !== path) {
    return broken(path, `belongs to ${parsed.data.file}, but lies elsewhere`, 'misplaced-baseline')
  }
  return parsed.data
}

const advice = {
  'broken-baseline': 'Restore it from git, or measure it again: \'assay baseline update --force --why "…"\'.',
  'newer-baseline': 'Update Assay to the version that wrote it.',
  'misplaced-baseline': 'Numbers of one place are not those of another: move the file back, or delete it.',
} as const

function broken(path: string, what: string, code: keyof typeof advice = 'broken-baseline'): Finding {
  return { code, severity: 'error', subject: path, message: `${path} ${what}`, advice: advice[code] }
}
