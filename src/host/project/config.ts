import { existsSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { z } from 'zod'
import { literalGlob } from '../../core/identity/glob.ts'
import { declareOwnKinds } from '../../core/kind/own-kinds.ts'
import { declareOwnMetrics } from '../../core/kind/own-metrics.ts'
import type { LoadedConfig } from '../../flow/ports/project.ts'
import { AssayError } from '../../model/assay-error.ts'
import { type Config, configSchema, renamedFields } from '../../model/config.ts'
import { ownKindMembersSchema } from '../../model/extension.ts'
import { configuredMetricsSchema } from '../../model/own-metric.ts'
import { attempt } from '../process/attempt.ts'
import { findConventional } from './conventions.ts'
import type { Loader } from './loader.ts'
import { membersBelow } from './workspace.ts'

const names = ['perf.config.ts', 'perf.config.mts', 'perf.config.js', 'perf.config.mjs']

/**
 * Loads the configuration: the file that was asked for, or the one in the project, or the defaults. Throws an
 * AssayError that names the file, the path within it and what would be right. Kinds and metrics of the project's own are known from then
 * on.
 */
export async function loadConfig(
  root: string,
  asked: string | undefined,
  loader: Loader,
): Promise<LoadedConfig> {
  const path = asked === undefined ? findConfig(root) : resolve(asked)
  if (path === undefined) {
    const config = configSchema.parse({})
    // At the root of a workspace: what lies in one of its packages is that package's.
    const members = (await membersBelow(root)) ?? []
    const exclude = [...config.exclude, ...members.map(({ folder }) => `${literalGlob(folder)}/**`)]
    const conventional = await findConventional(root, exclude)
    const include = [...config.include, ...conventional.keys()]
    return { config: { ...config, include, exclude }, file: undefined, conventional }
  }
  const file = relative(root, path).split(sep).join('/') || '.'
  const stats = attempt(() => statSync(path))
  // A pipe of that name would be waited for.
  if (!stats?.isFile()) {
    throw new AssayError(
      'no-config',
      `${file} ${stats ? 'is no ordinary file' : 'does not exist'}`,
      stats
        ? 'Rename or remove what is in its place, or give --config the path of a configuration file.'
        : 'Give --config the path of a configuration file.',
    )
  }
  const answer = await loader.load({ type: 'config', file: path })
  if (answer.type !== 'config') {
    const why = answer.type === 'failed' ? answer.failure.message : 'it answered as a benchmark file'
    throw new AssayError(
      'config-failed',
      `${file} could not be loaded: ${why}`,
      'Fix the file; it is loaded by Node itself.',
    )
  }
  // What they measure may be gated, and has limits and tolerances.
  const given = (answer.value ?? {}) as { extend?: { kinds?: unknown }; metrics?: unknown }
  declareOwnKinds(readFirst(ownKindMembersSchema, given.extend?.kinds, ['extend', 'kinds'], file))
  declareOwnMetrics(readFirst(configuredMetricsSchema, given.metrics, ['metrics'], file))
  return { config: parse(answer.value, file), file }
}

/** A part of a configuration that is read before the rest, which names what it declares. */
function readFirst<T extends z.ZodType>(
  schema: T,
  value: unknown = {},
  path: readonly string[],
  file: string,
): z.output<T> {
  const { data, error } = schema.safeParse(value)
  if (!error) return data
  throw invalid(
    file,
    error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })),
  )
}

/** @throws AssayError `two-configs` */
export function findConfig(root: string): string | undefined {
  const present = names.filter((name) => existsSync(join(root, name)))
  if (present.length > 1) {
    throw new AssayError(
      'two-configs',
      `there are ${present.join(' and ')}`,
      'Keep one of them, or choose with --config.',
    )
  }
  return present[0] === undefined ? undefined : join(root, present[0])
}

function parse(value: unknown, file: string): Config {
  if (value === undefined) {
    throw new AssayError(
      'config-invalid',
      `${file} has no default export`,
      'Write: export default defineConfig({ … })',
    )
  }
  const parsed = configSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(file, parsed.error.issues)
}

function invalid(file: string, issues: readonly z.core.$ZodIssue[]): AssayError {
  const lines = issues.map((issue) => describeIssue(issue))
  return new AssayError(
    'config-invalid',
    `${file}: ${lines.map(({ what }) => what).join('; ')}`,
    lines.map(({ right }) => right).find((right) => right !== '') ??
      'Every field and its default: docs/reference/configuration.md of Assay.',
  )
}

function describeIssue(issue: z.core.$ZodIssue): { what: string; right: string } {
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `'${[path, key].filter((part) => part !== '').join('.')}'`)
    const renamed = issue.keys.flatMap((key) => renamedFields[[path, key].filter(Boolean).join('.')] ?? [])
    if (renamed.length > 0)
      return {
        what: `${keys.join(', ')} has another name now`,
        right: `It is called ${renamed.join(' and ')}.`,
      }
    const known = fieldsAt(issue.path)
    return {
      what: `${keys.join(', ')} ${keys.length > 1 ? 'are no fields' : 'is no field'} of the configuration`,
      right:
        known.length > 0 ? `There ${path === '' ? 'are' : `are, in '${path}',`} ${known.join(', ')}.` : '',
    }
  }
  return { what: `${path === '' ? 'the configuration' : `'${path}'`}: ${lower(issue.message)}`, right: '' }
}

/** Names of the fields that an object of the configuration has at a path. */
function fieldsAt(path: readonly PropertyKey[]): string[] {
  let at: unknown = configSchema
  for (const part of path) at = shapeOf(at)?.[String(part)]
  return Object.keys(shapeOf(at) ?? {})
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  let inner = schema
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) inner = inner.unwrap()
  return inner instanceof z.ZodObject ? inner.shape : undefined
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
