import type { Revision, Sides } from '../../model/message.ts'
import type { Paired, Timing } from '../../model/outcome.ts'
import { centreOfMost } from '../../stats/hodges-lehmann.ts'
import { seeded } from '../../stats/random.ts'
import { disturbed, Failed } from '../load/failure.ts'
import type { Subject } from '../load/subject.ts'
import { Promised } from './batch.ts'
import { watchElsewhere } from './elsewhere.ts'
import { readEarly, readLate } from './own-metrics.ts'
import type { Sample } from './sample.ts'
import {
  lookBeside,
  perOperation,
  type Sampling,
  type SayTiming,
  subtractWaiting,
  summarizeSamples,
  type TimedFork,
} from './time.ts'
import { takeTogether } from './together.ts'
import { warmUpTogether } from './warm-up.ts'

/**
 * Of a fork's time, what the warm-up of each side may take, and for how long pairs are taken. After half as long the
 * value scatters as little, in most forks; in the others code is still being compiled.
 */
const shares = { warmUp: 0.25, sampling: 0.6 }
/**
 * Measures two revisions within the same milliseconds: pairs of batches, one of either, of the same number of
 * operations, so that whatever the machine does meets both. Which of the two comes first is drawn for every pair: any
 * fixed order can fall in step with the collector, which then stops in the batches of one of them only. The
 * sampling's budget is for both sides together.
 *
 * @param runs which side is warmed up first; drawn for every fork, as `seed` is
 */
export async function pair(
  sides: Sides<Subject>,
  { runs, seed }: { readonly runs: Revision; readonly seed: number },
  sampling: Sampling,
  say: SayTiming,
): Promise<Sides<TimedFork>> {
  const order: readonly Revision[] = runs === 'base' ? ['base', 'head'] : ['head', 'base']
  if (sides.base.asynchronous || sides.head.asynchronous) throw asynchronous()
  try {
    const subjects = [sides[order[0]!], sides[order[1]!]]
    say('counting')
    const own = [await readOwn(subjects[0]!, sampling), await readOwn(subjects[1]!, sampling)]
    say('warming')
    const warm = await warmUpTogether(subjects, sampling.batch, sampling.budget * shares.warmUp, sampling)
    say('sampling')
    const elsewhere = watchElsewhere()
    const taken = takeTogether(warm, sampling, sampling.budget * shares.sampling, seeded(seed))
    // Nobody can tell which of the two it was done for.
    const done = elsewhere()
    const each = done && perOperation(done, 2 * warm[0]!.n * taken[0]!.samples.length)
    // Of slow functions a batch is one operation, and its time is known: no single ones are timed.
    const seen = async (place: 0 | 1) => {
      const beside = await lookBeside(subjects[place]!, warm[place]!, taken[place]!, sampling, 0, each)
      return { ...beside, own: own[place] }
    }
    const both = [await seen(0), await seen(1)] as const
    const late = async (place: 0 | 1) => ({
      ...both[place],
      own: own[place] ?? (await readOwnLate(subjects[place]!, sampling)),
    })
    const [one, other] = [await late(0), await late(1)]
    return runs === 'base' ? { base: one, head: other } : { base: other, head: one }
  } catch (thrown) {
    throw thrown instanceof Promised ? asynchronous() : thrown
  }
}

/** Of one side while the other one stands still: what both count in one place is told apart. */
function readOwn(subject: Subject, { budget }: Sampling) {
  return readEarly(subject, budget / 2)
}

function readOwnLate(subject: Subject, { budget }: Sampling) {
  return readLate(subject, budget / 2)
}

/**
 * The fork's values: the Hodges–Lehmann centre of ln(head ÷ base) over its pairs. Where the collector stops in one of
 * three batches, the median jumps between pairs with and without a stop, and the mean follows the longest stop.
 * Pairs in which either batch had to wait for a CPU are set aside; where too few are left all count, each batch less
 * what it waited.
 */
export function summarizePair(
  { base, head }: Sides<TimedFork>,
  sampling: Pick<Sampling, 'minimumCleanShare'>,
  process: Pick<Timing, 'changedBuiltins' | 'leftRunning'>,
): Paired {
  const pairs = base.samples.map((one, index) => ({ base: one, head: head.samples[index]! }))
  const clean = pairs.filter((one) => !one.base.contaminated && !one.head.contaminated)
  const cleanOnly = clean.length >= Math.max(1, pairs.length * sampling.minimumCleanShare)
  const counted = cleanOnly ? clean : pairs
  const ratio = (of: (sample: Sample) => number) => {
    return centreOfMost(counted.map((one) => Math.log(of(one.head) / of(one.base))))
  }
  const time = ratio(cleanOnly ? (one) => one.perOperation : subtractWaiting)
  if (time === undefined) throw new Failed(disturbed)
  const cpu = base.fineCpu && head.fineCpu ? ratio((one) => one.cpu) : undefined
  return {
    base: { ...summarizeSamples(base, sampling), ...process },
    head: { ...summarizeSamples(head, sampling), ...process },
    time,
    ...(cpu === undefined ? {} : { cpu }),
    pairs: pairs.length,
    clean: clean.length,
    cleanOnly,
  }
}

function asynchronous(): Failed {
  return new Failed({ reason: 'threw', message: 'it is asynchronous' })
}
