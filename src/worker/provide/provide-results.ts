import { configSchema, policy } from '../../model/config.ts'
import { seeded } from '../../stats/random.ts'
import { ignoredOfTask } from '../dialect/ignored-words.ts'
import { benchmarkOf } from '../dialect/library-case.ts'
import {
  hooksOf,
  type PhaseHooks,
  resultOfSamples,
  type TaskHooks,
  type TaskResult,
} from '../dialect/task-hooks.ts'
import { now } from '../engine/clock.ts'
import { prepareSubject, type Subject, tearDown } from '../load/subject.ts'
import { measureAs } from '../measure/batch.ts'
import type { Sample } from '../measure/sample.ts'
import { type Sampling, time } from '../measure/time.ts'
import { takeTogether } from '../measure/together.ts'
import { warmUpTogether } from '../measure/warm-up.ts'

/** What Vitest asks its engine for: the benchmarks of one `run` or `compare`. */
export type BenchmarkGroup = {
  readonly registrations: readonly {
    readonly name: string
    readonly fn: () => unknown
    readonly fnOpts?: TaskHooks & { readonly retainSamples?: boolean }
  }[]
  readonly options?: PhaseHooks & { readonly time?: number }
}

/** A result in the shape of tinybench's, as Vitest's tables and reporters read it. */
export type ProvidedResult = TaskResult & {
  readonly name: string
  readonly state: 'completed'
  readonly runtime: 'node'
  readonly runtimeVersion: string
  readonly timestampProviderName: 'hrtimeNow'
}

/** What was measured for a result: ns per operation, and of which round each is, where several were measured together. */
export type SamplesTaken = { readonly samples: readonly number[]; readonly together: object | undefined }

const measuredOf = new WeakMap<object, SamplesTaken>()

/** Of a result that came from here. */
export function samplesBehind(result: unknown): SamplesTaken | undefined {
  return typeof result === 'object' && result !== null ? measuredOf.get(result) : undefined
}

/** What a group asks that has no meaning here, in a sentence each. */
export function ignoredInGroup({ registrations, options = {} }: BenchmarkGroup): string[] {
  return registrations.flatMap(({ name, fnOpts = {} }) =>
    ignoredOfTask({ ...options }, { ...fnOpts }).ignored.map((what) => `${name}: ${what}`),
  )
}

/** ns that Vitest's benchmarks take where they do not say. */
const usualTime = 500e6

/**
 * Measures benchmarks in this process: those that are compared in rounds, one batch of each, within the same milliseconds;
 * asynchronous ones one after the other.
 */
export async function provideResults({
  registrations,
  options = {},
}: BenchmarkGroup): Promise<ProvidedResult[]> {
  const { batch } = configSchema.parse({}).time
  const budget = options.time === undefined ? usualTime : options.time * 1e6
  const sampling: Sampling = {
    ...{ budget, batch, minimumSamples: policy.minimumSamples, nearFloor: policy.nearFloor },
    minimumCleanShare: policy.minimumCleanShare,
    last: now() + BigInt(Math.round(budget * registrations.length * patience)),
  }
  const subjects: Subject[] = []
  try {
    for (const { name, fn, fnOpts = {} } of registrations) {
      const self = { name }
      const hooks = hooksOf(self, { fn, hooks: fnOpts, phases: options })
      const one = { library: 'Vitest', group: [], name, line: undefined, fn, self, ...hooks }
      subjects.push(await prepareSubject(benchmarkOf(one), () => {}, false))
    }
    const together = subjects.length > 1 && subjects.every(({ asynchronous }) => !asynchronous)
    const samples = together
      ? await measureTogether(subjects, sampling)
      : await measureEach(subjects, sampling)
    const group = together ? {} : undefined
    return registrations.map(({ name, fnOpts }, place) => {
      const all = samples[place]!
      const clean = all.filter(({ contaminated }) => !contaminated)
      // What waited for a CPU says nothing of the function; compared in rounds, all of them stay beside their neighbours.
      const counted = clean.length >= all.length * sampling.minimumCleanShare ? clean : all
      const times = counted.map(({ perOperation }) => perOperation)
      const result: ProvidedResult = {
        ...{ name, state: 'completed', runtime: 'node', runtimeVersion: process.versions.node },
        ...{ timestampProviderName: 'hrtimeNow', ...resultOfSamples(times, fnOpts?.retainSamples ?? false) },
      }
      const own = group === undefined ? times : all.map(({ perOperation }) => perOperation)
      measuredOf.set(result, { samples: own, together: group })
      return result
    })
  } finally {
    await tearDown()
  }
}

/** Times of its budget after which it is over, however busy the machine is. */
const patience = 10

/** A quarter of the time goes to each one's warm-up, as in a fork of a pair. */
async function measureTogether(
  subjects: readonly Subject[],
  sampling: Sampling,
): Promise<(readonly Sample[])[]> {
  const { budget, batch } = sampling
  const warm = await warmUpTogether(subjects, batch, budget / 4, sampling)
  const seed = Number(now() & 0xffffffffn)
  const taken = takeTogether(warm, sampling, (budget * subjects.length * 3) / 4, seeded(seed))
  return taken.map(({ samples }) => samples)
}

async function measureEach(subjects: readonly Subject[], sampling: Sampling): Promise<(readonly Sample[])[]> {
  const all: (readonly Sample[])[] = []
  for (const subject of subjects)
    all.push((await measureAs(subject, (one) => time(one, sampling, () => {}))).samples)
  return all
}
