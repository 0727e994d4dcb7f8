import type { Plain } from '../kernel.ts'

type Item = { readonly value: number; readonly weight: number }

/** The helper that all siblings share: V8 keeps one feedback for it, whoever calls it. */
function weigh(items: readonly Item[]): number {
  let total = 0
  for (const item of items) total += item.value * item.weight
  return total
}

/** The same fields in objects of different shapes. */
const shapes: readonly ((n: number) => Item)[] = [
  (n) => ({ value: n, weight: 2 }),
  (n) => ({ weight: 2, value: n }),
  (n) => ({ id: n, value: n, weight: 2 }),
  (n) => ({ id: n, weight: 2, value: n }),
  (n) => ({ value: n, id: n, weight: 2 }),
  (n) => ({ name: 'x', value: n, weight: 2 }),
  (n) => ({ name: 'x', id: n, value: n, weight: 2 }),
  (n) => ({ value: n, weight: 2, name: 'x', id: n }),
]

/** The subject is the first; the others are its siblings. */
export const family: readonly Plain[] = shapes.map((shape, index) => ({
  name: `weigh shape ${index}`,
  consume: false,
  make: () => {
    const items = Array.from({ length: 64 }, (_, n) => shape(n))
    return () => weigh(items)
  },
}))
