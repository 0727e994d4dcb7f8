import { setFlagsFromString } from 'node:v8'
import type { Inspector } from './v8-inspector.ts'

/** Something in V8's heap, as its protocol refers to it. */
export type Remote = { readonly objectId: string }

/** V8's tiers, the slowest first, and its own functions that tell them. */
export const tiers = ['ignition', 'sparkplug', 'maglev', 'turbofan'] as const
const probes = ['Ignition', 'Sparkplug', 'Maglev', 'Turbofan'].map((tier) => `%ActiveTierIs${tier}`)

/** Asking V8 for the place of a function takes 0.1 ms, and Node has thousands: those of other scripts are passed over before. */
export const among = `function (ids) {
  const wanted = new Set(ids)
  return this.filter((one) => typeof one === 'function' && wanted.has(%FunctionGetScriptId(one)))
}`

/** What V8 says of a function: its tier, by place, and the states of its sites. */
export type ToldFunction = {
  readonly name: string
  readonly tier: number
  readonly states: readonly string[]
}

/** A function that asks V8's own ones; `undefined` where this V8 does not have them. */
export function probeFunctions({ post }: Inspector): Remote | undefined {
  setFlagsFromString('--allow-natives-syntax')
  const evaluate = (expression: string) =>
    post<{ result: Remote; exceptionDetails?: unknown }>('Runtime.evaluate', { expression })
  const isKnown = (call: string) => evaluate(`(one) => ${call}(one)`).exceptionDetails === undefined
  if (![...probes, '%FunctionGetScriptId'].every(isKnown)) return undefined
  const hasSites = isKnown('%GetFeedback') && isKnown(prepared)
  return evaluate(probeText(hasSites)).result
}

/** Makes room for what a function learns. */
const prepared = '%EnsureFeedbackVectorForFunction'

/**
 * Of what was never called, or only interpreted, there may be no feedback, and V8 ends the process that asks. Its tier does
 * not tell: of two functions that were made in one place, or of a module that was loaded twice, one that was never called
 * has the compiled code of the other.
 */
function probeText(hasSites: boolean): string {
  return `(one) => {
    const tier = [${probes.map((probe) => `${probe}(one)`).join(', ')}].indexOf(true)
    if (tier > 0) ${hasSites ? `${prepared}(one)` : '{}'}
    const rows = tier > 0 ? ${hasSites ? '%GetFeedback(one)' : '[]'} : []
    return { name: one.name, tier, states: rows.flatMap((row) => (row ? [String(row[1])] : [])) }
  }`
}
