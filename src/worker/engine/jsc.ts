import type { Engine } from './engine.ts'

// Taken before user code loads, which may replace it.
const residentSet = process.memoryUsage.rss

/** Objects of each form at most, and the size of the largest: 2 MB, were all of them as large as they may be. */
const most = 256
const largest = { bytes: 4_096, numbers: 600, letters: 500 }
const kept: unknown[] = []

/**
 * JavaScriptCore, as Bun has it. It counts its heap when it collects, so bytes of an operation cannot be read; of a function it
 * tells only that it was compiled once, and so nothing about tiers. What grows by megabytes shows in the resident set.
 */
export const javaScriptCore: Engine = {
  usedMemory: residentSet,
  isOptimized: () => undefined,
  randomizeHeap() {
    kept.push(...drawObjects(Math.random))
  },
  // Linux keeps the last 15 letters of what JavaScriptCore calls them.
  threads: {
    own: /^(?:JITWorker|HeapHelper|JSCWarmUp|ollector Thread|mi-scavenger)$/u,
    pool: /^Bun Pool/u,
    sign: /^JITWorker$/u,
  },
}

/** So many objects, and of such sizes, as are drawn: of bytes, of numbers, of letters and of names. `draw`: from 0 to below 1. */
export function drawObjects(draw: () => number): readonly unknown[] {
  const upTo = (size: number) => Math.floor(draw() * size)
  return Array.from({ length: upTo(most) }, (_, place) => [
    new Uint8Array(upTo(largest.bytes)),
    new Array<number>(upTo(largest.numbers)).fill(0.5),
    `${'x'.repeat(upTo(largest.letters))}${place}`,
    { place },
  ])
}
