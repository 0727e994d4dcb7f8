import { bench, group } from 'assay'

/**
 * Garbage collection charged to the neighbour. A collection costs what is alive, and happens when somebody
 * allocates: not necessarily who filled the heap.
 *
 * Naive: a function that allocates one small object is several times slower after one that keeps many.
 * Assay: a process per benchmark, and memory counted when the clock has stopped: bytes per operation to the byte.
 */

const kept: object[] = []

export function naive() {
  const alone = time()
  for (let index = 0; index < 2_000_000; index++) kept.push({ index })
  const after = time()
  kept.length = 0
  return { 'small object': alone, 'small object, beside the neighbour': after }
}

function time(): number {
  const calls = 3_000_000
  let last: object = {}
  const start = performance.now()
  for (let call = 0; call < calls; call++) last = small({ x: call })
  const time = performance.now() - start
  if (last === kept[0]) throw new Error('the result is used')
  return (time * 1e6) / calls
}

function small({ x }: { readonly x: number }) {
  return { x, y: x }
}

group("the neighbour's garbage", () => {
  bench('no allocation', { setup: () => ({ x: 1 }), run: ({ x }) => x + 1 })
  bench('small object', { setup: () => ({ x: 1 }), run: small })
  bench('many objects', {
    setup: () => ({ length: 1_000 }),
    run: ({ length }) => Array.from({ length }, (_, index) => ({ index })),
  })
})
