import { Bench, type BenchOptions } from 'tinybench'
import { closed } from '../kernel.ts'
import { answer, readOrder } from './order.ts'

/** tinybench as its README shows it: tasks are added to a bench, which runs them one after the other. */

const { asks, time } = readOrder()

/** A fifth for the warm-up, as with tinybench's own defaults. */
const options: BenchOptions = time === undefined ? {} : { time: time * 0.8, warmupTime: time * 0.2 }

const bench = new Bench(options)
for (const { alias, kernel } of asks) bench.add(alias, closed(kernel))
await bench.run()
answer(
  bench.tasks.map(({ name, result }) => {
    if (result.state !== 'completed') throw new Error(`tinybench: '${name}' is ${result.state}`)
    return { name, ns: result.latency.mean * 1e6, median: result.latency.p50 * 1e6 }
  }),
)
