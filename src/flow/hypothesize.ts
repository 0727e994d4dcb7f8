import { select } from '../core/identity/filter.ts'
import { parseTarget } from '../core/log/target.ts'
import { shellWord } from '../core/wording/shell-word.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Draft } from '../model/log.ts'
import type { MetricName } from '../model/metric.ts'
import type { Hypothesis } from '../model/note.ts'
import type { Run } from '../model/run.ts'
import type { Host } from './host.ts'
import { type Logged, listEntries } from './log.ts'
import { writeLog } from './logbook.ts'

/** More benchmarks are no hypothesis about any of them. */
const mostBenchmarks = 50

/**
 * `assay log hypothesis`: writes one down with what its benchmarks took in the last run, if that measured them.
 *
 * @throws AssayError `no-benchmark`, `too-many-benchmarks`, `no-number` (a change of something that is not known)
 */
export async function hypothesize(
  host: Host,
  asked: Pick<Hypothesis, 'text' | 'metric'> & { readonly about: readonly string[]; readonly target: string },
): Promise<Logged> {
  const { text, about, metric } = asked
  const target = parseTarget(asked.target, metric)
  const { config } = await host.loadConfig()
  const fitting = about.length === 0 ? [] : select((await host.list(config)).benchmarks, about)
  if (fitting.length === 0) throw noBenchmark(about)
  if (fitting.length > mostBenchmarks) throw tooMany(fitting.length)
  const last = await host.readLatestRun(config)
  const benchmarks = fitting.map(({ id }) => {
    const from = last && numberOf(last, id, metric)
    return { id, ...(from !== undefined && { from }) }
  })
  const unknown = benchmarks.find(({ from }) => from === undefined)
  if ('change' in target && unknown) throw noNumber(unknown.id, metric, about)
  const measured = last && {
    run: last.id,
    class: last.environment.class,
    method: last.tool.method,
    forkTime: last.tool.trialTime,
  }
  const isMeasured = measured !== undefined && benchmarks.some(({ from }) => from !== undefined)
  const draft: Draft<Hypothesis> = { type: 'hypothesis', text, about: [...about], metric, target, benchmarks }
  const written = await writeLog(host, config, [isMeasured ? { ...draft, measured } : draft])
  return listEntries(host, config, written)
}

function numberOf(run: Run, id: string, metric: MetricName): number | undefined {
  const found = run.benchmarks.find((benchmark) => benchmark.id === id)
  return found?.state === 'measured' ? found.metrics[metric]?.estimate : undefined
}

function noBenchmark(about: readonly string[]): AssayError {
  return new AssayError(
    'no-benchmark',
    about.length === 0
      ? 'a hypothesis needs to say which benchmarks it is about'
      : `no benchmark fits ${about.map((filter) => `'${filter}'`).join(' or ')}`,
    "Add --about with a part of an id or a glob; 'assay list' shows the benchmarks there are.",
  )
}

function tooMany(found: number): AssayError {
  return new AssayError(
    'too-many-benchmarks',
    `${found} benchmarks fit; a hypothesis is about ${mostBenchmarks} at the most, and each must reach its target`,
    'Name fewer with --about.',
  )
}

function noNumber(id: string, metric: MetricName, about: readonly string[]): AssayError {
  return new AssayError(
    'no-number',
    `a change needs something to change, and the last run has no ${metric} of ${id}`,
    `Measure first: assay run ${about.map(shellWord).join(' ')}; or give a quantity as the target.`,
  )
}
