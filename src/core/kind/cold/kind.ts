import type { Benchmark } from '../../../model/benchmark.ts'
import { type ColdDetail, coldDetailSchema, type ImportReport } from '../../../model/cold.ts'
import { policy } from '../../../model/config.ts'
import { coldMetricNames, commandMetricNames, metric } from '../../../model/metric.ts'
import type { Step } from '../../../model/step.ts'
import type { Ledger, MeasuredTrial } from '../../../model/trial.ts'
import { type Demand, saySame } from '../../ledger/demand.ts'
import { measured, refusalOf } from '../../ledger/ledger.ts'
import { coldFindings } from './findings.ts'
import { shortenTree, typicalTree } from './import-tree.ts'
import { costlierImports } from './tree-difference.ts'
import { keepColdDetail, treesOf } from './trials.ts'

/** The start of a program: a process per sample, and processes that are watched for what they import. */
export const coldKind = {
  name: 'cold',
  metrics: [...commandMetricNames, ...coldMetricNames],
  primary: 'time',
  task: 'time',
  way: 'apart',
  trial: {
    one: 'trial',
    many: 'trials',
    is: 'A trial starts the program several times and counts as one value, the median of its clean runs',
  },
  detail: coldDetailSchema,
  keepDetail: keepColdDetail,
  otherTasks: (wanted: Demand) => (wantsImports(wanted) ? [{ task: 'imports' }] : []),
  // What a process reads is not seen from outside.
  isTraced: false,
  isProfiled: false,
  findings: coldFindings,
  importTree: (trials: readonly Pick<MeasuredTrial['end'], 'detail'>[]) => {
    const trees = trials.flatMap(({ detail }) => (detail as ColdDetail).tree ?? [])
    return trees.length === 0 ? undefined : typicalTree(trees)
  },
  watches: { steps: watchingSteps, report: reportImports },
} as const

/** Counts decide by several trials of either side; two that say the same are enough, and one where they are only told. */
function wantsImports({ trials, sides, config, isShown = false }: Demand): boolean {
  if (refusalOf(trials) !== undefined) return false
  const asked = config.gate.metrics.filter((name) => metric(name).from === 'imports')
  const each = sides.map((side) => measured(trials, { side, task: 'imports' }))
  const wanted = isShown || asked.length === 0 ? 1 : policy.memoryForks
  if (each.every((own) => own.length >= wanted)) return false
  return asked.length === 0 || !saySame(each, asked)
}

/** One step watches several processes of each revision. */
function watchingSteps({ kind, file, key, id }: Benchmark, side: 'head' | 'pair'): Step[] {
  const about = { kind, task: 'imports', stage: 'observe', file, keys: [key], ids: [id], round: 1 } as const
  return [{ ...about, side, ...(side === 'pair' && { way: 'in-sequence' as const }) }]
}

function reportImports(id: string, trials: Ledger, ref?: string): ImportReport | undefined {
  const { head, base } = treesOf(trials)
  if (head.length === 0 || (ref !== undefined && base.length === 0)) return undefined
  const told = { id, processes: head.length, tree: shortenTree(typicalTree(head)) }
  if (ref === undefined) return told
  const costlier = costlierImports({ head, base })
  return { ...told, base: { ref, tree: shortenTree(typicalTree(base)), costlier } }
}
