import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'

/** The configuration as it holds for a benchmark: bytes are not counted where its runtime cannot. */
export function configOn({ runsOn }: Pick<Benchmark, 'runsOn'>, config: Config): Config {
  if (!config.collect.memory || !runsOn?.lacks.includes('memory')) return config
  return { ...config, collect: { ...config.collect, memory: false } }
}
