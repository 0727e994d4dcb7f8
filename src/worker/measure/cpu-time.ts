import type { Timing } from '../../model/outcome.ts'
import { median } from '../../stats/quantile.ts'
import { sum } from '../../stats/sample.ts'
import type { Sample, Taken } from './sample.ts'

/**
 * Where the time of a fork's samples went; what cannot be read is absent.
 *
 * CPU time is the median of the batches that count for the fork's value, like that value, so that the two can be
 * compared; where it moves in ticks that are longer than a batch, it is their mean. The share asleep is over all
 * batches: waiting for a CPU is known and left out.
 */
export function summarizeCpu(
  { samples, fineCpu, helperCpu }: Pick<Taken, 'samples' | 'fineCpu' | 'helperCpu'>,
  counted: readonly Sample[],
): Pick<Timing, 'cpu' | 'helperCpu' | 'asleep'> {
  const spent = counted.map(({ cpu }) => cpu)
  const known = spent.every((cpu) => cpu >= 0)
  const told = samples.filter(({ asleep }) => asleep >= 0)
  const own = sum(told.map(({ cpu }) => cpu))
  const asleep = sum(told.map((one) => one.asleep))
  return {
    ...(known && { cpu: fineCpu ? median(spent) : sum(spent) / spent.length }),
    ...(helperCpu >= 0 && { helperCpu }),
    ...(fineCpu && own + asleep > 0 && { asleep: asleep / (own + asleep) }),
  }
}
