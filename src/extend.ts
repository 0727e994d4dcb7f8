/**
 * What a project's own extensions are written with: their types, and the tests that each must pass. Nothing else of Assay is
 * meant to be imported by them.
 */

export { testRenderer } from './core/kit/test-renderer.ts'
export { testCollector } from './host/kit/test-collector.ts'
export type {
  OwnCollected as Collected,
  OwnCollector as Collector,
  OwnFile as ExtensionFile,
  OwnRenderer as Renderer,
  OwnTask as CollectorTask,
} from './model/extension.ts'
export type { Rendered } from './model/rendered.ts'
export type { Run } from './model/run.ts'
