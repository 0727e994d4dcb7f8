import type { Benchmark } from '../../model/benchmark.ts'
import { policy } from '../../model/config.ts'
import type { Revision } from '../../model/message.ts'
import type { Examination } from '../../model/profile.ts'
import type { Randomization, Step } from '../../model/step.ts'
import { seeded } from '../../stats/random.ts'
import type { Observing } from '../kind/function/trials.ts'
import { randomize } from '../plan/randomization.ts'

/** What is to be profiled: both revisions of a benchmark, apart where they cannot share a process; or the head alone. */
export type ProfileSubject = {
  readonly benchmark: Benchmark
  readonly compared: 'together' | 'apart' | 'alone'
}

/** The profiles of a benchmark: replicates one after the other, in each of them one fork of both or one of either. */
export function profileSteps(
  { benchmark, compared }: ProfileSubject,
  seed: string,
  inlining: boolean,
): Step[] {
  const random = seeded(`${seed} profiles ${benchmark.id} ${inlining}`)
  const count = compared === 'alone' ? policy.profile.alone : policy.profile.replicates
  return Array.from({ length: count }, (_, replicate) => {
    const drawn = randomize(random)
    return sidesOf(compared, drawn).map((side) =>
      stepOf(benchmark, 'profile', side, { inlining, replicate }, drawn),
    )
  }).flat()
}

/** Forks of either revision for what is counted and not sampled. */
export function countingSteps({ benchmark, compared }: ProfileSubject, seed: string): Step[] {
  const random = seeded(`${seed} counts ${benchmark.id}`)
  // A difference is told from several forks: not in all of them the same is thrown away.
  const forks = compared === 'alone' ? 1 : policy.profile.deoptimizations
  const repeated = new Array<Task>(forks).fill('deoptimizations')
  const tasks: readonly Task[] = ['calls', 'allocations', 'feedback', ...repeated]
  return tasks.flatMap((task) => countingStep({ benchmark, compared }, task, randomize(random)))
}

/** Only how often every function runs in one operation: a moment of each revision. */
export function callingSteps(subject: ProfileSubject, seed: string): Step[] {
  return countingStep(subject, 'calls', randomize(seeded(`${seed} calls ${subject.benchmark.id}`)))
}

function countingStep({ benchmark, compared }: ProfileSubject, task: Task, drawn: Randomization): Step[] {
  const how = { inlining: !withoutCopies.has(task), replicate: 0 }
  return revisionsOf(compared).map((side) => stepOf(benchmark, task, side, how, drawn))
}

type Task = Examination['kind']

/**
 * Of copies in others V8 does not count those that have no branch, and tells what any of them allocates under the other
 * one's name.
 */
const withoutCopies: ReadonlySet<Task> = new Set(['calls', 'allocations'])

/** What its event loop does, of one that returns promises. */
export function eventLoopSteps({ benchmark, compared }: ProfileSubject, seed: string): Step[] {
  const drawn = randomize(seeded(`${seed} event loop ${benchmark.id}`))
  const how = { inlining: true, replicate: 0 }
  return revisionsOf(compared).map((side) => stepOf(benchmark, 'event-loop', side, how, drawn))
}

function revisionsOf(compared: ProfileSubject['compared']): readonly Revision[] {
  return compared === 'alone' ? ['head'] : ['base', 'head']
}

function sidesOf(compared: ProfileSubject['compared'], { runs }: Randomization): readonly Step['side'][] {
  if (compared === 'together') return ['pair']
  if (compared === 'alone') return ['head']
  return runs === 'base' ? ['base', 'head'] : ['head', 'base']
}

function stepOf(
  { kind, file, key, id, runsOn }: Benchmark,
  task: Task,
  side: Step['side'],
  detail: Observing,
  randomization: Randomization,
): Step {
  const on = runsOn && { runtime: runsOn.label }
  const about = { kind, file, ...on, keys: [key], ids: [id], round: 1 }
  // It is not timed.
  return { ...about, task, stage: 'observe', side, detail, randomization, besideOthers: true }
}
