import type { z } from 'zod'
import { AssayError } from '../../model/assay-error.ts'
import type { Objective } from '../../model/objective.ts'
import { parseUnit } from '../../model/unit.ts'
import { formatObjective } from './format-objective.ts'
import { complement, exactly } from './objective-word.ts'
import type { OpenSloPlace } from './openslo-place.ts'
import {
  type OpenSlo,
  type OpenSloIndicator,
  type OpenSloSource,
  type OpenSloTarget,
  ownSource,
} from './openslo-schema.ts'
import { parseObjective } from './parse-objective.ts'

export type OpenSloReading = { readonly objectives: readonly Objective[]; readonly notes: readonly string[] }

/**
 * The objectives of an SLO by its indicator, and what had to be taken for granted. `unit`: of values that say none.
 *
 * @throws AssayError `openslo-invalid`
 */
export function readSlo(
  at: OpenSloPlace,
  spec: OpenSlo['spec'],
  indicator: OpenSloIndicator,
  unit: string | undefined,
): OpenSloReading {
  const { thresholdMetric, ratioMetric } = indicator
  if (thresholdMetric && spec.objectives.length > 1)
    throw at.refuse(['spec', 'objectives', 1], 'a thresholdMetric has one objective')
  const own = ownSourceOf(thresholdMetric ?? ratioMetric?.good ?? ratioMetric?.bad ?? ratioMetric!.raw!)
  const meant = thresholdMetric
    ? 'the latency of requests'
    : 'the share of requests that are answered as they should be'
  const path = ['spec', spec.indicator ? 'indicator' : 'indicatorRef']
  const objectives = spec.objectives.map((target, number) => {
    const place = ['spec', 'objectives', number] as const
    return checked(
      at,
      place,
      thresholdMetric
        ? latencyObjective(at, place, target, own?.unit ?? unit)
        : shareObjective(at, place, target, own?.metric === 'errors'),
    )
  })
  return {
    objectives,
    notes: [
      ...(own ? [] : [at.say(path, `It is read as ${meant}: what its query asks for is not known here.`)]),
      ...notesOf(at, spec),
    ],
  }
}

/** What of an SLO means nothing to a run. */
function notesOf(
  at: OpenSloPlace,
  { timeWindow = [], budgetingMethod, alertPolicies }: OpenSlo['spec'],
): string[] {
  return [
    ...timeWindow.map(({ duration }) =>
      at.say(['spec', 'timeWindow'], `A run is its own window, and not ${duration}.`),
    ),
    ...(budgetingMethod ? [] : [at.say(['spec'], 'It has no budgetingMethod, and is read as Occurrences.')]),
    ...(alertPolicies ? [at.say(['spec', 'alertPolicies'], 'Alerts are left out.')] : []),
  ]
}

function ownSourceOf({
  metricSource: { type, spec },
}: OpenSloSource): z.infer<typeof ownSource>['spec'] | undefined {
  return ownSource.safeParse({ type, spec }).data?.spec
}

type Path = readonly PropertyKey[]

/** `op: lt, value: 200, target: 0.99`: 99 % of requests take less. */
function latencyObjective(
  at: OpenSloPlace,
  path: Path,
  { op, value, ...target }: OpenSloTarget,
  unit: string | undefined,
): Omit<Objective, 'text'> {
  if (value === undefined) throw at.refuse(path, 'a thresholdMetric needs a value')
  if (op !== 'lt' && op !== 'lte')
    throw at.refuse(
      op === undefined ? path : [...path, 'op'],
      'a latency stays below a limit: expected op lt or lte',
    )
  if (unit === undefined)
    throw at.refuse(
      [...path, 'value'],
      `nobody knows the unit of ${value}, for which OpenSLO has no field; say which it is, such as ms or s`,
    )
  const scale = parseUnit(unit)
  if (scale?.unit !== 'ns')
    throw at.refuse([...path, 'value'], `'${unit.slice(0, 20)}' is no unit of time; expected ns, µs, ms or s`)
  return {
    metric: 'latency',
    quantile: shareOf(target),
    comparator: op === 'lt' ? '<' : '<=',
    limit: exactly(value * scale.factor),
  }
}

/** A ratio of good ones is at least its target, whatever `op` says beside it. */
function shareObjective(
  at: OpenSloPlace,
  path: Path,
  { op, ...target }: OpenSloTarget,
  isOfErrors: boolean,
): Omit<Objective, 'text'> {
  if (op === 'lt' || op === 'lte')
    throw at.refuse([...path, 'op'], 'a ratio of good ones is to be at least its target: expected gt or gte')
  if (target.value !== undefined)
    throw at.refuse([...path, 'value'], 'a ratioMetric has no value, only a target')
  const share = shareOf(target)
  return isOfErrors
    ? { metric: 'errors', comparator: '<=', limit: complement(share) }
    : { metric: 'availability', comparator: '>=', limit: share }
}

function shareOf({ target, targetPercent }: OpenSloTarget): number {
  return exactly(target ?? targetPercent! / 100)
}

/** As if it had been written, so that the same is refused. */
function checked(at: OpenSloPlace, path: Path, objective: Omit<Objective, 'text'>): Objective {
  try {
    return parseObjective(formatObjective(objective))
  } catch (error) {
    if (error instanceof AssayError) throw at.refuse(path, error.message)
    throw error
  }
}
