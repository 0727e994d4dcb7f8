import type { MeasureAnswer } from '../model/message.ts'
import type { Examination } from '../model/profile.ts'
import type { Subject } from './load/subject.ts'
import {
  builtins,
  carryOutRequest,
  currentKey,
  type ForkProgram,
  type LoadedSide,
  loadInParts,
  loadSides,
  measureOne,
  putAway,
  samplingOf,
  say,
  sidesOf,
  type TimedRequest,
  tellInFiles,
} from './program.ts'

/** The program of a fork that looks into what a benchmark does, which takes time of its own: what it reads, and profiles. */

carryOutRequest({
  trace: async () => {
    const { callAgain } = await import('./measure/call-again.ts')
    const { readOnce } = await import('./measure/own-metrics.ts')
    const { watch } = await import('./trace/trace.ts')
    const { watchExecution } = await import('./profile/executed.ts')
    return async (order) => {
      const coverageOf = watchExecution()
      const trail = watch()
      const failed = new Set<string>()
      for await (const { subjects, failures } of loadInParts(order)) {
        for (const { key } of failures) failed.add(key)
        if (subjects.length === 0) continue
        await trail.again(order.budget)
        for (const subject of subjects) {
          const { key } = subject.benchmark
          say('sampling', key)
          await callAgain(subject, order.budget, order.untilOver).catch(() => failed.add(key))
          readOnce(subject)
        }
      }
      await trail.stop(order.budget)
      if (order.source.vitest !== undefined) {
        const { readByVitest } = await import('./vitest/run-in-vitest.ts')
        const { files, read } = readByVitest()
        trail.addElsewhere([...files, ...read], "the project's Vitest and its plugins read its sources")
      }
      await putAway().catch(() => failed.add(currentKey()))
      const told = trail.told()
      const coverage = trail.isInSight() ? { coverage: coverageOf(told.files, trail.textAt) } : {}
      return { type: 'traced', ...told, ...coverage, failed: [...failed] }
    }
  },
  profile: async () => {
    const { profileCpu, startProfiler } = await import('./profile/cpu.ts')
    const { inLinesOfFiles } = await import('./profile/unique-lines.ts')
    readSourceMaps()
    const profiler = startProfiler()
    tellInFiles((text) => inLinesOfFiles(text, profiler.moved))
    return async (order) => {
      const look = (sides: readonly LoadedSide[]) => profileCpu(sides, profiler, samplingOf(order), say)
      const profiled = order.pair
        ? await look(sidesOf(await loadSides(order), order.pair.runs))
        : await measureOne(order, (subject) => look([{ revision: 'head', subject }]))
      return giveBack({ kind: 'profile', profiled })
    }
  },
  calls: async () => {
    const { profileCalls, startCounting } = await import('./profile/calls.ts')
    const { openInspector } = await import('./engine/v8-inspector.ts')
    readSourceMaps()
    const inspector = openInspector()
    startCounting(inspector)
    return examine(async (one) => ({ kind: 'calls', functions: await profileCalls(one, inspector) }))
  },
  allocations: async () => {
    const { allocations } = await import('./profile/allocations.ts')
    readSourceMaps()
    return examine(async (...to) => ({ kind: 'allocations', allocations: await allocations(...to) }))
  },
  feedback: async () => {
    const { feedback } = await import('./profile/feedback.ts')
    readSourceMaps()
    return examine(async (...to) => ({ kind: 'feedback', functions: await feedback(...to) }))
  },
  'event-loop': async () => {
    const { eventLoop } = await import('./profile/event-loop.ts')
    readSourceMaps()
    return examine(async (...to) => ({ kind: 'event-loop', eventLoop: await eventLoop(...to) }))
  },
})

/** Lets something look into the one benchmark that is asked about. */
function examine(look: (subject: Subject, order: TimedRequest) => Promise<Examination>): ForkProgram {
  return async (order) => {
    return giveBack(await measureOne(order, (one) => look(one, samplingOf(order)), 'sampling'))
  }
}

/** Gives everything back before it is told. */
async function giveBack(examination: Examination): Promise<MeasureAnswer> {
  builtins.restore()
  await putAway()
  return { type: 'examined', examination }
}

/** Lets source maps be read as modules are loaded: before user code is. They die with this process. */
function readSourceMaps(): void {
  process.setSourceMapsEnabled(true)
}
