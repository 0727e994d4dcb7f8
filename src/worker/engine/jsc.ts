import type { Engine } from './engine.ts'

// Taken before user code loads, which may replace it.
const residentSet = process.memoryUsage.rss

/**
 * JavaScriptCore, as Bun has it. It counts its heap when it collects, so bytes of an operation cannot be read; of a function it
 * tells only that it was compiled once, and so nothing about tiers. What grows by megabytes shows in the resident set.
 */
export const javaScriptCore: Engine = {
  usedMemory: residentSet,
  isOptimized: () => undefined,
  // Linux keeps the last 15 letters of what JavaScriptCore calls them.
  threads: {
    own: /^(?:JITWorker|HeapHelper|JSCWarmUp|ollector Thread|mi-scavenger)$/u,
    pool: /^Bun Pool/u,
    sign: /^JITWorker$/u,
  },
}
