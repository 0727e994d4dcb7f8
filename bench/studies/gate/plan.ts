import { formatPercent } from '../../../src/model/unit.ts'
import type { Raw } from './raw.ts'
import type { RivalTrial, Tool } from './rivals/measure.ts'
import { type Planted, usualFunctions } from './suites.ts'
import type { Asked, Road, Trial } from './trial.ts'

/** What one trial does. */
type What =
  | ({ readonly tool: 'assay' } & Omit<Asked, 'loaded'>)
  | { readonly tool: Tool; readonly planted: number }

/** A kind of trial, and how often it is made in relation to the others. */
export type Planned = {
  readonly name: string
  readonly what: What
  readonly loaded: boolean
  /** Busy processes beside it. */
  readonly neighbours: number
  readonly weight: number
  /** Those of this kind. */
  readonly trials: (raw: Raw) => readonly (Trial | RivalTrial)[]
}

export const plan: readonly Planned[] = [
  assay('paired', 1, { weight: 6 }),
  assay('paired', 1, { weight: 4, loaded: false }),
  assay('paired', 1.03, { weight: 1 }),
  assay('paired', 1.03, { weight: 1, loaded: false }),
  assay('paired', 1.05, { weight: 0.5 }),
  assay('paired', 1.05, { weight: 1, loaded: false }),
  assay('paired', 1.01, { weight: 1, loaded: false, tolerance: 0.0025 }),
  assay('paired', 1.015, { weight: 0.5, tolerance: 0.005 }),
  assay('paired', 1.01, { weight: 0.25 }),
  assay('paired', 1.1, { weight: 0.1 }),
  assay('paired', 1.03, { weight: 0.5, loaded: false, functions: 8 }),
  assay('paired', 'three', { weight: 0.25, loaded: false, functions: 200 }),
  assay('paired', 'causes', { weight: 0.5 }),
  assay('apart', 1, { weight: 0.25 }),
  assay('apart', 1.05, { weight: 0.25 }),
  assay('paired', 'ninefold', { weight: 0.25, neighbours: 20 }),
  assay('gate', 1, { weight: 0.25 }),
  assay('gate', 1.03, { weight: 0.25 }),
  assay('gate', 'documentation', { weight: 0.25 }),
  assay('gate', 'documentation', { weight: 0.25, loaded: false }),
  rival('tinybench', 1, 1),
  rival('tinybench', 1, 0.5, false),
  rival('tinybench', 1.03, 0.5),
  rival('tinybench', 1.05, 0.25),
  rival('vitest', 1, 1),
  rival('vitest', 1.03, 0.5),
  rival('benchforge', 1, 0.25),
  rival('benchforge', 1.03, 0.25),
]

/** Nothing changed, and three percent, with busy neighbours: five minutes. */
export const short: readonly Planned[] = [
  assay('paired', 1, { weight: 1 }),
  assay('paired', 1.03, { weight: 1 }),
]

function assay(
  road: Road,
  planted: Planted,
  {
    weight,
    loaded = true,
    neighbours = loaded ? 2 : 0,
    tolerance = 0.01,
    functions = usualFunctions,
  }: { weight: number; loaded?: boolean; neighbours?: number; tolerance?: number; functions?: number },
): Planned {
  const suite = functions === usualFunctions ? '' : `, suite of ${functions}`
  return {
    name: `assay ${road}, ${called(planted)}${suite}, ${loaded ? 'loaded' : 'idle'}, tolerance ${formatPercent(tolerance)}`,
    what: { tool: 'assay', road, planted, tolerance, functions },
    loaded,
    neighbours,
    weight,
    trials: (raw) =>
      raw.trials.filter(
        (one) =>
          one.road === road &&
          one.planted === planted &&
          one.functions === functions &&
          one.loaded === loaded &&
          one.tolerance === tolerance,
      ),
  }
}

function rival(tool: Tool, planted: number, weight: number, loaded = true): Planned {
  return {
    name: `${tool}, ${called(planted)}, ${loaded ? 'loaded' : 'idle'}`,
    what: { tool, planted },
    loaded,
    neighbours: loaded ? 2 : 0,
    weight,
    trials: (raw) =>
      raw.rivals.filter((one) => one.tool === tool && one.planted === planted && one.loaded === loaded),
  }
}

/** What is planted, in words. */
export function called(planted: Planted): string {
  if (planted === 'three') return '+5 % in three functions'
  if (planted === 'causes') return 'real causes'
  if (planted === 'documentation') return 'a word of documentation'
  if (planted === 'ninefold') return 'nine times the work of one operation'
  return planted === 1 ? 'nothing' : `+${formatPercent(planted - 1)}`
}
