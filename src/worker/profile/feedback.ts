import { setFlagsFromString } from 'node:v8'
import type { FunctionFeedback } from '../../model/profile.ts'
import type { Subject } from '../load/subject.ts'
import { takeRest, type WarmUpTerms, warmUp } from '../measure/warm-up.ts'
import { type Inspector, openInspector } from './inspector.ts'
import { originsOf } from './source-positions.ts'

/** Something in V8's heap, as its protocol refers to it. */
type Remote = { readonly objectId: string }

/** V8's tiers, the slowest first, and its own functions that tell them. */
const tiers = ['ignition', 'sparkplug', 'maglev', 'turbofan'] as const
const probes = ['Ignition', 'Sparkplug', 'Maglev', 'Turbofan'].map((tier) => `%ActiveTierIs${tier}`)

/** What V8 has learnt about every function of the user's files after a benchmark has run for some time. */
export async function feedback(
  subject: Subject,
  { budget, batch, last }: WarmUpTerms,
): Promise<FunctionFeedback[]> {
  const inspector = openInspector()
  // Before it runs: the collection that this takes clears what V8 has learnt.
  const functions = allFunctions(inspector)
  await takeRest(await warmUp(subject, batch, budget / 2, { last }), budget)
  return learnt(inspector, functions)
}

function allFunctions({ post }: Inspector): Remote {
  const { result } = post<{ result: Remote }>('Runtime.evaluate', { expression: 'Function.prototype' })
  const { objects } = post<{ objects: Remote }>('Runtime.queryObjects', {
    prototypeObjectId: result.objectId,
  })
  return objects
}

/** Asking V8 for the place of a function takes 0.1 ms, and Node has thousands: those of other scripts are passed over before. */
const among = `function (ids) {
  const wanted = new Set(ids)
  return this.filter((one) => typeof one === 'function' && wanted.has(%FunctionGetScriptId(one)))
}`

function learnt(inspector: Inspector, functions: Remote): FunctionFeedback[] {
  const { post } = inspector
  const probe = probing(inspector)
  if (!probe) return []
  const urls = userScripts(inspector)
  const { result: written } = post<{ result: Remote }>('Runtime.callFunctionOn', {
    objectId: functions.objectId,
    functionDeclaration: among,
    arguments: [{ value: [...urls.keys()].map(Number) }],
  })
  const { result: items } = post<{ result: readonly { readonly value?: Partial<Remote> }[] }>(
    'Runtime.getProperties',
    { objectId: written.objectId, ownProperties: true },
  )
  const known = new Map<string, FunctionFeedback>()
  for (const { value } of items) {
    const at = value?.objectId && locationOf(inspector, value.objectId)
    const url = at && urls.get(at.scriptId)
    if (!url) continue
    const { result } = post<{ result: { readonly value: Told } }>('Runtime.callFunctionOn', {
      objectId: value.objectId,
      functionDeclaration: 'function (probe) { return probe(this) }',
      arguments: [{ objectId: probe.objectId }],
      returnByValue: true,
    })
    add(known, url, at, result.value)
  }
  return [...known.values()]
}

type Told = { readonly name: string; readonly tier: number; readonly states: readonly string[] }

/** A function that asks V8's own ones; `undefined` where this V8 does not have them. */
function probing({ post }: Inspector): Remote | undefined {
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

type Location = { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber: number }

function locationOf({ post }: Inspector, objectId: string): Location | undefined {
  const { internalProperties } = post<{
    readonly internalProperties?: readonly { readonly name: string; readonly value?: { value?: unknown } }[]
  }>('Runtime.getProperties', { objectId, ownProperties: true })
  const found = internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')
  return found?.value?.value as Location | undefined
}

/** Files that were loaded, by the number that V8 gave them; those of the harness are told apart by their names later. */
function userScripts(inspector: Inspector): ReadonlyMap<string, string> {
  const scripts = inspector.allHeard<{ readonly scriptId: string; readonly url: string }>(
    'Debugger.scriptParsed',
    () => inspector.post('Debugger.enable'),
  )
  return new Map(
    scripts.flatMap(({ scriptId, url }) => (url.startsWith('file:') ? [[scriptId, url] as const] : [])),
  )
}

/** Functions of one place are one: what the best of them has come to, and most of what any has seen. */
function add(known: Map<string, FunctionFeedback>, url: string, at: Location, told: Told): void {
  if (told.tier < 0 || typeof told.name !== 'string') return
  const origin = originsOf(url)?.(at.lineNumber + 1, at.columnNumber)
  const place = { name: told.name, url: origin?.url ?? url, line: origin?.line ?? at.lineNumber + 1 }
  const key = `${url}:${at.lineNumber}:${at.columnNumber}`
  const before = known.get(key)
  const count = (state: string) => told.states.filter((one) => one.startsWith(state)).length
  const best = Math.max(told.tier, before ? tiers.indexOf(before.tier) : 0)
  known.set(key, {
    ...place,
    tier: tiers[best]!,
    polymorphic: Math.max(count('POLYMORPHIC'), before?.polymorphic ?? 0),
    megamorphic: Math.max(count('MEGAMORPHIC'), before?.megamorphic ?? 0),
  })
}
