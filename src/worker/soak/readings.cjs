'use strict'
/**
 * Loaded into a service before its own code (`--require`), to see from inside what grows. Every so often it collects all garbage,
 * and notes what is left, which takes the time of a full collection. Who allocated what is still there is sampled from the middle
 * of the load on. What the readings mean is decided in core/soak.
 */
const { isMainThread } = require('node:worker_threads')
const told = process.env.ASSAY_SOAK
if (told !== undefined && isMainThread) {
  // Whatever cannot be watched is no reason for a service not to run.
  try {
    watch(JSON.parse(told))
  } catch {}
}

/** `folder`: where the file of this process goes. `every`, `sitesAfter`: ms. */
function watch({ folder, every, sitesAfter }) {
  const { appendFileSync } = require('node:fs')
  const { join } = require('node:path')
  const { constants, monitorEventLoopDelay, performance, PerformanceObserver } = require('node:perf_hooks')
  const { setFlagsFromString } = require('node:v8')
  setFlagsFromString('--expose-gc')
  // Bytecode that is let go some half a minute after the start is a step that hides a trend.
  setFlagsFromString('--no-flush-bytecode')
  const collect = require('node:vm').runInNewContext('gc')
  const file = join(folder, `${process.pid}.ndjson`)
  const began = performance.now()
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  let pause = 0
  const observer = new PerformanceObserver((list) => {
    for (const { duration, detail } of list.getEntries())
      if ((detail.flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) === 0) pause += duration * 1e6
  })
  observer.observe({ entryTypes: ['gc'] })
  let loop = performance.eventLoopUtilization()
  let [count, sampler] = [0, undefined]
  const write = (line) => appendFileSync(file, `${JSON.stringify(line)}\n`)
  const read = () => {
    collect()
    const { heapUsed: heap, external, rss } = process.memoryUsage()
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, loop)
    const handles = process.getActiveResourcesInfo().length
    const late = Number.isFinite(delay.percentile(99)) ? delay.percentile(99) : 0
    if (performance.now() - began >= sitesAfter) sampler ??= openSampler()
    const sites = ++count % 5 === 0 ? sampler?.read() : undefined
    const at = Number(process.hrtime.bigint())
    write({ at, heap, external, rss, handles, utilization, delay: late, pause, ...(sites && { sites }) })
    loop = now
    pause = 0
    delay.reset()
  }
  write({ pid: process.pid, program: String(process.argv[1] ?? process.execPath) })
  const timer = setInterval(() => {
    // A full disk, or a folder that has gone.
    try {
      read()
    } catch {
      clearInterval(timer)
    }
  }, every)
  timer.unref()
}

/** Who allocated what is still there, by a sample each 8 kB: V8 forgets those that are collected. */
function openSampler() {
  try {
    const { Session } = require('node:inspector')
    const session = new Session()
    session.connect()
    session.post('HeapProfiler.startSampling', { samplingInterval: 8192 })
    return {
      read() {
        let found
        session.post('HeapProfiler.getSamplingProfile', (_, answer) => {
          found = answer && largestOf(answer.profile.head)
        })
        return found
      },
    }
  } catch {
    return { read: () => undefined }
  }
}

/** The functions of files that hold most, with what those of Node below them hold for them. */
function largestOf(head) {
  const bytesAt = new Map()
  const walk = ({ callFrame, selfSize, children }, owner) => {
    const isFile = callFrame.url !== '' && !callFrame.url.startsWith('node:') && callFrame.url !== __filename
    const own = isFile ? callFrame : owner
    if (own && selfSize > 0) {
      const key = JSON.stringify([own.functionName, own.url, own.lineNumber + 1])
      bytesAt.set(key, (bytesAt.get(key) ?? 0) + selfSize)
    }
    for (const child of children) walk(child, own)
  }
  walk(head, undefined)
  return [...bytesAt]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([key, bytes]) => {
      const [name, url, line] = JSON.parse(key)
      return { name, url, line, bytes }
    })
}
