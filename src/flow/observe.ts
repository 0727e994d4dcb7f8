import { stepDetailOf } from '../core/kind/function/trials.ts'
import { failureOfTrial } from '../core/ledger/ledger.ts'
import {
  callingSteps,
  countingSteps,
  eventLoopSteps,
  type ProfileSubject,
  profileSteps,
} from '../core/profile/observation-plan.ts'
import {
  compareProfiles,
  leavesMostUnexplained,
  type ProfileComparison,
  type ProfileData,
  readProfileData,
} from '../core/profile/profile-data.ts'
import type { Step } from '../model/step.ts'
import type { Ledger, Trial } from '../model/trial.ts'
import { carryOut, type MeasureContext, once } from './carry-out.ts'

/** What profiles of a benchmark have shown. */
export type ProfiledSubject = {
  /** How it was profiled in the end. */
  readonly subject: ProfileSubject
  readonly profiles: ProfileData
  readonly counts: ProfileData
  /** Both revisions, where there are two and enough was seen of them. */
  readonly compared: ProfileComparison | undefined
  readonly withoutInlining: boolean
}

/** Counts how often its functions run in one operation of either revision, and takes no profile. */
export function countFunctionCalls(context: MeasureContext, subject: ProfileSubject): Promise<ProfileData> {
  return gather(context, callingSteps(subject, context.seed))
}

/** Profiles a benchmark in forks of their own: the working tree alone, or beside a base. */
export function observe(context: MeasureContext, subject: ProfileSubject): Promise<ProfiledSubject> {
  return context.base ? observeBoth(context, subject) : observeOne(context, subject)
}

/** Of what cannot be profiled nothing else is asked. */
async function observeOne(context: MeasureContext, subject: ProfileSubject): Promise<ProfiledSubject> {
  const { seed } = context
  const first = await gather(context, profileSteps(subject, seed, true))
  const withoutInlining = first.ambiguousLines
  const profiles = withoutInlining ? await gather(context, profileSteps(subject, seed, false)) : first
  const steps = [
    ...countingSteps(subject, seed),
    ...(profiles.asynchronous ? eventLoopSteps(subject, seed) : []),
  ]
  const counts = await gather(context, profiles.profiles.size === 0 ? [] : steps)
  return { subject, profiles, counts, compared: undefined, withoutInlining }
}

/**
 * Two revisions that cannot share a process are profiled apart. What is copied into other functions can be told apart but
 * for some calls: where most of the difference is in those, or lines do not tell functions apart, it is profiled once more
 * with functions kept apart.
 */
async function observeBoth(context: MeasureContext, subject: ProfileSubject): Promise<ProfiledSubject> {
  const { host, seed } = context
  const counted = await gather(context, countingSteps(subject, seed))
  if (counted.failures.some(({ reason }) => reason === 'timed-out')) {
    const profiles = { ...readProfileData([]), failures: counted.failures }
    return { subject, profiles, counts: counted, compared: undefined, withoutInlining: false }
  }
  const profiles = await gather(context, profileSteps(subject, seed, true))
  const { ambiguousLines } = profiles
  if (subject.compared === 'together' && profiles.failures.length > 0 && !host.interrupted()) {
    return observeBoth(context, { ...subject, compared: 'apart' })
  }
  const loops = profiles.asynchronous ? await gather(context, eventLoopSteps(subject, seed)) : undefined
  const counts = { ...counted, ...(loops && { eventLoops: loops.eventLoops }) }
  const compared = ambiguousLines ? undefined : compareProfiles(profiles)
  if (ambiguousLines || (compared && leavesMostUnexplained(compared))) {
    const apart = await gather(context, profileSteps(subject, seed, false))
    const again = compareProfiles(apart)
    if (again || ambiguousLines)
      return { subject, profiles: apart, counts, compared: again, withoutInlining: true }
  }
  return { subject, profiles, counts, compared, withoutInlining: false }
}

/**
 * Carries steps out while they tell something: where lines are ambiguous, further profiles with inlining would not, and
 * what ends one fork may end all.
 */
async function gather(
  { host, config, base, lanes }: MeasureContext,
  steps: readonly Step[],
): Promise<ProfileData> {
  const isInlined = steps.some((step) => stepDetailOf(step).inlining)
  const isEnough = (ledger: Ledger) =>
    endsAll(ledger.at(-1)) || (isInlined && readProfileData(ledger.slice(-1)).ambiguousLines)
  return readProfileData(
    await carryOut(host, config, once(steps), { base, isEnough, ...(lanes && { lanes }) }),
  )
}

/** What keeps two from sharing a process keeps them from it every time, and what hangs costs a time-out each. */
function endsAll(trial: Trial | undefined): boolean {
  const failure = trial && failureOfTrial(trial)
  return failure !== undefined && (trial?.side === 'pair' || failure.reason === 'timed-out')
}
