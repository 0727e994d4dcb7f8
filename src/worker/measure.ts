import type { MeasureAnswer, Order } from '../model/message.ts'
import type { Phase } from '../model/outcome.ts'
import { watchBuiltins } from './builtins.ts'
import { Failed, failureOf } from './failure.ts'
import { installModuleHooks } from './module-hooks.ts'
import { compareResults, load, prove, type Subject } from './subject.ts'

/**
 * The program of a measuring fork: takes one order, answers with messages, and speaks only outside timed
 * sections. One order, one answer, one process.
 */

const send = process.send!.bind(process)
const changedBuiltins = watchBuiltins()
let phase: Phase = 'starting'
let current: string | undefined

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.once('message', (order: Order) => {
  obey(order).then(answer, fail)
})

async function obey(order: Order): Promise<MeasureAnswer> {
  installModuleHooks()
  say('loading')
  const benchmarks = await load(order.file, order.keys)
  const subjects: Subject[] = []
  for (const benchmark of benchmarks) subjects.push(await prove(benchmark, say))
  const answered = await measure(order, subjects)
  for (const { benchmark, state } of subjects) await benchmark.spec.teardown?.(state, benchmark.params)
  return answered
}

async function measure(order: Order, subjects: readonly Subject[]): Promise<MeasureAnswer> {
  const [subject] = subjects
  if (order.kind === 'agree' || !subject) {
    compareResults(subjects)
    return { type: 'agreed' }
  }
  // Each program is loaded only where it runs: every byte in this process is inside the measurement.
  if (order.kind === 'memory') {
    const { memory } = await import('./memory.ts')
    return { type: 'memory', memory: await memory(subject, order.budget, order.batch) }
  }
  const { time } = await import('./time.ts')
  const timing = await time(subject, order, say)
  return { type: 'time', timing: { ...timing, changedBuiltins: changedBuiltins() } }
}

function say(next: Phase, key?: string): void {
  phase = next
  if (key !== undefined) current = key
  const message: MeasureAnswer = { type: 'phase', phase: next, ...(key === undefined ? {} : { key }) }
  send(message)
}

function fail(thrown: unknown): void {
  const reason = phase === 'loading' ? 'load-error' : 'threw'
  const key = thrown instanceof Failed ? (thrown.key ?? current) : current
  answer({
    type: 'failed',
    failure: { phase, ...failureOf(thrown, reason) },
    ...(key === undefined ? {} : { key }),
  })
}

function answer(message: MeasureAnswer): void {
  process.removeAllListeners('disconnect')
  send(message, () => process.exit(0))
}
