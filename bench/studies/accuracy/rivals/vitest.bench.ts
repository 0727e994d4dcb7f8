import { test } from 'vitest'
import { closed } from '../kernel.ts'
import { readOrder } from './order.ts'

/** What Vitest runs for `vitest.ts`: benchmarks are compared inside a test, as its guide shows. */

const { asks, time } = readOrder(JSON.parse(process.env.STUDY_ORDER ?? '[]') as string[])
const options = time === undefined ? {} : { time: time * 0.8, warmupTime: time * 0.2 }

test('kernels', { timeout: 600_000 }, async ({ bench }) => {
  const all = asks.map(({ alias, kernel }) => bench(alias, closed(kernel)))
  if (all.length === 1) await all[0]!.run(options)
  else await bench.compare(...all, options)
})
