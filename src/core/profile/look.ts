import type { Benchmark } from '../../model/benchmark.ts'
import { policy } from '../../model/config.ts'
import type { Revision } from '../../model/message.ts'
import type { Examination } from '../../model/profile.ts'
import { seeded } from '../../stats/random.ts'
import { type Randomization, randomize } from '../plan/randomization.ts'

/** One fork that is not timed but looked into. */
export type Look = {
  readonly kind: Examination['kind']
  readonly benchmark: Benchmark
  /** `both`: in one process, in turn. */
  readonly revision: Revision | 'both'
  /** Whether functions may be copied into others, as they are where nobody looks. */
  readonly inlining: boolean
  /** Which of the replicates it belongs to. */
  readonly replicate: number
  readonly chance: Randomization
}

/** What is to be looked into: both revisions of a benchmark, apart where they cannot share a process; or the head alone. */
export type ProfileSubject = {
  readonly benchmark: Benchmark
  readonly compared: 'together' | 'apart' | 'alone'
}

/** The profiles of a benchmark: replicates one after the other, in each of them one fork of both or one of either. */
export function profileLooks(
  { benchmark, compared }: ProfileSubject,
  seed: string,
  inlining: boolean,
): Look[] {
  const random = seeded(`${seed} profiles ${benchmark.id} ${inlining}`)
  const count = compared === 'alone' ? policy.profile.alone : policy.profile.replicates
  return Array.from({ length: count }, (_, replicate) => {
    const chance = randomize(random)
    return revisionsOf(compared, chance).map((revision): Look => {
      return { kind: 'profile', benchmark, revision, inlining, replicate, chance }
    })
  }).flat()
}

/** Forks of either revision for what is counted and not sampled. */
export function countingLooks({ benchmark, compared }: ProfileSubject, seed: string): Look[] {
  const random = seeded(`${seed} counts ${benchmark.id}`)
  const revisions: readonly Revision[] = compared === 'alone' ? ['head'] : ['base', 'head']
  // A difference is told from several forks: not in all of them the same is thrown away.
  const deoptimizations = compared === 'alone' ? 1 : policy.profile.deoptimizations
  const kinds: readonly Look['kind'][] = [
    'calls',
    'allocations',
    'feedback',
    ...new Array<'deoptimizations'>(deoptimizations).fill('deoptimizations'),
  ]
  return kinds.flatMap((kind) => {
    const chance = randomize(random)
    return revisions.map((revision): Look => {
      return { kind, benchmark, revision, inlining: !keptApart.has(kind), replicate: 0, chance }
    })
  })
}

/**
 * Of copies in others V8 does not count those that have no branch, and tells what any of them allocates under the other
 * one's name.
 */
const keptApart: ReadonlySet<Look['kind']> = new Set(['calls', 'allocations'])

/** What its event loop does, of one that returns promises. */
export function eventLoopLooks({ benchmark, compared }: ProfileSubject, seed: string): Look[] {
  const chance = randomize(seeded(`${seed} event loop ${benchmark.id}`))
  const revisions: readonly Revision[] = compared === 'alone' ? ['head'] : ['base', 'head']
  return revisions.map((revision): Look => {
    return { kind: 'event-loop', benchmark, revision, inlining: true, replicate: 0, chance }
  })
}

function revisionsOf(
  compared: ProfileSubject['compared'],
  { runs }: Randomization,
): readonly Look['revision'][] {
  if (compared === 'together') return ['both']
  if (compared === 'alone') return ['head']
  return runs === 'base' ? ['base', 'head'] : ['head', 'base']
}
