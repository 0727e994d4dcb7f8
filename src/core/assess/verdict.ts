import type { Run, RunVerdict } from '../../model/run.ts'
import { assess } from './assess.ts'
import type { Assessment, Item } from './assessment.ts'

/** The first row that fits an item decides. */
const rows: readonly (readonly [RunVerdict, fits: (item: Item) => boolean])[] = [
  ['nothing-measured', ({ criterion, about }) => criterion === 'evidence' && about === 'benchmarks'],
  ['fail', ({ state }) => state === 'not-met'],
  ['invalid', ({ state, told }) => state === 'undecided' && told?.kind === 'invalid'],
  ['inconclusive', ({ state }) => state === 'undecided'],
]

/** The verdict of a run, from what it was held to. */
export function judge(items: Assessment): RunVerdict {
  return rows.find(([, fits]) => items.some(fits))?.[0] ?? 'pass'
}

/**
 * Exit code of a run or a gate (DESIGN.md, "Errors and endings"). A run only looks: it fails when something is
 * broken, not when something is slower.
 */
export function exitCode(run: Run, mode: 'run' | 'gate', inconclusive: 'warn' | 'fail'): 0 | 1 | 2 | 3 | 130 {
  if (run.partial) return 130
  if (run.verdict === 'nothing-measured') return 2
  if (mode === 'run') return assess(run).some(isBroken) ? 1 : 0
  if (run.verdict === 'fail') return 1
  if (run.verdict === 'invalid') return 3
  return run.verdict === 'inconclusive' && inconclusive === 'fail' ? 3 : 0
}

/** A benchmark that does not run or is wrong, or a file that does not load. */
function isBroken({ criterion, state }: Item): boolean {
  return state === 'not-met' && (criterion === 'sound' || criterion === 'finding')
}
