import { AssayError } from '../../model/assay-error.ts'
import { type Run, runSchema } from '../../model/run.ts'
import { otherVersion, schemas } from '../../model/schema-version.ts'
import { declareKindsOf } from '../kind/own-kinds.ts'
import { declareMetricsOf } from '../kind/own-metrics.ts'

/**
 * The Run document in a text; `path` is how errors name it. It is returned as it stands there, not as the schema copies it:
 * its keys keep their order, so that it is written again byte for byte. Kinds and metrics that it describes are known from then on.
 *
 * @throws AssayError `not-json`, `older-run`, `newer-run`, `not-a-run`, `two-kinds`, `two-metrics`
 */
export function parseRun(text: string, path: string): Run {
  const value = parseDocument(text, path)
  const schema = schemaOf(value)
  const other = otherVersion('run', schema)
  if (other) {
    throw new AssayError(
      `${other.age}-run`,
      `${path} is a Run document of schema '${schema}', and this version of Assay reads '${schemas.run}'.`,
      other.age === 'newer'
        ? 'Update Assay to the version that wrote it.'
        : "Record it again with 'assay run' or 'assay gate'.",
    )
  }
  declareKindsOf(value)
  declareMetricsOf(value)
  const { error } = runSchema.safeParse(value)
  if (!error && !hasPrototypeKey(value)) return value as Run
  const issue = error?.issues[0] ?? { path: [], message: "there is a key '__proto__'" }
  const place = issue.path.join('.')
  const wrong = place === '' ? issue.message : `'${place}': ${issue.message}`
  const stated = schema === undefined || schema === schemas.run ? '' : ` It says that it is '${schema}'.`
  throw new AssayError(
    'not-a-run',
    `${path} is no Run document: ${wrong}.${stated}`,
    'Give the run.json of a report; it is written where reports.formats has json.',
  )
}

/**
 * Whether any object in it has a key `__proto__`: the schema passes over it, JSON.parse makes it a key like any other, and
 * what copies such an object loses it.
 */
function hasPrototypeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasPrototypeKey)
}

function parseDocument(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AssayError(
      'not-json',
      `${path} is not JSON: ${(error as Error).message}.`,
      'It may be truncated, or a merge has left its marks: restore it, or run again.',
      { cause: error },
    )
  }
}

function schemaOf(value: unknown): string | undefined {
  const schema = (value as { schema?: unknown } | null)?.schema
  return typeof schema === 'string' ? schema : undefined
}
