import { holdRun, samplesOf } from '../../../api/held-runs.ts'
import { versionOf } from '../dialects.ts'
import { benchmarkLimits, ignoredIn } from '../ignored-words.ts'
import { lineOfCall, registerCase } from '../library-case.ts'
import { statisticsOf } from '../statistics.ts'

/** benny's words: suites of cases, of which one that returns a function means that function. */

const library = `benny ${versionOf(import.meta.url, '3.7.1')}`

type CaseOptions = Readonly<Record<string, unknown>>
type Added = {
  readonly name: string
  readonly fn: () => unknown
  readonly line: number | undefined
  readonly limits: readonly string[]
}
type AddedCase = { readonly type: 'case' | 'only' } & Added
/** What `add`, `cycle`, `complete` and `save` give to `suite`. */
type Entry =
  | AddedCase
  | { readonly type: 'cycle' | 'complete'; readonly tell: (result: unknown, summary: unknown) => unknown }
  | { readonly type: 'save' | 'nothing' }

/** What `configure` says of all cases. */
let casesOption: CaseOptions = {}

function caseOf(type: 'case' | 'only') {
  return async (name: string, given: () => unknown, options: CaseOptions = {}): Promise<Entry> => {
    const line = lineOfCall()
    // It is called to learn what it means: a function that it returns is what is measured.
    const first = given()
    const returned = first instanceof Promise ? await first : first
    const fn = typeof returned === 'function' ? (returned as () => unknown) : given
    const { limits } = ignoredIn({ ...casesOption, ...options }, {}, benchmarkLimits)
    return { type, name, line, fn, limits }
  }
}

export const add = Object.assign(caseOf('case'), {
  only: caseOf('only'),
  skip: async (): Promise<Entry> => ({ type: 'nothing' }),
})

const defaultTell = () => {}

export async function cycle(tell: (...given: unknown[]) => unknown = defaultTell): Promise<Entry> {
  return { type: 'cycle', tell }
}

export async function complete(tell: (...given: unknown[]) => unknown = defaultTell): Promise<Entry> {
  return { type: 'complete', tell }
}

export async function save(): Promise<Entry> {
  return { type: 'save' }
}

export async function configure({ cases = {} }: { readonly cases?: CaseOptions } = {}): Promise<Entry> {
  casesOption = cases
  return { type: 'nothing' }
}

export async function suite(name: string, ...given: Promise<Entry>[]): Promise<unknown> {
  const entries = await Promise.all(given)
  const cases = entries.filter((one): one is AddedCase => one.type === 'case' || one.type === 'only')
  const only = cases.filter(({ type }) => type === 'only')
  const chosen = only.length > 0 ? only : cases
  const isSaved = entries.some(({ type }) => type === 'save')
  const ignored = isSaved ? ['save: Assay keeps its own record'] : []
  const keys = chosen.map((one) => registerCase({ ...one, library, group: [name], ignored }))
  await holdRun(keys)
  const results = keys.map((key, index) => resultOfCase(chosen[index]!.name, key))
  const summary = summaryOf(name, results)
  for (const result of results)
    for (const one of entries) if (one.type === 'cycle') await one.tell(result, summary)
  for (const one of entries) if (one.type === 'complete') await one.tell(summary, summary)
  return summary
}

type CaseResult = ReturnType<typeof resultOfCase>

/** Seconds, as benny tells them. */
function resultOfCase(name: string, key: string) {
  const { mean, p50, sd, max, min, moe, rme, sem, variance, samplesCount } = statisticsOf(
    (samplesOf(key) ?? []).map((ns) => ns / 1e9),
  )
  const details = { max, min, mean, median: p50, standardDeviation: sd, marginOfError: moe }
  return {
    ...{ name, ops: Math.round(1 / mean), margin: rme, samples: samplesCount, promise: false },
    ...{ options: {}, percentSlower: 0 },
    details: { ...details, relativeMarginOfError: rme, standardErrorOfMean: sem, sampleVariance: variance },
  }
}

function summaryOf(name: string, results: readonly CaseResult[]) {
  const ordered = results.toSorted((a, b) => b.ops - a.ops)
  const place = (one: CaseResult | undefined) => ({ name: one?.name, index: results.indexOf(one!) })
  return {
    ...{ name, date: new Date(), version: null, results },
    ...{ fastest: place(ordered[0]), slowest: place(ordered.at(-1)) },
  }
}

const benny = { suite, add, cycle, complete, save, configure }

export { benny as default, benny as 'module.exports' }
