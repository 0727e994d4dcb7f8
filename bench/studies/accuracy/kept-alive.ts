import { type Shape, shapePairs } from './kernels/shapes.ts'

/**
 * Checks computed sizes without any tool: makes many objects, keeps them alive, and divides what the heap grew
 * by. A program that needs `--expose-gc`; it prints bytes by the shape's name as JSON.
 */

const mostObjects = 100_000
const mostBytes = 64e6

function bytesOf({ bytes, scope, values }: Shape): number {
  const count = Math.min(mostObjects, Math.floor(mostBytes / bytes))
  const make = new Function(`${scope} return (kept, count) => {
    for (let index = 0; index < count; index++) { const n = index & 1023; ${values.map((value, place) => `kept[${place}][index] = ${value};`).join(' ')} }
  }`)() as (kept: unknown[][], count: number) => void
  // Class instances have slack until a few were made.
  make(emptyLists(values.length, 100), 100)
  const kept = emptyLists(values.length, count)
  const before = used()
  make(kept, count)
  const grown = used() - before
  return kept.length > 0 ? grown / count : 0
}

/** Lists that do not grow when they are filled with objects. */
function emptyLists(lists: number, length: number): unknown[][] {
  return Array.from({ length: lists }, () => Array.from({ length }, () => null as unknown))
}

function used(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

const shapes = shapePairs.flatMap(({ base, more }) => [base, more])
process.stdout.write(JSON.stringify(Object.fromEntries(shapes.map((shape) => [shape.name, bytesOf(shape)]))))
