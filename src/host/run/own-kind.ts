import type { z } from 'zod'
import { forkBudget } from '../../core/plan/plan.ts'
import type { Base } from '../../flow/ports/revisions.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'
import { type OwnTrial, ownMeasuredSchema } from '../../model/extension.ts'
import { type OwnKindFacts, ownMetricName, problemWithValues } from '../../model/own-kind.ts'
import type { Step } from '../../model/step.ts'
import type { Measured, Trial } from '../../model/trial.ts'
import { callExtension, type ExtensionPlace } from '../extend/call-extension.ts'
import type { Runner } from './runner.ts'

/** The benchmarks of the project's kinds, by id. */
export type OwnSubjects = ReadonlyMap<string, Pick<Benchmark, 'name' | 'group' | 'params'>>

type End = Trial['end']
type Told = { readonly end: End; readonly wall: number }

/**
 * Carries out the steps of a kind of the project's own: each trial in a process of its own, both revisions of a pair one after
 * the other, in an order that is drawn.
 */
export function ownKindRunner(kind: string, place: ExtensionPlace, subjects: () => OwnSubjects): Runner {
  const member = ['kinds', kind, 'measure']
  const tell = async (folder: string, step: Step, config: Config): Promise<Told> => {
    const [id = ''] = step.ids
    const timeout = Math.min(place.limit, step.left ?? place.limit)
    const times = { time: forkBudget(config) / 1e6, timeout: timeout / 1e6 }
    const { name, group, params } = subjects().get(id)!
    // Its first group is the kind.
    const benchmark = { name, group: group.slice(1), params }
    const trial = { benchmark, folder, ...times } satisfies OwnTrial
    const began = performance.now()
    const call = { ...place, limit: timeout, cwd: folder, member, args: [trial], schema: ownMeasuredSchema }
    const answer = await callExtension(call)
    const wall = (performance.now() - began) * 1e6
    const facts = config.extend.kinds[kind]!
    const end = answer.state === 'failed' ? failed(answer.why) : endOf(kind, facts, answer.value, wall)
    return { end, wall }
  }
  return {
    // Each of its processes has a time-out of its own.
    limit: () => Number.POSITIVE_INFINITY,
    async run(step, config, base) {
      if (step.side !== 'pair') {
        const told = await tell(place.root, step, config)
        return [trialOf(step, step.side, told)]
      }
      return pairOf(
        step,
        config.extend.kinds[kind]!,
        await tellBoth(step, base!, (folder) => tell(folder, step, config)),
      )
    },
  }

  async function tellBoth(step: Step, base: Base, ask: (folder: string) => Promise<Told>) {
    const folders = { base: base.root, head: step.isControl ? base.root : place.root }
    const first = step.randomization?.runs ?? 'base'
    const second = first === 'base' ? 'head' : 'base'
    const one = await ask(folders[first])
    const other = await ask(folders[second])
    return first === 'base' ? { base: one, head: other } : { base: other, head: one }
  }

  function pairOf(step: Step, facts: OwnKindFacts, { base, head }: Record<'base' | 'head', Told>): Trial[] {
    const sides = [trialOf(step, 'head', head), trialOf(step, 'base', base)]
    if (head.end.state !== 'measured' || base.end.state !== 'measured')
      return sides.filter(({ end }) => end.state === 'failed')
    const values = ratiosOf(kind, facts, head.end.values, base.end.values)
    const wall = head.wall + base.wall
    return [trialOf(step, 'pair', { wall, end: { ...head.end, values } }), ...sides]
  }
}

/** ln(head ÷ base) of each sampled metric. */
function ratiosOf(
  kind: string,
  { metrics }: OwnKindFacts,
  head: Measured['values'],
  base: Measured['values'],
) {
  const sampled = Object.entries(metrics).filter(([, { exact }]) => !exact)
  const names = sampled.map(([name]) => ownMetricName(kind, name))
  return Object.fromEntries(names.map((name) => [name, Math.log(head[name]! / base[name]!)]))
}

function trialOf({ kind, task, ids, stage, way }: Step, side: Trial['side'], { end, wall }: Told): Trial {
  return { kind, task, id: ids[0]!, stage, side, way, wall, printed: 0, end }
}

function failed(message: string): End {
  return { state: 'failed', failure: { reason: 'threw', message } }
}

function endOf(
  kind: string,
  facts: OwnKindFacts,
  { values, samples, notes }: z.output<typeof ownMeasuredSchema>,
  wall: number,
): End {
  const problem = problemWithValues(facts, values)
  if (problem !== undefined) return failed(problem)
  return {
    state: 'measured',
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [ownMetricName(kind, name), value]),
    ),
    quality: {
      ...{ samples, clean: samples, cleanOnly: true, mayWait: true, spent: wall, operations: samples },
    },
    detail: notes.length === 0 ? {} : { notes },
  }
}
