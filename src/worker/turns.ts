import type { Turn } from '../model/outcome.ts'
import { median } from '../stats/quantile.ts'
import { sum } from '../stats/sample.ts'
import type { Batch } from './batch.ts'
import { openRunQueue } from './run-queue.ts'
import { type Sample, type Taken, takeSamples } from './sample.ts'
import { withoutWaiting } from './time.ts'

/** Waits until this process is to measure; resolves with the ns that it may take, or 0 when it is over. */
export type NextTurn = () => Promise<number>

/** Takes samples whenever it is this process's turn, until it is told that it is over. */
export async function takeInTurns(
  batch: Batch,
  n: number,
  next: NextTurn,
): Promise<{ taken: Taken; turns: Turn[] }> {
  const parts: Taken[] = []
  // Opening what the system tells takes files: once, and not in every turn.
  const runQueue = openRunQueue()
  for (let span = await next(); span > 0; span = await next())
    parts.push(await takeSamples(batch, n, span, 1, runQueue))
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
  }
}

/** Of its clean batches alone; where none is, of all of them less what they waited. */
function turnOf({ samples, fineCpu }: Taken): Turn {
  const clean = samples.filter(({ contaminated }) => !contaminated)
  const counted = clean.length > 0 ? clean : samples
  const cpu = median(counted.map((one) => (one.cpu >= 0 ? one.cpu : 0)))
  return {
    time: median(counted.map(clean.length > 0 ? (one: Sample) => one.perOperation : withoutWaiting)),
    ...(fineCpu && cpu > 0 ? { cpu } : {}),
    clean: clean.length > 0,
  }
}
