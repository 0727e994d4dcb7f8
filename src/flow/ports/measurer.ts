import type { Comparison } from '../../model/comparison.ts'
import type { Config } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import type { Run } from '../../model/run.ts'
import type { Step } from '../../model/step.ts'
import type { Trial } from '../../model/trial.ts'
import type { Base } from './revisions.ts'

/** How far a stage of the work is. */
export type Forecast = {
  /** Benchmarks that it is done with, of how many, and how many of those are worse. */
  readonly done: number
  readonly of: number
  readonly worse?: number
  /** About how long it still takes, ns; absent while nothing tells. */
  readonly left?: number | undefined
}

/** Steps of the work that a person may want to follow; nothing is shown while a sample is being taken. */
export type ProgressEvent =
  | { readonly type: 'listed'; readonly benchmarks: number; readonly files: number }
  /** Before the doctor's control kernels are measured; `time` in ns. */
  | { readonly type: 'controls'; readonly kernels: number; readonly time: number }
  /**
   * Once it is known what each benchmark is compared with: how many have changed, how many have not, and of how many that is
   * found out when the first are decided.
   */
  | {
      readonly type: 'bases'
      readonly changed: number
      readonly identical: number
      readonly open: number
      readonly others: number
    }
  /** What was found out of those. */
  | { readonly type: 'settled'; readonly changed: number; readonly identical: number }
  | {
      readonly type: 'fork'
      readonly step: Step
      readonly index: number
      readonly of: number
      readonly forecast?: Forecast | undefined
    }
  /** What pairs have decided of one benchmark. */
  | { readonly type: 'decided'; readonly comparisons: readonly Comparison[] }
  | { readonly type: 'failed'; readonly id: string; readonly failure: Failure }
  | { readonly type: 'done' }
  /** A baseline is not changed: what speaks against it, where the run's report is, and whether its numbers can be accepted as they are. */
  | {
      readonly type: 'refused'
      readonly run: Run
      readonly folder: string
      readonly against: readonly string[]
      /** Whether the machine may be to blame. */
      readonly isOfMachine: boolean
      readonly isReusable: boolean
    }
  /** What ran could not be written into the logbook, or the pages that are rendered from it. */
  | { readonly type: 'unremembered'; readonly message: string; readonly advice: string }

/** What carries steps out. */
export type Measurer = {
  /** Carries a step out; `base`: the other revision of one that is of two. However it ends, trials say so. */
  readonly run: (step: Step, config: Config, base?: Base) => Promise<readonly Trial[]>
  /** How many CPUs nobody else uses, 1 at the least. */
  readonly idleCpus: () => number
  /** Whether the person asked to stop: what is measured is kept. */
  readonly interrupted: () => boolean
  readonly show: (moment: ProgressEvent) => void
}
