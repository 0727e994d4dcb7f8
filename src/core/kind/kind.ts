import type { z } from 'zod'
import type { Benchmark } from '../../model/benchmark.ts'
import type { ImportReport, ImportTree } from '../../model/cold.ts'
import type { Config } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import type { Finding } from '../../model/finding.ts'
import type { Latency } from '../../model/latency.ts'
import type { Sides } from '../../model/message.ts'
import type { MetricName } from '../../model/metric.ts'
import type { Objective, ObjectiveResult } from '../../model/objective.ts'
import type { Estimate } from '../../model/run.ts'
import type { Step } from '../../model/step.ts'
import type { Ledger, MeasuredTrial, Way } from '../../model/trial.ts'
import type { Demand } from '../ledger/demand.ts'

/**
 * What is special about one sort of subject. Inference, baselines, verdicts, reports and certificates know metrics, never
 * kinds. A kind is this value, a runner that carries its steps out, and a line in the registry (kinds.ts).
 */
export type Kind = {
  readonly name: string
  /** What its trials may tell; each a row of model/metric.ts. Metrics of the project come on top: `metricsOfKind`, `hasMetric`. */
  readonly metrics: readonly MetricName[]
  /** The sampled metric that stands for a benchmark as a whole: sampling goes on until it is precise enough. */
  readonly primary: MetricName
  /** What its benchmarks are compared by where the gate names no metric of the kind but time and bytes; absent: nothing then. */
  readonly decides?: readonly MetricName[]
  /** The task whose trials tell the sampled metrics. */
  readonly task: string
  /** How its pairs are measured, where two revisions never share a process; absent: they do, unless something speaks against it. */
  readonly way?: Exclude<Way, 'together'>
  /** What reports call its trials, and the sentence that says what one is and what its value is. */
  readonly trial: { readonly one: string; readonly many: string; readonly is: string }
  /** The schema of what a Run keeps of a trial, and how it is made of the trial's detail. */
  readonly detail: z.ZodType
  readonly keepDetail: (detail: unknown) => unknown
  /** What a sample that is taken anyway is to tell besides, e.g. bytes; `undefined`: nothing. Then others are asked for. */
  readonly besideSample?: (wanted: Demand) => unknown
  /** What is wanted beside samples, e.g. forks that count bytes. */
  readonly otherTasks: (wanted: Demand) => readonly KindTask[]
  /** Whether what its benchmarks read can be watched in a process of Node; else no change of theirs is ruled out. */
  readonly isTraced: boolean
  /** Whether its steps of stage `observe` give profiles that tell functions apart. */
  readonly isProfiled: boolean
  /** What the trials of one benchmark show beside their numbers. */
  readonly findings: (id: string, trials: Ledger) => Finding[]
  /** Whether the configuration lets it measure a metric of its own; where this is absent, all. */
  readonly collects?: (name: MetricName, config: Config) => boolean
  /** Why what its benchmark says of itself cannot be meant, if so. */
  readonly refuseStatement?: (benchmark: Benchmark) => Failure | undefined
  /** What became of the objectives of a benchmark, by its trials; of a Run's row the objectives that it was held to. */
  readonly holdToObjectives?: (
    held: Pick<Benchmark, 'objectives'> | { readonly objectives: readonly Objective[] },
    trials: readonly Pick<MeasuredTrial['end'], 'values' | 'detail'>[],
  ) => ObjectiveResult[]
  /** How long single operations took, of each trial that tells. */
  readonly latencies?: (trials: readonly MeasuredTrial[]) => Latency[]
  /** What its benchmark imports, by its trials. */
  readonly importTree?: (trials: readonly Pick<MeasuredTrial['end'], 'detail'>[]) => ImportTree | undefined
  /** Processes that are watched for what they import, of one revision or of both; and what they say. */
  readonly watches?: {
    readonly steps: (benchmark: Benchmark, side: 'head' | 'pair') => Step[]
    readonly report: (id: string, trials: Ledger, ref?: string) => ImportReport | undefined
  }
  /** Corrects an interval by what only its kind knows. */
  readonly adjustEstimate?: (
    name: MetricName,
    estimate: Estimate,
    trials: readonly Pick<MeasuredTrial['end'], 'detail'>[],
  ) => Estimate
  /**
   * Whether its benchmark, by these trials, keeps one CPU busy and no more, so that pairs in one process may run beside
   * others. Where this is absent, none does.
   */
  readonly keepsToOneCpu?: (trials: readonly MeasuredTrial[]) => boolean
  /** Whether two revisions that share a process pay for each other, so that the size of a change is diluted. */
  readonly sharesCosts?: (trials: readonly MeasuredTrial[]) => boolean
  /** Whether both revisions did the same work, as far as that can be told. `ref`: the base, as sentences name it. */
  readonly compareResults?: (
    benchmark: Benchmark,
    sides: Sides<readonly MeasuredTrial[]>,
    ref: string,
  ) => SameWork
}

/** What of its kind is to be done. */
export type KindTask = Pick<Step, 'task' | 'detail'>

/** That the results differ, or why nobody can say whether they do. */
export type SameWork = {
  readonly other?: Finding | undefined
  readonly unknown?: Finding | undefined
  /** What else their trials tell beside each other. */
  readonly also?: readonly Finding[]
}
