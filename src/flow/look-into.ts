import {
  addExamined,
  compareProfiles,
  type Gathered,
  isUntold,
  nothingGathered,
  type ProfileComparison,
} from '../core/profile/gathered.ts'
import {
  countingLooks,
  eventLoopLooks,
  type Look,
  type ProfileSubject,
  profileLooks,
} from '../core/profile/look.ts'
import type { Config } from '../model/config.ts'
import type { Failure } from '../model/outcome.ts'
import type { Step } from '../model/step.ts'
import type { Base, Host } from './host.ts'

/** What profiles of a benchmark have shown. */
export type LookedInto = {
  /** How it was looked into in the end. */
  readonly subject: ProfileSubject
  readonly profiles: Gathered
  readonly counts: Gathered
  /** Both revisions, where there are two and enough was seen of them. */
  readonly compared: ProfileComparison | undefined
  readonly withoutInlining: boolean
}

/** Profiles a benchmark in forks of their own: the working tree alone, or beside a base. */
export function lookInto(
  host: Host,
  config: Config,
  base: Base | undefined,
  subject: ProfileSubject,
  seed: string,
): Promise<LookedInto> {
  return base ? lookAtBoth(host, config, base, subject, seed) : lookAtOne(host, config, subject, seed)
}

/** Of what cannot be profiled nothing else is asked. */
async function lookAtOne(
  host: Host,
  config: Config,
  subject: ProfileSubject,
  seed: string,
): Promise<LookedInto> {
  const first = await gather(host, config, undefined, profileLooks(subject, seed, true))
  const withoutInlining = first.crowded
  const profiles = withoutInlining
    ? await gather(host, config, undefined, profileLooks(subject, seed, false))
    : first
  const looks = [
    ...countingLooks(subject, seed),
    ...(profiles.asynchronous ? eventLoopLooks(subject, seed) : []),
  ]
  const counts =
    profiles.profiles.size === 0 ? nothingGathered() : await gather(host, config, undefined, looks)
  return { subject, profiles, counts, compared: undefined, withoutInlining }
}

/**
 * Two revisions that cannot share a process are profiled apart. What is copied into other functions can be told apart but
 * for some calls: where most of the difference is in those, or lines do not tell functions apart, it is looked at once more
 * with functions kept apart.
 */
async function lookAtBoth(
  host: Host,
  config: Config,
  base: Base,
  subject: ProfileSubject,
  seed: string,
): Promise<LookedInto> {
  const counted = await gather(host, config, base, countingLooks(subject, seed))
  if (counted.failures.some(hangs)) {
    const profiles = { ...nothingGathered(), failures: counted.failures }
    return { subject, profiles, counts: counted, compared: undefined, withoutInlining: false }
  }
  const profiles = await gather(host, config, base, profileLooks(subject, seed, true))
  const { crowded } = profiles
  if (subject.compared === 'together' && profiles.failures.length > 0 && !host.interrupted()) {
    return lookAtBoth(host, config, base, { ...subject, compared: 'apart' }, seed)
  }
  const loops = profiles.asynchronous
    ? await gather(host, config, base, eventLoopLooks(subject, seed))
    : undefined
  const counts = { ...counted, ...(loops && { eventLoops: loops.eventLoops }) }
  const compared = crowded ? undefined : compareProfiles(profiles)
  if (crowded || (compared && isUntold(compared))) {
    const apart = await gather(host, config, base, profileLooks(subject, seed, false))
    const again = compareProfiles(apart)
    if (again || crowded) return { subject, profiles: apart, counts, compared: again, withoutInlining: true }
  }
  return { subject, profiles, counts, compared, withoutInlining: false }
}

function hangs({ reason }: Failure): boolean {
  return reason === 'timed-out'
}

async function gather(
  host: Host,
  config: Config,
  base: Base | undefined,
  looks: readonly Look[],
): Promise<Gathered> {
  const gathered = nothingGathered()
  for (const [index, look] of looks.entries()) {
    if (host.interrupted()) break
    const { file, key, id } = look.benchmark
    const step: Step = {
      ...{ kind: 'function', task: 'profile', stage: 'observe', round: 1 },
      ...{ file, keys: [key], ids: [id] },
    }
    host.show({ type: 'fork', step, index, of: looks.length })
    const outcome = await host.examine(look, base, config)
    // What an interruption cut short says nothing about the benchmark.
    if (host.interrupted() && outcome.state === 'failed') break
    addExamined(gathered, look, outcome)
    if (outcome.state === 'failed' && isFinal(look, outcome.failure)) break
    if (gathered.crowded && look.inlining) break
  }
  return gathered
}

/** What keeps two from sharing a process keeps them from it every time, and what hangs costs a time-out each. */
function isFinal({ revision }: Look, failure: Failure): boolean {
  return revision === 'both' || hangs(failure)
}
