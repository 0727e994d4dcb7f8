import { bench, do_not_optimize, measure, run } from 'mitata'
import { isAsync, type Kernel } from '../kernel.ts'
import { answer, type Reading, readOrder } from './order.ts'

/**
 * mitata as its README shows it, on a Node with `--expose-gc`, which it recommends. A function that takes nothing
 * is given as it is; a result that must be used goes through `do_not_optimize`, and an input is a computed
 * parameter: what the README advises where code may be eliminated.
 */

/** mitata's rule for its mark `!` (main.mjs): a benchmark that takes less than so many times an empty function. */
const optimizedOut = 1.42

type Subject = Parameters<typeof measure>[0]

function subject(kernel: Kernel): Subject {
  const { consume } = kernel
  const run = kernel.make() as (input?: unknown) => unknown
  const used = (result: unknown) => (consume ? do_not_optimize(result) : result)
  if (!('input' in kernel)) {
    if (!consume) return run as Subject
    return isAsync(run) ? async () => used(await run()) : () => used(run())
  }
  let index = 0
  const once = kernel.input(1)
  const input = kernel.feeding === 'prepare' ? () => kernel.input(index++ & 1023) : () => once
  return function* () {
    yield {
      0: input,
      bench: isAsync(run)
        ? async (given: unknown) => used(await run(given))
        : (given: unknown) => used(run(given)),
    }
  } as Subject
}

const { asks, time } = readOrder()

if (time === undefined) {
  for (const { alias, kernel } of asks) bench(alias, subject(kernel))
  const { benchmarks, context } = await run({ format: 'quiet', throw: true })
  const empty = (context as { noop: { fn: { avg: number } } }).noop.fn.avg
  answer(
    benchmarks.flatMap(({ runs }) =>
      runs.map(({ name, stats }): Reading => {
        if (!stats) throw new Error(`mitata measured nothing of '${name}'`)
        const { avg, heap } = stats
        const flagged = avg < optimizedOut * empty
        return { name, ns: avg, flagged, ...(heap ? { bytes: heap.avg } : {}) }
      }),
    ),
  )
} else {
  const readings: Reading[] = []
  for (const { alias, kernel } of asks) {
    const { avg } = await measure(subject(kernel), { min_cpu_time: time * 1e6 })
    readings.push({ name: alias, ns: avg })
  }
  answer(readings)
}
