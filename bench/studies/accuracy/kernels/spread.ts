import type { Plain } from '../kernel.ts'
import { rung } from './ladder.ts'

/** Four kinds of work whose readings are compared from process to process. */
export const spreadKernels: readonly Plain[] = [
  { ...rung(256), name: 'integer chain' },
  { name: 'map lookups', consume: false, make: lookups },
  { name: 'allocation', consume: false, make: allocation },
  { name: 'JSON', consume: false, make: json },
]

/** Numbers as keys: V8 seeds the hashes of texts anew in every process, which moves every tool's readings by 4 %. */
function lookups(): () => unknown {
  const keys = Array.from({ length: 64 }, (_, n) => (n * 7919) % 1009)
  const map = new Map(keys.map((key, n) => [key, n]))
  return () => {
    let total = 0
    for (const key of keys) total += map.get(key) ?? 0
    return total
  }
}

function allocation(): () => unknown {
  let list: { n: number; text: string; items: number[] }[] = []
  return () => {
    list.push({ n: list.length, text: `item ${list.length}`, items: [1, 2, list.length] })
    if (list.length > 1000) list = []
    return list
  }
}

function json(): () => unknown {
  const text = JSON.stringify(
    Array.from({ length: 8 }, (_, id) => ({ id, name: `record ${id}`, tags: ['a', 'b'], price: id * 1.25 })),
  )
  return () => JSON.stringify(JSON.parse(text))
}
