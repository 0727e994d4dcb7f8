import { z } from 'zod'
import { AssayError } from '../../model/assay-error.ts'
import type { Objective } from '../../model/objective.ts'
import { findClosest } from '../wording/closest.ts'
import { thresholdWords, type WordSet } from './objective-word.ts'
import { parseDelay } from './parse-delay.ts'
import { parseObjective } from './parse-objective.ts'

/** Something that is no objective, where it stands in what was given, and why. */
export type ObjectiveProblem = { readonly path: readonly (string | number)[]; readonly message: string }

export type ObjectiveReading = {
  readonly objectives: readonly Objective[]
  readonly problems: readonly ObjectiveProblem[]
}

/** Of one load, at the most. */
const mostObjectives = 100

/**
 * Reads what somebody has written as objectives: a text, a threshold of k6 (`{ threshold, abortOnFail, delayAbortEval }`), a list
 * of both, or a record of lists by metrics of k6 (`{ http_req_duration: ['p(99)<200'] }`).
 */
export function readObjectives(given: unknown): ObjectiveReading {
  const readings =
    isRecord(given) && !('threshold' in given) ? readRecord(given) : readList(given, [], undefined)
  const objectives = readings.flatMap((one) => ('objective' in one ? [one.objective] : []))
  const problems = readings.flatMap((one) => ('objective' in one ? [] : [one]))
  if (objectives.length > mostObjectives)
    return {
      objectives: [],
      problems: [{ path: [], message: `there are at most ${mostObjectives} objectives` }],
    }
  return { objectives, problems }
}

/**
 * The same where all of it must be right; `place` says where it stands.
 *
 * @throws AssayError `objective-invalid`
 */
export function requireObjectives(given: unknown, place: string): readonly Objective[] {
  const { objectives, problems } = readObjectives(given)
  if (problems.length === 0) return objectives
  const told = problems.map(({ path, message }) =>
    path.length > 0 ? `'${path.join('.')}': ${message}` : message,
  )
  throw new AssayError(
    'objective-invalid',
    `${place}: ${told.join('; ')}`,
    "Write texts such as 'p99 < 200 ms' and 'errors < 0.1 %', or thresholds as k6 has them.",
  )
}

type Read = { readonly objective: Objective } | ObjectiveProblem

function readRecord(given: Readonly<Record<string, unknown>>): Read[] {
  return Object.entries(given).flatMap(([name, value]): Read[] => {
    if (Object.hasOwn(thresholdWords, name))
      return readList(value, [name], thresholdWords[name as keyof typeof thresholdWords])
    return [{ path: [name], message: unknownThreshold(name) }]
  })
}

function unknownThreshold(name: string): string {
  const names = Object.keys(thresholdWords)
  const [, base, tags] = /^([^{]*)(\{.*)?$/su.exec(name)!
  if (tags !== undefined)
    return `requests have no tags here, so '${tags.slice(0, 40)}' chooses none; write '${base}'`
  const meant = findClosest(name, names)
  return `there is no metric '${name.slice(0, 80)}' of k6 here${meant === undefined ? '' : `; did you mean '${meant}'?`}; there are ${names.join(', ')}`
}

function readList(given: unknown, path: readonly (string | number)[], known: WordSet | undefined): Read[] {
  if (!Array.isArray(given)) return [readOne(given, path, known)]
  return given.map((one, place) => readOne(one, [...path, place], known))
}

const thresholdSchema = z.strictObject(
  {
    threshold: z.string(),
    abortOnFail: z.boolean().default(false),
    delayAbortEval: z.union([z.string(), z.number()]).optional(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `'${issue.keys.join("', '")}' is no field of a threshold; there are threshold, abortOnFail, delayAbortEval`
        : undefined,
  },
)

function readOne(given: unknown, path: readonly (string | number)[], known: WordSet | undefined): Read {
  if (typeof given === 'string') return attempt(path, () => parseObjective(given, known))
  if (!isRecord(given))
    return { path, message: "expected a text such as 'p99 < 200 ms', or a threshold of k6" }
  const { data, error } = thresholdSchema.safeParse(given)
  if (error) {
    const [issue] = error.issues
    return { path: [...path, ...issue!.path.map(String)], message: lower(issue!.message) }
  }
  const { threshold, abortOnFail, delayAbortEval } = data
  if (!abortOnFail)
    return delayAbortEval === undefined
      ? attempt([...path, 'threshold'], () => parseObjective(threshold, known))
      : { path: [...path, 'delayAbortEval'], message: 'delays nothing without abortOnFail: true' }
  const after = parseDelay(delayAbortEval ?? 0)
  if (after === undefined)
    return {
      path: [...path, 'delayAbortEval'],
      message: `expected a duration such as '10s', got '${delayAbortEval}'`,
    }
  return attempt([...path, 'threshold'], () => ({ ...parseObjective(threshold, known), abort: { after } }))
}

function attempt(path: readonly (string | number)[], read: () => Objective): Read {
  try {
    return { objective: read() }
  } catch (error) {
    if (error instanceof AssayError) return { path, message: error.message }
    throw error
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
