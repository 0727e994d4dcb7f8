import type { Baseline, Session } from '../model/baseline.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import { method } from '../model/method.ts'
import { type MetricName, metric } from '../model/metric.ts'
import { type Cell, compare } from './compare.ts'
import type { EvidenceById } from './evidence.ts'
import { confirmationsOf, valuesOf } from './metric-values.ts'

/** Every comparison of a run with the recorded baselines of its class. */
export function compareRun(
  evidence: EvidenceById,
  baselines: readonly Baseline[],
  config: Config,
): Comparison[] {
  if (baselines.length === 0) return []
  const cells = cellsOf(evidence, baselines, config)
  const sampled = cells.filter((cell) => metric(cell.metric).distribution === 'sampled').length
  return [
    ...cells.map((cell) => compare(cell, config.gate, Math.max(1, sampled))),
    ...newOnes(evidence, baselines, config),
  ]
}

/** What can be compared: measured now, recorded then, under the same rules of measuring. */
export function cellsOf(evidence: EvidenceById, baselines: readonly Baseline[], config: Config): Cell[] {
  const cells: Cell[] = []
  for (const one of evidence.values()) {
    const { id, file, key } = one.benchmark
    const baseline = baselines.find((candidate) => candidate.file === file)
    const recorded = baseline?.benchmarks[key]
    if (!baseline || !recorded || one.failure) continue
    for (const name of config.gate.metrics) {
      const sessions = comparable(baseline, recorded[name] ?? {})
      const head = valuesOf(one, name)
      const base = sessions.flatMap(([, values]) => values)
      if (head.length === 0 || base.length === 0) continue
      cells.push({
        id,
        metric: name,
        head,
        confirmation: confirmationsOf(one, name),
        base,
        baseCommit: sessions.at(-1)?.[0].commit,
        baseline: sessions.at(-1)?.[0].date ?? '',
      })
    }
  }
  return cells
}

/** Benchmarks that the baselines know and this run does not, when it ran everything: a rename is never silent. */
export function missingOnes(
  evidence: EvidenceById,
  brokenFiles: ReadonlySet<string>,
  baselines: readonly Baseline[],
  config: Config,
): Comparison[] {
  return baselines
    .filter(({ file }) => !brokenFiles.has(file))
    .flatMap(({ file, benchmarks }) => Object.keys(benchmarks).map((key) => `${file} › ${key}`))
    .filter((id) => !evidence.has(id))
    .map((id) =>
      without(id, config.gate.metrics[0] ?? 'time', 'missing', [
        {
          code: 'missing-benchmark',
          severity: 'warning',
          subject: id,
          message: 'The baseline has it, the benchmark files do not: removed or renamed',
          advice: 'Run \'assay baseline update --why "…"\' to accept that it is gone.',
        },
      ]),
    )
}

/** Says so when there is nothing to compare with on this class of machines, or only numbers of another method. */
export function baselineFindings(baselines: readonly Baseline[], machine: string): Finding[] {
  if (baselines.length === 0) {
    return [
      {
        code: 'no-baseline',
        severity: 'info',
        subject: 'run',
        message: `No baseline is recorded for machines of class ${machine}`,
        advice: 'Run \'assay baseline update --why "…"\' to accept these numbers as the first ones.',
      },
    ]
  }
  return baselines.flatMap(({ file, sessions }): Finding[] => {
    const others = new Set(Object.values(sessions).map((session) => session.method))
    others.delete(method)
    if (others.size === 0) return []
    return [
      {
        code: 'other-method',
        severity: 'warning',
        subject: file,
        message: `Its baseline has numbers measured by method ${[...others].join(', ')}, this version measures by method ${method}; they are not compared`,
        advice: 'Measure the baseline again: \'assay baseline update --why "new measuring method"\'.',
      },
    ]
  })
}

function newOnes(evidence: EvidenceById, baselines: readonly Baseline[], config: Config): Comparison[] {
  return [...evidence.values()]
    .filter(({ benchmark: { file, key }, failure }) => {
      const known = baselines.find((baseline) => baseline.file === file)?.benchmarks[key]
      return !known && !failure
    })
    .map(({ benchmark }) => without(benchmark.id, config.gate.metrics[0] ?? 'time', 'new', []))
}

function without(id: string, name: MetricName, verdict: 'new' | 'missing', findings: Finding[]): Comparison {
  return {
    id,
    metric: name,
    method: 'recorded',
    base: {},
    n: { head: 0, base: 0 },
    verdict,
    minimumDetectable: null,
    findings,
  }
}

/** The sessions measured under today's rules, oldest first. */
function comparable(baseline: Baseline, values: Readonly<Record<string, number[]>>): [Session, number[]][] {
  return Object.keys(values)
    .sort()
    .flatMap((id): [Session, number[]][] => {
      const session = baseline.sessions[id]
      return session?.method === method ? [[session, values[id] ?? []]] : []
    })
}
