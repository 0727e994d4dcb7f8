/**
 * The library face: what benchmark files and the configuration import. It is loaded into the measured
 * process, so nothing here brings a dependency.
 */

import type { UserConfig } from './model/config.ts'

export {
  type BenchWithInput,
  type BenchWithState,
  bench,
  type GroupOptions,
  group,
  type ParamLists,
  type ParamsOf,
} from './api/bench.ts'
export { type ColdImportOptions, type ColdOptions, cold } from './api/cold.ts'
export { type CommandOptions, type CommandWords, command } from './api/command.ts'
export type { Grows, Growth } from './api/growth.ts'
export type { Measure, Measures } from './api/measure.ts'
export type { Agreement } from './api/registry.ts'
export {
  type LoadOptions,
  load,
  type RunningService,
  type Service,
  type ServiceAnswer,
  type ServiceOptions,
  type ServiceRequest,
  service,
} from './api/service.ts'
export type { Certificate } from './model/certificate.ts'
export type { Comparison } from './model/comparison.ts'
export type { UserConfig } from './model/config.ts'
export type { Doctor } from './model/doctor.ts'
export type { Environment } from './model/environment.ts'
export type { Finding } from './model/finding.ts'
export type { BenchmarkResult, Estimate, Run } from './model/run.ts'

/** Gives an editor the types of the configuration; returns what it was given. */
export function defineConfig(config: UserConfig): UserConfig {
  return config
}
