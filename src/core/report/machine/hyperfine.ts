import type { CommandDetail } from '../../../model/command.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { mean, standardDeviation } from '../../../stats/moments.ts'
import { median } from '../../../stats/quantile.ts'
import { jsonText } from '../../wording/json.ts'

/**
 * The results in the form of hyperfine's JSON export (schema 1), in seconds and bytes, so that its scripts read them. Every
 * run of a command counts there, also one that was set aside. `memory_usage_byte` is each run's own.
 */
export function hyperfineJson(run: Run): string {
  return jsonText({ results: run.benchmarks.filter(({ state }) => state === 'measured').map(resultOf) })
}

function resultOf({ name, trials, metrics, params }: BenchmarkResult) {
  const details = trials.map(({ detail }) => detail as CommandDetail)
  const times = details.flatMap(({ walls = [] }) => walls.map((wall) => wall / 1e9))
  const exits = details.flatMap(({ walls = [], exits: codes }) => codes ?? walls.map(() => 0))
  const peaks = details.flatMap(({ peaks: own = [] }) => own)
  const seconds = (metric: string) => (metrics[metric]?.estimate ?? 0) / 1e9
  return {
    command: name,
    mean: mean(times),
    stddev: times.length < 2 ? null : standardDeviation(times),
    median: median(times),
    ...{ user: seconds('userTime'), system: seconds('systemTime') },
    ...{ min: Math.min(...times), max: Math.max(...times), times },
    ...(peaks.length === times.length && { memory_usage_byte: peaks }),
    exit_codes: exits,
    ...(Object.keys(params).length > 0 && { parameters: params }),
  }
}
