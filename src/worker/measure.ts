import { keepSamples } from '../api/held-runs.ts'
import type { ForkRequest, Go, MeasureAnswer, SoFar } from '../model/message.ts'
import type { Memory, Turn } from '../model/outcome.ts'
import { Failed } from './load/failure.ts'
import { compareResults, type Subject } from './load/subject.ts'
import type { Batch } from './measure/batch.ts'
import { summarizeSamples, type TimedFork, time, withLateMetrics } from './measure/time.ts'
import { takeInTurns } from './measure/turns.ts'
import {
  builtins,
  carryOutRequest,
  finishMeasuring,
  lastMoment,
  loadSides,
  loadSubjects,
  measureOne,
  putAway,
  samplingOf,
  say,
  sayNow,
  send,
} from './program.ts'

/** The program of a fork that measures: time, bytes, or whether alternatives agree. The package has it as one file. */

carryOutRequest({
  agree: async () => async (order) => {
    const { subjects, failures } = await loadSubjects(order)
    const { failures: disagreeing, ...rest } = await compareResults(subjects)
    await putAway()
    return { type: 'compared', failures: [...failures, ...disagreeing], ...rest }
  },
  memory: async () => {
    const { memory, summarizeMemory } = await import('./memory/memory.ts')
    return async (order) => {
      const look = (one: Subject) => memory(one, order.budget, order.batch, lastMoment(order))
      const accounts = await measureOne(order, look, 'sampling')
      builtins.restore()
      const seen = summarizeMemory(accounts)
      const isExplained = order.growth && (seen.retained ?? 0) > 0
      if (isExplained) await sayNow({ type: 'so-far', answer: { type: 'memory', memory: seen } })
      const growth = isExplained ? await accounts.growth() : undefined
      await putAway()
      return { type: 'memory', memory: { ...seen, ...(growth && { growth }) } }
    }
  },
  time: async (asked) => {
    const count = await openCounting(asked)
    return async (order) => {
      const answer = (seen: TimedFork, left: Left) =>
        ({ type: 'time', timing: { ...summarizeSamples(seen, order), ...left } }) as const
      const { seen, counted } = await measureOne(order, async (one) => {
        const seen = await time(one, samplingOf(order), say)
        const counted = await count(seen, () => answer(seen, unknownLeft))
        return { seen: await withLateMetrics(seen, order), counted }
      })
      keepForLibrary(seen)
      const left = await finishMeasuring(order)
      const memory = counted()
      return { ...answer(seen, left), ...(memory && { memory }) }
    }
  },
  turns: async (asked) => {
    const count = await openCounting(asked)
    return async (order) => {
      let told: { turns: Turn[]; operations: number } = { turns: [], operations: 1 }
      const take = async (batch: Batch, n: number) => {
        const { taken, ...rest } = await takeInTurns(batch, n, nextTurn)
        told = rest
        return taken
      }
      const answer = (seen: TimedFork, left: Left) => {
        const timing = { ...summarizeSamples(seen, order), batch: told.operations, ...left }
        return { type: 'turns', timing, turns: told.turns } as const
      }
      const { seen, counted } = await measureOne(order, async (one) => {
        const seen = await time(one, samplingOf(order), say, take)
        const counted = await count(seen, () => answer(seen, unknownLeft))
        return { seen: await withLateMetrics(seen, order), counted }
      })
      const left = await finishMeasuring(order)
      const memory = counted()
      return { ...answer(seen, left), ...(memory && { memory }) }
    }
  },
  pair: async () => {
    const { pair, summarizePair } = await import('./measure/pair.ts')
    return async (order) => {
      const sides = await loadSides(order)
      const seen = await pair(sides, order.pair!, samplingOf(order), say)
      const left = await finishMeasuring(order)
      return { type: 'pair', pair: summarizePair(seen, order, left) }
    }
  },
})

type Left = Awaited<ReturnType<typeof finishMeasuring>>

/** What the library whose words a benchmark is written in tells the file that waits for it. */
function keepForLibrary({ subject: { benchmark }, samples }: TimedFork): void {
  if (benchmark.library === undefined) return
  const times: number[] = []
  for (const { perOperation } of samples) times.push(perOperation)
  keepSamples(benchmark.key, times)
}

/** Of a process that is ended before anybody could look. */
const unknownLeft: Left = { changedBuiltins: [], leftRunning: [] }

/**
 * Counts what was timed; returns what makes a summary of it once built-ins are restored. That is nothing where it cannot be
 * counted here: for want of time, or because every call leaves something behind, which the timing has made large.
 */
type Count = (timed: TimedFork, soFar: () => SoFar) => Promise<() => Memory | undefined>

/** Loads what counts bytes, where that is asked for: before user code. */
async function openCounting(order: ForkRequest): Promise<Count> {
  const nothing = () => undefined
  if (!order.memory) return async () => nothing
  const { countMemory, summarizeMemory } = await import('./memory/memory.ts')
  return async (timed, soFar) => {
    // What makes a summary needs the built-ins.
    if (builtins.changed().length === 0) await sayNow({ type: 'so-far', answer: soFar() })
    try {
      const seen = await countMemory(timed, order.budget, lastMoment(order))
      return () => {
        const memory = summarizeMemory(seen)
        return (memory.retained ?? 0) > 0 ? undefined : memory
      }
    } catch (thrown) {
      if (thrown instanceof Failed && thrown.failure.reason === 'timed-out') return nothing
      throw thrown
    }
  }
}

/** Says that it waits, with batches of so many operations, and hears what it may measure. */
function nextTurn(operations: number): Promise<Go> {
  const { promise, resolve } = Promise.withResolvers<Go>()
  const heed = (message: Partial<Go> | null) => {
    // Others may send messages to the benchmark.
    if (typeof message?.go !== 'number' || typeof message.operations !== 'number') return
    process.off('message', heed)
    resolve({ go: message.go, operations: message.operations })
  }
  process.on('message', heed)
  send({ type: 'waiting', operations } satisfies MeasureAnswer)
  return promise
}
