import { type Baseline, controlsFile } from '../../model/baseline.ts'
import { policy } from '../../model/config.ts'
import { method } from '../../model/method.ts'
import type { ControlValues, Run } from '../../model/run.ts'
import { makeBaseline, roundValue } from './recorded.ts'

/**
 * What is recorded of the control kernels after a run was accepted: theirs of the same session beside those of the
 * sessions that `baselines`, all of the class, still have numbers of. Kernels that are gone are dropped with their last
 * session; without any it is a file to delete.
 */
export function acceptControls(
  old: Baseline | undefined,
  now: ControlValues | undefined,
  run: Run,
  why: string,
  baselines: readonly Baseline[],
): Baseline {
  const used = new Set(baselines.flatMap(({ sessions }) => Object.keys(sessions)))
  const kept = new Map(Object.entries(old?.benchmarks ?? {}).map(([kernel, of]) => [kernel, { ...of.time }]))
  for (const [kernel, values] of Object.entries(now ?? {})) {
    kept.set(kernel, { ...kept.get(kernel), [run.id]: values.map(roundValue) })
  }
  const benchmarks = Object.fromEntries(
    [...kept].flatMap(([kernel, sessions]) => {
      const time = Object.fromEntries(Object.entries(sessions).filter(([id]) => used.has(id)))
      return Object.keys(time).length === 0 ? [] : [[kernel, { time }] as const]
    }),
  )
  const rules = { method, trialTime: policy.controls.trialTime }
  return makeBaseline({ ...old, file: controlsFile, benchmarks }, run, why, rules)
}
