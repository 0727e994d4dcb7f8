import { stringify } from 'yaml'
import { AssayError } from '../../model/assay-error.ts'
import type { Objective } from '../../model/objective.ts'
import { formatObjective, metricWord } from './format-objective.ts'
import { complement, exactly } from './objective-word.ts'
import { longestOpenSloName, type OpenSloSource, openSloDuration, openSloVersion } from './openslo-schema.ts'

type ExportOptions = {
  /** What is held to them, such as the name of a load. */
  readonly service: string
  /** The window that whoever reads it is to hold them over, such as `28d`. */
  readonly window?: string | undefined
}

export type OpenSloExport = {
  /** YAML: a Service, and an SLO for each objective. */
  readonly text: string
  /** Those that OpenSLO has no words for, and why. */
  readonly left: readonly { readonly objective: Objective; readonly why: string }[]
}

/**
 * Objectives as documents of OpenSLO v1. A share of errors is a ratio, of which `<` becomes "at most"; a quantile is a threshold
 * that its share of requests keeps.
 *
 * @throws AssayError `openslo-invalid` where the window is none
 */
export function exportOpenSlo(
  objectives: readonly Objective[],
  { service, window }: ExportOptions,
): OpenSloExport {
  if (window !== undefined && !openSloDuration.test(window))
    throw new AssayError(
      'openslo-invalid',
      `'${window.slice(0, 40)}' is no window of OpenSLO`,
      "Write a number and one of m, h, d, w, M, Q, Y, such as '28d'.",
    )
  const name = nameOf(service, longestOpenSloName) || 'service'
  const names = new Set<string>()
  const left: { readonly objective: Objective; readonly why: string }[] = []
  const slos = objectives.flatMap((objective) => {
    const words = wordsOf(objective)
    if (typeof words === 'string') {
      left.push({ objective, why: words })
      return []
    }
    return [sloOf(objective, words, { service: name, name: freeName(name, objective, names), window })]
  })
  const owner = {
    ...{ apiVersion: openSloVersion, kind: 'Service', metadata: { name, displayName: service }, spec: {} },
  }
  // Readers of YAML 1.1 are to take no name for a truth value.
  const texts = [owner, ...slos].map((one) => stringify(one, { lineWidth: 0, compat: 'yaml-1.1' }))
  return { text: texts.join('---\n'), left }
}

/** The indicator of an objective and what it is held to; or why there is none. */
type OpenSloWords = { readonly indicator: object; readonly target: object }

function wordsOf({ metric, quantile, comparator, limit }: Objective): OpenSloWords | string {
  if (metric === 'errors' || metric === 'availability') {
    const target = metric === 'errors' ? complement(limit) : limit
    if (target >= 1) return 'a target of OpenSLO is below 100 %'
    const counted = metric === 'errors' ? { bad: sourceOf('errors') } : { good: sourceOf('availability') }
    return {
      indicator: { ratioMetric: { counter: true, ...counted, total: sourceOf('requests') } },
      target: { target },
    }
  }
  if (metric !== 'latency') return 'OpenSLO counts good requests, and this is no matter of single requests'
  if (quantile === 0 || quantile === 1) return 'a target of OpenSLO lies between 0 and 100 %'
  return {
    indicator: { thresholdMetric: sourceOf('latency', 'ms') },
    target: { op: comparator === '<' ? 'lt' : 'lte', value: exactly(limit / 1e6), target: quantile },
  }
}

function sourceOf(metric: string, unit?: string): OpenSloSource {
  return { metricSource: { type: 'assay', spec: { metric, ...(unit === undefined ? {} : { unit }) } } }
}

function sloOf(
  objective: Objective,
  { indicator, target }: OpenSloWords,
  {
    service,
    name,
    window,
  }: { readonly service: string; readonly name: string; readonly window: string | undefined },
): object {
  return {
    apiVersion: openSloVersion,
    kind: 'SLO',
    metadata: { name, displayName: formatObjective(objective) },
    spec: {
      service,
      indicator: { metadata: { name: `${nameOf(name, longestOpenSloName - 4)}-sli` }, spec: indicator },
      ...(window === undefined ? {} : { timeWindow: [{ duration: window, isRolling: true }] }),
      budgetingMethod: 'Occurrences',
      objectives: [{ displayName: formatObjective(objective), ...target }],
    },
  }
}

/** `list-users-p99-9`, with a number where that is taken. */
function freeName(service: string, objective: Objective, taken: Set<string>): string {
  const word = nameOf(metricWord(objective), 20)
  for (let number = 1; ; number++) {
    const end = number === 1 ? `-${word}` : `-${word}-${number}`
    const name = nameOf(service, longestOpenSloName - end.length) + end
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

/** Small letters, digits and hyphens, as names of hosts are. */
function nameOf(text: string, longest: number): string {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-')
  return plain.replace(/^-/u, '').slice(0, longest).replace(/-+$/u, '')
}
