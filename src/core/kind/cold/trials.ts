import type { ColdDetail, ColdMarks, ImportTree } from '../../../model/cold.ts'
import type { CommandRun } from '../../../model/command.ts'
import type { Revision, Sides } from '../../../model/message.ts'
import type { ColdMetricName } from '../../../model/metric.ts'
import type { Measured, Trial } from '../../../model/trial.ts'
import { mean } from '../../../stats/moments.ts'
import { median } from '../../../stats/quantile.ts'
import { type CommandFacts, endOfPair, endOfSide, type RunBlock } from '../command/trials.ts'
import { shortenTree, typicalTree } from './import-tree.ts'

/** A run of a program that noted where it was; nothing where it ended in a way that nobody is told of. */
export type MarkedRun = { readonly run: CommandRun; readonly marks: ColdMarks | undefined }

/** Runs of three sorts: as they are, of processes that noted where they were, and with a compile cache. */
export type ColdRuns = {
  readonly plain: readonly RunBlock[]
  readonly marked: readonly Partial<Sides<readonly MarkedRun[]>>[]
  readonly cached: readonly CommandRun[]
}

type Values = Partial<Record<ColdMetricName, number>>
type MarkName = 'firstLine' | 'loaded' | 'loading'

/** What the notes of a process say, without what noting took. */
export function valuesOfMarks({ run, marks }: MarkedRun): Partial<Record<MarkName, number>> {
  const { from } = run
  if (!marks || from === undefined) return {}
  const since = (at: number | undefined) =>
    at === undefined ? undefined : Math.max(0, at - from - marks.own)
  const { loaded, ready = marks.preloaded } = marks
  const all = {
    firstLine: since(marks.firstLine),
    loaded: since(loaded),
    loading: loaded === undefined ? undefined : Math.max(0, loaded - ready),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** One side: what a command tells, and what the notes and the cache add. */
export function endOfColdSide(runs: ColdRuns, side: Revision, facts: CommandFacts): Measured {
  const end = endOfSide(runs.plain, side, facts)
  const marked = runs.marked.flatMap((block) => block[side] ?? [])
  const values: Values = mediansOf(marked.map(valuesOfMarks))
  if (runs.cached.length > 0) values.cachedTime = median(runs.cached.map(({ wall }) => wall))
  const isUnloaded = marked.some(({ marks }) => marks !== undefined && marks.loaded === undefined)
  const detail = { ...(end.detail as ColdDetail), ...(isUnloaded && { unloaded: true as const }) }
  return { ...end, values: { ...end.values, ...values }, detail }
}

/** A pair: of each block ln(head ÷ base), and of these the median. */
export function endOfColdPair(runs: ColdRuns, sides: Sides<Measured>, facts: CommandFacts): Measured {
  const end = endOfPair(runs.plain, sides, facts)
  const blocks = runs.marked.map((block) => {
    const of = (side: Revision) => (block[side] ?? []).map(valuesOfMarks)
    return ratioOf(of('head'), of('base'))
  })
  const values = { ...end.values, ...mediansOf(blocks) }
  return { ...end, values }
}

function ratioOf(head: readonly Values[], base: readonly Values[]): Values {
  const log = (all: readonly Values[], name: MarkName) => {
    const told = all.flatMap((one) => ((one[name] ?? 0) > 0 ? Math.log(one[name]!) : []))
    return told.length === all.length && told.length > 0 ? mean(told) : undefined
  }
  const values: Values = {}
  for (const name of ['firstLine', 'loaded', 'loading'] as const) {
    const [mine, theirs] = [log(head, name), log(base, name)]
    if (mine !== undefined && theirs !== undefined) values[name] = mine - theirs
  }
  return values
}

/** Of what every one of them tells. */
function mediansOf(all: readonly Values[]): Values {
  const values: Values = {}
  for (const name of ['firstLine', 'loaded', 'loading'] as const) {
    const told = all.flatMap((one) => one[name] ?? [])
    if (told.length > 0 && told.length === all.length) values[name] = median(told)
  }
  return values
}

/** What watched processes say that is counted, and the tree of the most typical one. */
export function endOfImports(trees: readonly ImportTree[], facts: CommandFacts): Measured {
  const tree = typicalTree(trees)
  return {
    ...nothingTimed,
    values: { imports: tree.files, importedBytes: tree.bytes, builtins: tree.builtins },
    detail: { ...facts, tree } satisfies ColdDetail,
  }
}

/** All that watched processes of each revision say, which is told and not kept. */
export function endOfWatching(trees: Partial<Sides<readonly ImportTree[]>>, facts: CommandFacts): Measured {
  return { ...nothingTimed, values: {}, detail: { ...facts, trees } }
}

/** The trees of trials that only watch, by side. */
export function treesOf(trials: readonly Trial[]): Sides<ImportTree[]> {
  const all = trials.flatMap(({ end }) => {
    if (end.state !== 'measured') return []
    const { trees } = end.detail as { readonly trees?: Partial<Sides<readonly ImportTree[]>> }
    return trees ?? []
  })
  return { head: all.flatMap(({ head }) => head ?? []), base: all.flatMap(({ base }) => base ?? []) }
}

const nothingTimed = {
  state: 'measured',
  quality: { samples: 0, clean: 0, cleanOnly: true, mayWait: false, spent: 0, operations: 0 },
} as const

/** What a Run keeps of a detail. */
export function keepColdDetail(detail: unknown): ColdDetail {
  const { tree, ...kept } = detail as ColdDetail
  return tree ? { ...kept, tree: shortenTree(tree) } : kept
}
