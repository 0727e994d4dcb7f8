import type { Benchmark } from '../../../model/benchmark.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import type { Sides } from '../../../model/message.ts'
import type { Timing } from '../../../model/outcome.ts'
import type { MeasuredTrial } from '../../../model/trial.ts'
import { timingsOf } from './trials.ts'

/** Whether two revisions of a function return the same, by the digests of what their forks returned. */
export function compareReturned(
  benchmark: Pick<Benchmark, 'id' | 'mayDiffer'>,
  sides: Sides<readonly MeasuredTrial[]>,
  ref: string,
): { readonly other?: Finding | undefined; readonly unknown?: Finding | undefined } {
  if (benchmark.mayDiffer) return {}
  const { id } = benchmark
  const timings = { base: timingsOf(sides.base), head: timingsOf(sides.head) }
  return { other: otherResult(id, timings, ref), unknown: resultsUnknown(id, timings, ref) }
}

const mayDifferWords = "`mayDiffer: true`, or by its name in 'mayDiffer' of perf.config"

function resultsIn(timings: readonly Timing[]): (string | undefined)[] {
  return [...new Set(timings.map(({ result }) => result))]
}

/** Results that differ from fork to fork of the same code say nothing. */
function otherResult(id: string, { base, head }: Sides<Timing[]>, ref: string): Finding | undefined {
  const [mine, theirs] = [resultsIn(head), resultsIn(base)]
  if (mine.length !== 1 || theirs.length !== 1 || !mine[0] || !theirs[0] || mine[0] === theirs[0])
    return undefined
  const message = `It returns another result than at ${ref}`
  const advice = `Fix it; or, if the change is meant to return something else, say so with ${mayDifferWords}.`
  return finding('different-result', id, message, advice)
}

/** Why nobody can tell whether the two return the same. That is not said of equal ones, and of others not either. */
function resultsUnknown(id: string, { base, head }: Sides<Timing[]>, ref: string): Finding | undefined {
  const all = [...head, ...base]
  const isVaried =
    all.every(({ result }) => result !== undefined) && [head, base].some((some) => resultsIn(some).length > 1)
  const told = all.find(({ unknownResult }) => unknownResult !== undefined)?.unknownResult
  const why = told ?? (isVaried ? 'it is another one in every process' : undefined)
  if (why === undefined) return undefined
  const message = `Whether it returns the same as at ${ref} was not compared: ${why}`
  const advice = `Return what can be compared (plain values, texts, numbers), or say ${mayDifferWords} if the result does not matter.`
  return finding('results-not-compared', id, message, advice)
}
