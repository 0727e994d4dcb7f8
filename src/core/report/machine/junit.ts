import { metric, metricNames } from '../../../model/metric.ts'
import type { Rendered } from '../../../model/rendered.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { formatQuantity } from '../../../model/unit.ts'
import { assess } from '../../assess/assess.ts'
import type { Item } from '../../assess/assessment.ts'
import { fileOf, problemDetails, problemSentence } from '../../assess/problems.ts'
import { nanosecondsBetween } from '../../identity/elapsed.ts'
import { failureWords } from '../../wording/failure-words.ts'
import { formWords } from '../../wording/growth-words.ts'
import { labelsOf, withoutFile } from '../../wording/label.ts'
import { element, escapeXml } from '../../wording/xml.ts'

/** JUnit XML: a suite for each benchmark file, a test case for each thing that the run is held to. */
export function junit(run: Run): Rendered[] {
  const label = labelsOf(run)
  const places = new Map(run.benchmarks.map(({ id }, place) => [id, place]))
  const placeOf = ({ subject }: Item) => places.get(subject) ?? places.size
  const items = assess(run)
    .filter(
      (item) => item.criterion !== 'evidence' && (item.criterion !== 'finding' || item.state !== 'open'),
    )
    .toSorted((a, b) => placeOf(a) - placeOf(b) || orderOf(a) - orderOf(b))
  const cases = items.map((item) => caseOf(item, label))
  const suites = [...Map.groupBy(cases, ({ file }) => file)]
  const time = seconds(nanosecondsBetween(run.startedAt, run.finishedAt))
  const attributes = { name: 'assay', ...countStates(cases), time }
  const written = suites.map(([file, own]) => `${suite(file, own, run)}\n`)
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, '\n', ...written)}\n`
  return [{ path: 'junit.xml', mediaType: 'application/xml', text }]
}

const criteria = [
  'sound',
  'budget',
  'objective',
  'growth',
  'comparison',
  'anchor',
  'finding',
  'evidence',
] as const

/** The same in every run, whatever is worst in one. */
function orderOf(item: Item): number {
  const of = 'budget' in item ? item.budget : 'comparison' in item ? item.comparison : undefined
  const place = of ? metricNames().indexOf(of.metric) : 0
  return criteria.indexOf(item.criterion) * metricNames().length + place
}

type Case = {
  readonly file: string
  readonly state: 'passed' | 'failure' | 'error' | 'skipped'
  /** ns */
  readonly time: number
  readonly xml: string
}

type Statistics = Readonly<Record<string, string | number | null | undefined>>

function caseOf(item: Item, label: (id: string) => string): Case {
  const { criterion, subject, benchmark, told, look } = item
  const { name, reason, statistics } = wordsOf(item)
  const file = fileOf(item) ?? 'run'
  const state = stateOf(item)
  const time = criterion === 'sound' && benchmark ? measuringTime(benchmark) : 0
  const own = withoutFile(subject, file)
  const shown = look === 'none' ? undefined : told
  const message = shown ? problemSentence(shown, subject === 'run' ? '' : label(subject)) : reason
  const details = shown ? [...problemDetails(shown), ...(shown.output?.split('\n') ?? [])] : []
  const properties = Object.entries(statistics)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => element('property', { name: key, value: String(value) }))
  const attributes = {
    classname: file,
    // The same in every run, so that a test has a history.
    name: criterion !== 'finding' ? own + name : benchmark ? `${own}: ${name}` : name,
    ...(time > 0 && { time: seconds(time) }),
    file,
    ...(benchmark?.line !== undefined && { line: String(benchmark.line) }),
  }
  const xml = element(
    'testcase',
    attributes,
    ...(properties.length > 0 ? [element('properties', {}, ...properties)] : []),
    ...(state === 'skipped' ? [element('skipped', { message })] : []),
    ...(state === 'failure' || state === 'error'
      ? [element(state, { type: reason, message }, details.map(escapeXml).join('\n'))]
      : []),
  )
  return { file, state, time, xml }
}

function stateOf({ criterion, state, told, look }: Item): Case['state'] {
  if (state === 'met') return 'passed'
  if (state === 'not-met') return criterion === 'finding' ? 'error' : 'failure'
  if (state === 'undecided' && told?.kind === 'invalid') return 'error'
  return state === 'undecided' && look === 'failure' ? 'failure' : 'skipped'
}

/** `reason`: of a failure its kind; of anything else that did not pass, why. */
type Words = { readonly name: string; readonly reason: string; readonly statistics: Statistics }

function wordsOf(item: Item): Words {
  switch (item.criterion) {
    case 'sound': {
      const { error, state, metrics } = item.benchmark ?? { state: 'skipped', metrics: {} }
      const reason = {
        measured: '',
        failed: error ? failureWords[error.reason] : 'failed',
        skipped: 'not measured',
      }
      return { name: '', reason: reason[state], statistics: estimates(metrics) }
    }
    case 'budget': {
      const { metric: name, limit, observed } = item.budget
      const { title, unit, better } = metric(name)
      const beyond = better === 'lower' ? 'over' : 'under'
      const reason = `${beyond} its budget of ${formatQuantity(limit, unit)}`
      return { name: `: budget of ${title}`, reason, statistics: { unit, limit, observed } }
    }
    case 'objective': {
      const { objective, observed, outcome } = item.objective
      const reason = { kept: 'kept', lost: 'lost', undecided: 'undecided' }[outcome]
      return { name: `: ${objective.text}`, reason, statistics: { limit: objective.limit, observed } }
    }
    case 'growth': {
      const { declared, verdict, fit } = item.growth
      return {
        name: `: growth with ${declared.by}`,
        reason: verdict,
        statistics: {
          declared: formWords(declared),
          verdict,
          'exponent.estimate': fit?.exponent.estimate,
          'exponent.low': fit?.exponent.low,
          'exponent.high': fit?.exponent.high,
          'excess.estimate': fit?.excess.estimate,
          'excess.low': fit?.excess.low,
          'excess.high': fit?.excess.high,
          'excess.limit': fit?.excess.limit,
        },
      }
    }
    case 'comparison':
    case 'anchor': {
      const { metric: name, standsFor = name, verdict, method, change, n } = item.comparison
      const { difference, limit, minimumDetectable } = item.comparison
      return {
        name: `: ${metric(standsFor).title} against its ${item.criterion === 'anchor' ? 'anchor' : 'base'}`,
        reason: verdict,
        statistics: {
          metric: name,
          method,
          verdict,
          'change.estimate': change?.estimate,
          'change.low': change?.low,
          'change.high': change?.high,
          difference,
          limit,
          'forks.head': n.head,
          'forks.base': n.base,
          minimumDetectable,
        },
      }
    }
    default:
      return { name: item.about, reason: item.told?.what ?? '', statistics: {} }
  }
}

function estimates(metrics: BenchmarkResult['metrics']): Statistics {
  return Object.fromEntries(
    Object.entries(metrics).flatMap(([name, { unit, estimate, low, high, coverage, values: forks }]) => [
      [`${name}.unit`, unit],
      [`${name}.estimate`, estimate],
      [`${name}.low`, low],
      [`${name}.high`, high],
      [`${name}.coverage`, coverage],
      [`${name}.forks`, forks.length],
    ]),
  )
}

/** Warm-up and batches of all its forks, ns; what it took to start processes is in none of them. */
function measuringTime({ trials }: BenchmarkResult): number {
  return trials.reduce((sum, { quality }) => sum + quality.spent, 0)
}

function suite(file: string, cases: readonly Case[], { startedAt }: Run): string {
  const time = seconds(cases.reduce((sum, one) => sum + one.time, 0))
  const attributes = { name: file, ...countStates(cases), time, timestamp: startedAt.slice(0, 19) }
  return element('testsuite', attributes, '\n', ...cases.map((one) => `${one.xml}\n`))
}

function countStates(cases: readonly Case[]) {
  const n = (state: Case['state']) => String(cases.filter((one) => one.state === state).length)
  return { tests: String(cases.length), failures: n('failure'), errors: n('error'), skipped: n('skipped') }
}

function seconds(ns: number): string {
  return (ns / 1e9).toFixed(3)
}
