import { createHook } from 'node:async_hooks'
import diagnostics, { Channel } from 'node:diagnostics_channel'
import { PerformanceObserver } from 'node:perf_hooks'
import { types } from 'node:util'
import workers from 'node:worker_threads'
import { v8Module } from '../engine/v8.ts'
import { type Change, propertyName, watchProcess } from '../load/process-state.ts'
import { native } from '../load/visible.ts'
import type { Trail } from './trail.ts'
import { wrapFunction } from './wrap.ts'

/** What user code changes in objects that two revisions in one process would share. */
export type Shared = {
  /** Looks at one of Node's modules from now on, before user code gets it. */
  readonly watch: (builtin: string) => void
  /** Reports what has changed. `isAgain`: after calls that nothing new should have come of. */
  readonly look: (isAgain?: boolean) => void
}

/**
 * Ask once all else is watched: what watching replaces is no change.
 *
 * @param isOwn whether a text is part of the project's code
 */
export function watchShared(trail: Trail, isOwn: (text: string) => boolean): Shared {
  watchMeetings(trail)
  const state = watchProcess(['node:events', 'node:module'])
  const values = new Map<string, string>()
  const tell = (change: Change, isAgain: boolean) => {
    if (!isSeen(change)) return
    const name = whatIs(change)
    const value = valueOfChange(change, isOwn)
    // What calls change is at another value on each side; who looks finds what the other one has left.
    if (value === undefined || (isAgain && values.get(name) !== value)) trail.apart(`it changes ${name}`)
    else trail.share(`${name} = ${value}`)
    if (value !== undefined) values.set(name, value)
  }
  return {
    watch: state.watch,
    look(isAgain = false) {
      state.each((change) => {
        tell(change, isAgain)
        return false
      })
    },
  }
}

/** What is longer is told by its digest. Characters. */
const longest = 200

/** Events that Node itself emits: who listens to one hears of it beside all others, and finds none of them. */
const nodes: ReadonlySet<PropertyKey> = new Set([
  ...['beforeExit', 'disconnect', 'exit', 'message', 'multipleResolves', 'rejectionHandled', 'warning'],
  ...['uncaughtException', 'uncaughtExceptionMonitor', 'unhandledRejection', 'worker', 'workerMessage'],
  ...['newListener', 'removeListener'],
])
/** What Node notes of a process by the way. */
const counts: ReadonlySet<PropertyKey> = new Set(['_eventsCount', '_exiting'])
const wellKnown: ReadonlySet<unknown> = new Set(
  Reflect.ownKeys(Symbol).map((key) => Reflect.get(Symbol, key) as unknown),
)
/** What Node keeps of modules by their paths, which differ between revisions. */
const caches = /^node:module\._(?:cache|pathCache|preloadModules|stat)/u

/** Whether the other revision would meet it: a symbol of its own is nobody else's. */
function isSeen({ place, key, now }: Change): boolean {
  // Node sets its own as soon as something is fetched: connections that are kept.
  if (typeof key === 'symbol' && Symbol.keyFor(key)?.startsWith('undici.globalDispatcher.') && isAgent(now))
    return false
  if (place === 'listeners of process') return !nodes.has(key) && !String(key).startsWith('SIG')
  if (place === 'process' && counts.has(key)) return false
  if (caches.test(`${place}.${String(key)}`)) return false
  return typeof key !== 'symbol' || Symbol.keyFor(key) !== undefined || wellKnown.has(key)
}

function isAgent(now: PropertyDescriptor | undefined): boolean {
  return (now?.value as object | undefined)?.constructor.name === 'Agent'
}

function whatIs({ place, key }: Change): string {
  return place === 'listeners of process'
    ? `who listens to '${propertyName(key)}' of process`
    : `${place}.${propertyName(key)}`
}

/** In words, where it may be the same on both sides: what is plain, and what packages have left under names of their own. */
function valueOfChange({ key, now }: Change, isOwn: (text: string) => boolean): string | undefined {
  if (now === undefined) return 'nothing'
  if (now.get || now.set) return undefined
  const value: unknown = now.value
  if (typeof value === 'symbol') return undefined
  const isMade = (typeof value === 'object' && value !== null) || typeof value === 'function'
  if (isMade && isOwn(typeof key === 'symbol' ? (key.description ?? '') : String(key))) return undefined
  const told = tellValue(value, isOwn)
  return told === undefined || told.length <= longest ? told : digestOf(told)
}

function digestOf(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex')
}

/** Places of the whole process where one revision meets what the other one does. */
function watchMeetings(trail: Trail): void {
  const meets = (owner: object, names: readonly string[], reason: string) => {
    for (const name of names) wrapFunction(owner, name, () => trail.apart(reason))
  }
  const subscribes = 'it subscribes to a channel of node:diagnostics_channel'
  for (const prototype of [Channel.prototype, activePrototype()])
    meets(prototype, ['subscribe', 'bindStore'], subscribes)
  meets(diagnostics, ['subscribe'], subscribes)
  meets(
    Object.getPrototypeOf(createHook({})) as object,
    ['enable'],
    'it watches what is asynchronous (async_hooks)',
  )
  meets(PerformanceObserver.prototype, ['observe'], 'it observes performance entries')
  meets(v8Module, ['setFlagsFromString'], 'it sets flags of V8')
  meets(process, ['setSourceMapsEnabled'], 'it switches source maps')
  meets(workers, ['setEnvironmentData'], 'it sets data for all workers')
  meets(workers.BroadcastChannel.prototype, ['postMessage'], 'it broadcasts messages')
}

/** A channel becomes one of another class as soon as somebody listens. */
function activePrototype(): object {
  const channel = diagnostics.channel('assay:trace')
  const nobody = () => {}
  channel.subscribe(nobody)
  const prototype = Object.getPrototypeOf(channel) as object
  channel.unsubscribe(nobody)
  return prototype
}

/** More parts than these are not looked at. */
const most = 500

/**
 * A value in words that are equal where another one is as good; `undefined` where it is or holds code of the project, or
 * what cannot be seen. Packages leave such values for their other instances: an empty configuration, a registry.
 *
 * @param isOwn whether a text is code of the project
 */
export function tellValue(value: unknown, isOwn: (text: string) => boolean): string | undefined {
  const seen = new Map<object, number>()
  const tell = (one: unknown): string => {
    if (typeof one === 'string') return JSON.stringify(one)
    if (typeof one === 'symbol') return one.description ?? 'symbol'
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null) return String(one)
    const known = seen.get(one)
    if (known !== undefined) return `#${known}`
    if (seen.size >= most || types.isProxy(one) || types.isModuleNamespaceObject(one)) throw new Unseen()
    seen.set(one, seen.size)
    if (typeof one === 'function') return tellCode(one) + tellProperties(one)
    if (types.isWeakMap(one) || types.isWeakSet(one)) return 'weak'
    if (types.isMap(one)) return `Map(${[...one].map((entry) => entry.map(tell).join(': ')).join(', ')})`
    if (types.isSet(one)) return `Set(${[...one].map(tell).join(', ')})`
    if (types.isPromise(one) || types.isGeneratorObject(one) || types.isExternal(one)) throw new Unseen()
    if (types.isAnyArrayBuffer(one) || types.isArrayBufferView(one)) throw new Unseen()
    const maker: unknown = Object.getPrototypeOf(one)
    return tellProperties(one) + (isPlain(maker) ? '' : ` of ${tell(maker)}`)
  }
  const tellCode = (code: object) => {
    const text = Function.prototype.toString.call(code)
    // Of what is bound nobody sees the code; of a class's private fields nobody sees what they hold.
    if (native.test(text) || isOwn(text) || /[\s;{}.(]#[\p{ID_Start}$_]/u.test(text)) throw new Unseen()
    return text
  }
  const tellProperties = (owner: object) => {
    const parts = Reflect.ownKeys(owner).map((key) => {
      const { value: held, get, set } = Object.getOwnPropertyDescriptor(owner, key)!
      return `${tell(key)}: ${[held, get, set]
        .filter((part) => part !== undefined)
        .map(tell)
        .join(' ')}`
    })
    return `{ ${parts.join(', ')} }`
  }
  try {
    return tell(value)
  } catch (error) {
    if (error instanceof Unseen) return undefined
    throw error
  }
}

class Unseen extends Error {}

function isPlain(prototype: unknown): boolean {
  return prototype === null || prototype === Object.prototype || prototype === Array.prototype
}
