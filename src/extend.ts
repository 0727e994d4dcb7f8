/**
 * What a project's own extensions are written with: their types, and the tests that each must pass. Nothing else of Assay is
 * meant to be imported by them.
 */

export { testRenderer } from './core/kit/test-renderer.ts'
export { testCollector } from './host/kit/test-collector.ts'
export { testKind } from './host/kit/test-kind.ts'
export type {
  OwnBenchmark as KindBenchmark,
  OwnCollected as Collected,
  OwnCollector as Collector,
  OwnFile as ExtensionFile,
  OwnKind as Kind,
  OwnMeasured as Measured,
  OwnRenderer as Renderer,
  OwnTask as CollectorTask,
  OwnTrial as KindTrial,
} from './model/extension.ts'
export type { OwnMetric as KindMetric } from './model/own-metric.ts'
export type { Rendered } from './model/rendered.ts'
export type { Run } from './model/run.ts'
