import type { LoadTarget, Tally } from '../../model/generate.ts'
import type { RequestCounts } from '../../model/service.ts'
import { emptyHistogram, encode, type Histogram, record } from '../../stats/histogram.ts'
import type { Reply } from './http-client.ts'
import type { GroupCpu } from './process-cpu.ts'

type Counts = { -readonly [Name in keyof RequestCounts]: number }

/** What became of the requests to one target. */
export class TallyOf {
  readonly counts: Counts = {
    ...{ due: 0, sent: 0, answered: 0, rejected: 0, failed: 0, timedOut: 0, dropped: 0 },
  }
  private readonly latencies: Histogram = emptyHistogram()
  private readonly serviceTimes: Histogram = emptyHistogram()
  private readonly undisturbed: Histogram = emptyHistogram()
  private readonly troubles = new Map<string, number>()
  private sum = 0
  private max = 0
  private bytes = 0

  /**
   * `isRight`: whether its answer was accepted. What failed has no latency: an error that is quick is no answer. `waited`: ns that
   * the service and this process waited for a CPU meanwhile; absent where nobody can tell, or others were answered, too.
   */
  hear(due: number, { at, began, end }: Reply, isRight: boolean, waited?: number): void {
    this.counts[end.how]++
    if (end.how === 'failed') {
      this.note(end.why)
      return
    }
    if (end.how === 'timedOut') this.note('it was not answered in time')
    const latency = at - due
    record(this.latencies, latency)
    this.sum += latency
    this.max = Math.max(this.max, latency)
    if (end.how === 'timedOut') return
    if (began !== undefined) {
      record(this.serviceTimes, at - began)
      if (waited !== undefined) record(this.undisturbed, Math.max(0, at - began - waited))
    }
    this.bytes += end.bytes
    if (isRight) return
    this.counts.rejected++
    this.note(end.status < 400 ? 'the answer was not what check expects' : `status ${end.status}`)
  }

  /** Another thing that went wrong, in a few words of ours or of the system. */
  private note(what: string): void {
    const known = this.troubles.has(what) || this.troubles.size < 20 ? what : 'something else'
    this.troubles.set(known, (this.troubles.get(known) ?? 0) + 1)
  }

  tell(side: LoadTarget['side'], used: GroupCpu | undefined): Tally {
    const { counts, latencies, serviceTimes, undisturbed, sum, max, bytes } = this
    return {
      ...{ side, counts, sum, max, bytes },
      ...(latencies.total > 0 && { latencies: encode(latencies) }),
      ...(serviceTimes.total > 0 && { serviceTimes: encode(serviceTimes) }),
      ...(undisturbed.total > 0 && { undisturbed: encode(undisturbed) }),
      ...(used && { cpu: used.own, helperCpu: used.helpers }),
      troubles: [...this.troubles].map(([what, count]) => ({ what, count })),
    }
  }
}
