import type { Go } from '../../model/message.ts'
import type { Turn } from '../../model/outcome.ts'
import { sum } from '../../stats/sample.ts'
import type { Batch } from './batch.ts'
import { openWatch, type Sample, type Taken, takeSamples } from './sample.ts'
import { subtractWaiting } from './time.ts'

/**
 * Takes samples whenever it is this process's turn, until it is told that it is over. `next` waits until this process is to
 * measure, with batches of so many operations unless it is told another number.
 */
export async function takeInTurns(
  batch: Batch,
  n: number,
  next: (operations: number) => Promise<Go>,
): Promise<{ taken: Taken; turns: Turn[]; operations: number }> {
  const parts: Taken[] = []
  // The time-out begins anew with each turn, which is far shorter.
  const watch = openWatch()
  let operations = n
  for (let turn = await next(n); turn.go > 0; turn = await next(operations)) {
    operations = turn.operations
    parts.push(await takeSamples(batch, operations, turn.go, 1, undefined, watch))
  }
  const samples = parts.flatMap((part) => part.samples)
  const helpers = parts.map((part) => part.helperCpu * part.samples.length)
  const deoptimizations = parts.map((part) => part.deoptimizations)
  return {
    taken: {
      samples,
      fineCpu: parts.every(({ fineCpu }) => fineCpu),
      helperCpu: sum(helpers) / samples.length,
      deoptimizations: deoptimizations.includes(undefined) ? undefined : sum(deoptimizations as number[]),
    },
    turns: parts.map(turnOf),
    operations,
  }
}

/** Of its clean batches alone; where none is, of all of them less what they waited. */
export function turnOf({ samples, fineCpu }: Pick<Taken, 'samples' | 'fineCpu'>): Turn {
  const clean = samples.filter(({ contaminated }) => !contaminated)
  const counted = clean.length > 0 ? clean : samples
  return {
    time: counted.map(clean.length > 0 ? (one: Sample) => one.perOperation : subtractWaiting),
    ...(fineCpu ? { cpu: counted.map((one) => Math.max(0, one.cpu)) } : {}),
    clean: clean.length > 0,
  }
}
