import type { Random } from '../../stats/random.ts'
import { type Batch, Promised } from './batch.ts'
import { openBudget } from './own-time.ts'
import { meterOf, openWatch, type Taken } from './sample.ts'
import type { Sampling } from './time.ts'
import type { WarmedUp } from './warm-up.ts'

/** Rounds at the beginning that do not count: each was warmed up without the others beside it. */
const settling = 10
/**
 * Rounds from which on time is the clock's and no longer the thread's own: on a busy machine it is more forks that help, not
 * longer ones. With two busy neighbours of two CPUs, a fork is over in nine tenths of the time and finds as much.
 */
const enough = 100

/**
 * Rounds of batches, one of each, for `time` ns: whatever the machine does meets all of them. The order is drawn for every round:
 * any fixed one can fall in step with the collector, which then stops in the batches of one of them only. Sample i of one
 * belongs to sample i of the others.
 */
export function takeTogether(
  warm: readonly WarmedUp[],
  { minimumSamples, last }: Pick<Sampling, 'minimumSamples' | 'last'>,
  time: number,
  random: Random,
): Taken[] {
  const { runQueue, ownTime } = openWatch()
  // No methods of arrays: the benchmark file may have changed those.
  const lanes: ReturnType<typeof laneOf>[] = []
  const order = new Uint8Array(warm.length)
  for (let place = 0; place < warm.length; place++) {
    lanes[place] = laneOf(warm[place]!, runQueue)
    order[place] = place
  }
  const left = openBudget(time, ownTime, last)
  for (let count = -settling; count < minimumSamples || left(count >= enough) > 0; count++) {
    if (count === 0) for (const { meter } of lanes) meter.samples.length = 0
    // Fisher and Yates.
    for (let place = order.length - 1; place > 0; place--) {
      const other = (random() * (place + 1)) | 0
      const kept = order[place]!
      order[place] = order[other]!
      order[other] = kept
    }
    for (let place = 0; place < order.length; place++) {
      const { batch, meter, n } = lanes[order[place]!]!
      const inputs = batch.prepare(n)
      meter.begin()
      meter.end(batch.take(inputs, n))
    }
  }
  const taken: Taken[] = []
  for (let place = 0; place < lanes.length; place++) taken[place] = lanes[place]!.meter.taken()
  return taken
}

function laneOf({ batch, n }: WarmedUp, runQueue: ReturnType<typeof openWatch>['runQueue']) {
  return { batch: synchronous(batch), meter: meterOf(batch, n, runQueue), n }
}

function synchronous(batch: Batch): Batch & { asynchronous: false } {
  if (batch.asynchronous) throw new Promised()
  return batch
}
