import type { FunctionFeedback } from '../../model/profile.ts'
import { among, probeFunctions, type Remote, type ToldFunction, tiers } from '../engine/v8-functions.ts'
import { type Inspector, openInspector } from '../engine/v8-inspector.ts'
import type { Subject } from '../load/subject.ts'
import { takeRest, type WarmUpTerms, warmUp } from '../measure/warm-up.ts'
import { originsOf } from './source-positions.ts'

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

function learnt(inspector: Inspector, functions: Remote): FunctionFeedback[] {
  const { post } = inspector
  const probe = probeFunctions(inspector)
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
    const { result } = post<{ result: { readonly value: ToldFunction } }>('Runtime.callFunctionOn', {
      objectId: value.objectId,
      functionDeclaration: 'function (probe) { return probe(this) }',
      arguments: [{ objectId: probe.objectId }],
      returnByValue: true,
    })
    add(known, url, at, result.value)
  }
  return [...known.values()]
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
function add(known: Map<string, FunctionFeedback>, url: string, at: Location, told: ToldFunction): void {
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
