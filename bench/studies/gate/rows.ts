import type { Column } from '../../../src/core/report/markdown/syntax.ts'
import { formatPercent } from '../../../src/model/unit.ts'
import { seeded } from '../../../src/stats/random.ts'
import { sum } from '../../../src/stats/sample.ts'
import type { Planned } from './plan.ts'
import { clopperPearson, type Proportion, wilson } from './proportion.ts'
import type { Raw } from './raw.ts'
import { rules } from './rivals/rules.ts'
import { type Planted, usualFunctions } from './suites.ts'
import type { Road, Trial } from './trial.ts'

/** How often a tool calls something slower, in suites and in single benchmarks. */
export type Row = {
  readonly tool: string
  readonly road?: Road
  readonly loaded: boolean
  readonly planted: Planted
  readonly tolerance?: number
  readonly functions: number
  readonly suites: Proportion
  readonly cells: Proportion
  /** s of wall time for one benchmark, without explanations. */
  readonly seconds: number
  /** With them; absent of tools that explain nothing. */
  readonly explained?: number
}

const toolOf: Readonly<Record<Road, string>> = {
  paired: 'Assay, pairs',
  apart: 'Assay, separate forks',
  gate: 'Assay, gate',
}

export function rowsOf(raw: Raw, { what, loaded, trials }: Planned): Row[] {
  const all = trials(raw)
  if (all.length === 0) return []
  const about = { loaded, planted: what.planted }
  if (what.tool === 'assay') {
    const { road, tolerance, functions } = what
    const own = all.filter((one) => 'road' in one)
    const cells = sum(own.map((trial) => trial.cells.length))
    const deciding = sum(own.map(({ wall, explaining }) => wall - explaining))
    return [
      {
        ...{ tool: suited(toolOf[road], functions), road, tolerance, functions, ...about },
        ...shares(what.planted, own.map(what.planted === 1 ? alarmsIn : foundIn), cells),
        seconds: deciding / cells / 1e9,
        explained: sum(own.map(({ wall }) => wall)) / cells / 1e9,
      },
    ]
  }
  return rules.flatMap(({ name, alarms }) => {
    const told = all.map((trial, index) =>
      'road' in trial ? undefined : alarms(trial, seeded(`${name} ${index}`))?.length,
    )
    if (told.some((one) => one === undefined)) return []
    const cells = sum(all.map((trial) => Object.keys(trial.cells).length))
    return [
      {
        ...{ tool: name, functions: usualFunctions, ...about },
        ...shares(what.planted, told as number[], cells),
        seconds: sum(all.map(({ wall }) => wall)) / cells / 1e9,
      },
    ]
  })
}

function shares(planted: Planted, found: readonly number[], cells: number): Pick<Row, 'suites' | 'cells'> {
  return {
    suites: clopperPearson(found.filter((of) => of > 0).length, found.length),
    cells: (planted === 1 ? clopperPearson : wilson)(sum(found), cells),
  }
}

function suited(tool: string, functions: number): string {
  return functions === usualFunctions ? tool : `${tool}, suite of ${functions}`
}

/** Benchmarks that are called slower. */
export function foundIn(trial: Trial): number {
  return slowerIn(trial).length
}

/** Where nothing has changed, calling a benchmark heavier is as wrong. */
function alarmsIn(trial: Trial): number {
  return new Set([...slowerIn(trial), ...trial.heavier]).size
}

export function slowerIn({ cells }: Trial): string[] {
  return cells.filter(({ verdict }) => verdict === 'regressed').map(({ name }) => name)
}

export function shown({ of, n, low, high }: Proportion): string {
  return `${of} of ${n} [${formatPercent(low)}, ${formatPercent(high)}]`
}

export function machine({ loaded }: { readonly loaded: boolean }): string {
  return loaded ? 'loaded' : 'idle'
}

export function left(title: string): Column {
  return { title, side: 'left' }
}

export function right(title: string): Column {
  return { title, side: 'right' }
}
