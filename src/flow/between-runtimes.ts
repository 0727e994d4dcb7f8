import { idOn } from '../core/identity/on-runtimes.ts'
import type { Config } from '../model/config.ts'
import { isSampled } from '../model/metric.ts'
import type { Run } from '../model/run.ts'
import { type Alternative, measureAlternatives } from './alternatives.ts'
import type { Measurer } from './ports/measurer.ts'
import type { Selection } from './select.ts'

/**
 * The same benchmark on each of several runtimes, against the first of them, in pairs: the code is the same, so only time is
 * compared. What did not run on either has no pair.
 */
export async function compareRuntimes(
  host: Measurer,
  { benchmarks, listing: { runtimes = [] }, config }: Selection,
  isAble: (id: string) => boolean,
  seed: string,
): Promise<Run['comparisons']> {
  const [first, ...others] = runtimes.map(({ label }) => label)
  if (first === undefined || others.length === 0) return []
  const byId = new Map(benchmarks.map((one) => [one.id, one]))
  const alternatives = benchmarks.flatMap((benchmark): Alternative[] => {
    const label = benchmark.runsOn?.label
    if (label === undefined || label === first) return []
    const plain = benchmark.id.slice(0, -idOn('', label).length)
    const against = byId.get(idOn(plain, first))
    return against && isAble(benchmark.id) && isAble(against.id) ? [{ benchmark, against, name: first }] : []
  })
  const terms = { seed: `${seed} runtimes`, apart: 'they run on different runtimes' }
  return (await measureAlternatives(host, timesOnly(config), alternatives, terms)).comparisons
}

function timesOnly(config: Config): Config {
  const sampled = config.gate.metrics.filter(isSampled)
  return {
    ...config,
    gate: { ...config.gate, metrics: sampled.length > 0 ? sampled : ['time'] },
    collect: { ...config.collect, memory: false },
  }
}
