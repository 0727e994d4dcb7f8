import { createHook } from 'node:async_hooks'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { EventLoop, Wait } from '../../model/profile.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import type { Subject } from '../load/subject.ts'
import { takeRest, type WarmUpTerms, warmUp } from '../measure/warm-up.ts'
import { originsOf } from './source-positions.ts'

/** ms between the readings of the delay; the timer itself is late by as much. */
const resolution = 1
/** What has no waiting of its own, but happens as soon as what runs has ended. */
const immediate: ReadonlySet<string> = new Set(['PROMISE', 'TickObject', 'Microtask', 'RANDOMBYTESREQUEST'])
/** Frames that are looked at for one of the user's. */
const deepest = 30

// Taken before user code loads, which may replace them.
const utilizationOf = performance.eventLoopUtilization.bind(performance)

/** How busy the event loop is while a benchmark runs, how late it is, and what it waits for. */
export async function eventLoop(subject: Subject, { budget, batch, last }: WarmUpTerms): Promise<EventLoop> {
  const warm = await warmUp(subject, batch, budget / 2, { last })
  const delay = monitorEventLoopDelay({ resolution })
  const watched = watchWaits()
  delay.enable()
  const before = utilizationOf()
  const { operations, time } = await takeRest(warm, budget)
  const { utilization } = utilizationOf(before)
  delay.disable()
  const late = (percentile: number) => Math.max(0, delay.percentile(percentile) - resolution * 1e6)
  return {
    operations,
    time,
    utilization,
    delay: { p50: late(50), p99: late(99), max: Math.max(0, delay.max - resolution * 1e6) },
    waits: watched.end(),
  }
}

type Waiting = { readonly key: string; readonly since: bigint }

/** Watches everything that waits outside JavaScript, from where it is begun until its callback is called. */
function watchWaits(): { readonly end: () => Wait[] } {
  const waiting = new Map<number, Waiting>()
  const seen = new Map<string, { type: string; place: Place | undefined; count: number; time: number }>()
  const hook = createHook({
    init(id, type) {
      if (immediate.has(type)) return
      const place = placeOf()
      const key = `${type} ${place?.url}:${place?.line}`
      if (!seen.has(key)) seen.set(key, { type, place, count: 0, time: 0 })
      waiting.set(id, { key, since: now() })
    },
    before(id) {
      const one = waiting.get(id)
      if (!one) return
      // What calls back again and again waits anew each time.
      waiting.set(id, { ...one, since: now() })
      const row = seen.get(one.key)!
      row.count++
      row.time += elapsedBetween(one.since, now())
    },
    destroy(id) {
      waiting.delete(id)
    },
  })
  hook.enable()
  return {
    end() {
      hook.disable()
      return [...seen.values()]
        .filter(({ count }) => count > 0)
        .map(({ type, place, count, time }) => ({ type, count, time, ...(place && { place }) }))
    },
  }
}

type Place = { readonly name: string; readonly url: string; readonly line: number }

const harness = new URL('..', import.meta.url).href

/** Who begins it: the innermost frame that is neither Node's nor the harness's. */
function placeOf(): Place | undefined {
  const { stackTraceLimit, prepareStackTrace } = Error
  Error.stackTraceLimit = deepest
  Error.prepareStackTrace = (_, sites) => sites
  const holder: { stack?: unknown } = {}
  Error.captureStackTrace(holder)
  const sites = holder.stack as NodeJS.CallSite[]
  Error.prepareStackTrace = prepareStackTrace
  Error.stackTraceLimit = stackTraceLimit
  for (const site of sites) {
    const url = site.getFileName() ?? ''
    if (url === '' || url.startsWith('node:') || url.startsWith(harness)) continue
    const line = site.getLineNumber() ?? 0
    const origin = originsOf(url)?.(line, (site.getColumnNumber() ?? 1) - 1)
    return { name: site.getFunctionName() ?? '', ...(origin ?? { url, line }) }
  }
  return undefined
}
