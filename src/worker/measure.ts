import type { MeasureAnswer, Order } from '../model/message.ts'
import type { Failure, KeyedFailures, Phase } from '../model/outcome.ts'
import { watchBuiltins } from './builtins.ts'
import { failureOf } from './failure.ts'
import { watchRunning } from './left-running.ts'
import { installModuleHooks } from './module-hooks.ts'
import { compareResults, load, prove, type Subject } from './subject.ts'

/**
 * The program of a measuring fork: takes one order, answers with messages, and speaks only outside timed
 * sections. One order, one answer, one process.
 */

const send = process.send!.bind(process)
const builtins = watchBuiltins()
const stillRunning = watchRunning()
const nextTurn = setImmediate
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
  // Before user code, which may change what loading it needs.
  const measure = await programs[order.kind]()
  say('loading')
  const benchmarks = await load(order.file, order.keys)
  const subjects: Subject[] = []
  const failures: KeyedFailures = []
  for (const benchmark of benchmarks) {
    try {
      subjects.push(await prove(benchmark, say))
    } catch (thrown) {
      // Of several alternatives, those that can be compared still are.
      if (order.kind !== 'agree') throw thrown
      failures.push({ key: benchmark.key, failure: { phase, ...failureOf(thrown, 'threw') } })
    }
  }
  return measure(subjects, order, failures)
}

async function tearDown(subjects: readonly Subject[]): Promise<void> {
  for (const { benchmark, state } of subjects) await benchmark.spec.teardown?.(state, benchmark.params)
  // Rejections that nobody handles and workers that were started are told only when the event loop turns.
  await new Promise((resolve) => nextTurn(resolve))
}

type Program = (subjects: readonly Subject[], order: Order, failures: KeyedFailures) => Promise<MeasureAnswer>

/** Each program is loaded only where it runs: every byte in this process is inside the measurement. */
const programs: Record<Order['kind'], () => Promise<Program>> = {
  agree: async () => async (subjects, _, failures) => {
    const disagreeing = compareResults(subjects)
    await tearDown(subjects)
    return { type: 'compared', failures: [...failures, ...disagreeing] }
  },
  memory: async () => {
    const { memory, summarize } = await import('./memory.ts')
    const { asReturned } = await import('./batch.ts')
    return async ([subject], { budget, batch }) => {
      say('sampling')
      const accounts = await asReturned(subject!, (one) => memory(one, budget, batch))
      builtins.restore()
      await tearDown([subject!])
      return { type: 'memory', memory: summarize(accounts) }
    }
  },
  time: async () => {
    const { time, summarize } = await import('./time.ts')
    const { asReturned } = await import('./batch.ts')
    return async ([subject], order) => {
      const seen = await asReturned(subject!, (one) => time(one, order, say))
      const changedBuiltins = builtins.changed()
      builtins.restore()
      await tearDown([subject!])
      const leftRunning = await stillRunning()
      return { type: 'time', timing: { ...summarize(seen, order), changedBuiltins, leftRunning } }
    }
  },
}

function say(next: Phase, key?: string): void {
  phase = next
  if (key !== undefined) current = key
  const message: MeasureAnswer = { type: 'phase', phase: next, ...(key === undefined ? {} : { key }) }
  send(message)
}

function fail(thrown: unknown): void {
  const reason = phase === 'loading' ? 'load-error' : 'threw'
  const changed = builtins.changed()
  builtins.restore()
  const key = current
  answer({
    type: 'failed',
    failure: { phase, ...blaming(changed, failureOf(thrown, reason)) },
    ...(key === undefined ? {} : { key }),
  })
}

/** What was thrown may come from the harness's own code, when the built-ins that it needs were changed. */
function blaming(changed: readonly string[], failure: Failure): Failure {
  if (changed.length === 0) return failure
  return { ...failure, message: `${failure.message} (its file changes ${changed.join(', ')})` }
}

function answer(message: MeasureAnswer): void {
  process.removeAllListeners('disconnect')
  send(message, () => process.exit(0))
}
