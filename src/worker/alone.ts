import { now } from './engine/clock.ts'
import { loadBenchmarks } from './load/loading.ts'
import { installModuleHooks } from './load/module-hooks.ts'
import { prepareSubject } from './load/subject.ts'

/**
 * The program that other profilers start: it runs one benchmark for some time, and reports nothing.
 *
 *   node alone.js <absolute file> <key> <milliseconds> [where the project's own Vitest listens]
 */

const [, , file = '', key = '', time = '0', vitest] = process.argv
installModuleHooks()
const [benchmark] = await loadBenchmarks({ file, vitest }, [key])
const subject = await prepareSubject(benchmark!, () => {}, false)
const { warmUp } = await import('./measure/warm-up.ts')
const last = now() + BigInt(Math.round(Number(time) * 1e6))
const { batch, n } = await warmUp(subject, 0.5e6, Number(time) * 0.25e6, { last })
const end = Date.now() + Number(time)
while (Date.now() < end) await batch.take(batch.prepare(n), n)
await subject.benchmark.spec.teardown?.(subject.state, subject.benchmark.params)
