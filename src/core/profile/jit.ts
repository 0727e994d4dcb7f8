import type { FunctionCalls, FunctionFeedback } from '../../model/profile.ts'
import type { ProfileResult } from '../../model/profile-report.ts'
import { isCode } from './cause.ts'
import { type Deoptimizations, deoptimizationsOf } from './deoptimizations.ts'
import { type Frame, frameKey, frameOf } from './frame.ts'
import type { ProfileData } from './profile-data.ts'

type Row = ProfileResult['jit'][number]

/**
 * What stood in V8's way, of functions that an operation of the head calls, the most expensive first: optimised code that
 * was thrown away, and places that have seen objects of several shapes. Where there are too many, V8 looks properties up in
 * functions without a frame, and profiles do not tell who asks: so these are told of all that are called.
 *
 * @param costs by key, of functions that the profile tells
 */
export function jitOf(
  { calls, feedback, deoptimizations }: ProfileData,
  costs: ReadonlyMap<string, number>,
): Row[] {
  const rows = calls.head.flatMap((one) => {
    const frame = frameOf({ functionName: one.name, url: one.url, lineNumber: one.line - 1 })
    if (!isCode(frame)) return []
    const key = frameKey(frame)
    const { polymorphic = 0, megamorphic = 0 } = findFeedback(frame, feedback.head) ?? {}
    const thrown = deoptimizationsOf((other) => other === one, calls.head, deoptimizations.head)
    const isSlow = megamorphic > 0 || (thrown?.count ?? 0) > 0
    if (!isSlow && (polymorphic === 0 || !costs.has(key))) return []
    const { name, file, line } = frame
    const row: Row = { name, file, line, polymorphic, megamorphic, ...deoptimized(thrown, one) }
    return [{ row, cost: costs.get(key) ?? 0, calls: one.calls }]
  })
  return rows.sort((a, b) => b.cost - a.cost || b.calls - a.calls).map(({ row }) => row)
}

/**
 * What V8 has learnt of the function that begins in this line: that of one without a name stands under none, also where it
 * is known by what it was given to, as `exports.find = function () {}` is.
 */
export function findFeedback(
  { name, file, line }: Pick<Frame, 'name' | 'file' | 'line'>,
  feedback: readonly FunctionFeedback[],
): FunctionFeedback | undefined {
  const here = feedback.filter((one) => one.url === file && one.line === line)
  const bare = name.startsWith('(anonymous') || name.includes('.') ? '' : name
  const own = here.filter((one) => one.name === bare)
  return own.length === 1 ? own[0] : undefined
}

function deoptimized(
  thrown: Deoptimizations | undefined,
  { made }: FunctionCalls,
): Pick<Row, 'deoptimizations'> {
  if (!thrown || thrown.count === 0) return {}
  // Lines of a file that was made from another are not those that people know.
  const places = thrown.rows.map(({ line, reason }) => (made ? { reason } : { line, reason }))
  const once = new Map(places.map((place) => [JSON.stringify(place), place]))
  return { deoptimizations: { count: thrown.count, places: [...once.values()] } }
}
