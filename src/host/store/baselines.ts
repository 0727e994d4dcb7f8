import { glob, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { declareMissingKindsOf } from '../../core/kind/own-kinds.ts'
import { declareMissingMetricsOf } from '../../core/kind/own-metrics.ts'
import type { Recorded } from '../../flow/ports/baselines.ts'
import { AssayError } from '../../model/assay-error.ts'
import { type Baseline, baselineSchema, controlsFile, type UnusableBaseline } from '../../model/baseline.ts'
import { type Environments, environmentsFile, environmentsSchema } from '../../model/environment-record.ts'
import type { Digest } from '../../model/run.ts'
import { otherVersion, schemas } from '../../model/schema-version.ts'
import { digestFiles, resolveInside, writeFileAtomically } from '../files/files.ts'
import { withLock } from '../files/lock.ts'
import { readOrdinaryText } from '../files/ordinary-file.ts'
import { withAdvice } from '../files/system-error.ts'

/** Below the project. */
export const baselinesFolder = 'baselines'

/** Reads what is recorded for a class. A file that cannot be used is never overwritten by reading. */
export async function readBaselines(root: string, machine: string): Promise<Recorded> {
  const baselines: Baseline[] = []
  const unusable: UnusableBaseline[] = []
  let environments: Environments | undefined
  const paths = await findFiles(root, `${baselinesFolder}/${machine}/**/*.json`)
  for (const path of paths) {
    const read = await readBaseline(root, path, machine)
    if ('state' in read) unusable.push(read)
    else if ('benchmarks' in read) baselines.push(read)
    else environments = read
  }
  const files = [...baselines.map(pathOf), ...(environments ? [environmentsOf(machine)] : [])]
  const digests = await digestFiles(root, files)
  return {
    baselines: baselines.filter(({ file }) => file !== controlsFile),
    controls: baselines.find(({ file }) => file === controlsFile),
    environments,
    digests,
    unusable,
  }
}

export async function recordedClasses(root: string): Promise<string[]> {
  const paths = await findFiles(root, `${baselinesFolder}/*/**/*.json`)
  return [...new Set(paths.flatMap((path) => path.split('/')[1] ?? []))].sort()
}

/** What cannot even be read is told, too: a pipe, a folder, a link that leads nowhere, a file of somebody else's. */
async function readBaseline(
  root: string,
  path: string,
  machine: string,
): Promise<Baseline | Environments | UnusableBaseline> {
  try {
    const text = await readOrdinaryText(join(root, path))
    return path === environmentsOf(machine)
      ? parseEnvironments(text, path, machine)
      : parseBaseline(text, path, machine)
  } catch (error) {
    if (error instanceof AssayError) return { path, state: 'no-file' }
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return { path, state: 'unreadable', error: code }
  }
}

/**
 * Writes baselines of a class, if those that there are are still what was read. Keys sorted, one list of values a line: small
 * diffs. A baseline without benchmarks is a file to delete. Returns their paths.
 *
 * @throws AssayError `changed-meanwhile`, `not-writable`, `busy`
 */
export async function writeBaselines(
  root: string,
  machine: string,
  baselines: readonly Baseline[],
  before: readonly Digest[],
  environments?: Environments,
): Promise<string[]> {
  const paths: string[] = []
  await withLock(resolveInside(root, `${baselinesFolder}/${machine}`), async () => {
    const { digests } = await readBaselines(root, machine)
    if (JSON.stringify(digests) !== JSON.stringify(before)) {
      throw new AssayError(
        'changed-meanwhile',
        `Baselines of class ${machine} were changed by somebody else at the same time.`,
        'Look at them, and try again; nothing was accepted.',
      )
    }
    for (const baseline of baselines) {
      const path = pathOf(baseline)
      const isEmpty = Object.keys(baseline.benchmarks).length === 0
      await writeOrRemove(resolveInside(root, path), isEmpty ? undefined : baseline)
      paths.push(path)
    }
    if (environments) {
      const isEmpty = Object.keys(environments.sessions).length === 0
      const path = environmentsOf(machine)
      await writeOrRemove(resolveInside(root, path), isEmpty ? undefined : environments)
      paths.push(path)
    }
  })
  return paths
}

async function writeOrRemove(target: string, value: Baseline | Environments | undefined): Promise<void> {
  if (value) return writeFileAtomically(target, textOf(value))
  await rm(target, { force: true }).catch((error: unknown) => {
    throw withAdvice(error, target)
  })
}

function environmentsOf(machine: string): string {
  return `${baselinesFolder}/${machine}/${environmentsFile}.json`
}

function pathOf({ class: machine, file }: Baseline): string {
  return `${baselinesFolder}/${machine}/${file}.json`
}

function textOf(value: Baseline | Environments): string {
  const text = JSON.stringify(sortKeys(value), null, 2)
  // Lists of numbers on one line each.
  return `${text.replace(/\[\n\s+([-\d.e+,\s]+?)\n\s+\]/gu, (_, numbers: string) => `[${numbers.replace(/\s+/gu, ' ')}]`)}\n`
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}

async function findFiles(root: string, pattern: string): Promise<string[]> {
  const paths: string[] = []
  for await (const path of glob(pattern, { cwd: root })) paths.push(path.replaceAll('\\', '/'))
  return paths.sort()
}

/** A version of a baseline, or what is wrong with it: broken, of another version of Assay, or not of this place. */
export function parseBaseline(text: string, path: string, machine: string): Baseline | UnusableBaseline {
  const read = parseDocument(text, path, 'baseline', baselineSchema)
  if ('state' in read) return read
  const { class: its, file } = read.value
  if (its !== machine) return { path, state: 'of-other-class', here: machine, class: its }
  if (pathOf(read.value) !== path) return { path, state: 'of-other-file', file }
  return read.value
}

/** The same of the environments of a class. */
function parseEnvironments(text: string, path: string, machine: string): Environments | UnusableBaseline {
  const read = parseDocument(text, path, 'environments', environmentsSchema)
  if ('state' in read) return read
  const { class: its } = read.value
  return its === machine ? read.value : { path, state: 'of-other-class', here: machine, class: its }
}

function parseDocument<T>(
  text: string,
  path: string,
  name: keyof typeof schemas,
  schemaOf: z.ZodType<T>,
): { readonly value: T } | UnusableBaseline {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { path, state: 'no-json', error: (error as Error).message }
  }
  const { schema } = z.object({ schema: z.unknown() }).catch({ schema: undefined }).parse(value)
  const other = otherVersion(name, schema)
  if (other) return { path, state: other.age, version: other.schema, reads: schemas[name] }
  declareMissingKindsOf(value)
  declareMissingMetricsOf(value)
  const parsed = schemaOf.safeParse(value)
  if (parsed.success) return { value: parsed.data }
  const [issue] = parsed.error.issues
  return { path, state: 'invalid', at: issue?.path.join('.') ?? '', error: issue?.message ?? '' }
}
