import type { Certificate, CertificateStatus } from '../model/certificate.ts'
import { certificateSchema } from '../model/certificate.ts'
import type { Comparison } from '../model/comparison.ts'
import { metric } from '../model/metric.ts'
import type { Digest, Run } from '../model/run.ts'
import { formatPercent } from '../model/unit.ts'
import { explanationFor, explanationSentence } from './report/explanation-words.ts'
import { basePhrase } from './report/words.ts'
import { stamp } from './run-id.ts'
import { isDecided } from './verdict.ts'

/** What a gate found beside the run itself. */
export type Circumstances = {
  /** Files of the evidence that were changed while the gate ran. */
  readonly changed: readonly string[]
}

/** The status of a release decision and its reasons, the deciding one first; the first line that fits decides. */
export function releaseStatus(
  run: Run,
  { changed }: Circumstances,
): { status: CertificateStatus; reasons: string[] } {
  if (changed.length > 0) {
    return {
      status: 'EMERGENCY_STOP',
      reasons: changed.map((path) => `${path} was changed while the gate ran.`),
    }
  }
  if (run.partial) {
    return {
      status: 'EMERGENCY_STOP',
      reasons: ['The gate was interrupted before it had measured everything.'],
    }
  }
  const broken = failures(run)
  if (run.verdict === 'fail') return { status: 'NO_GO', reasons: broken }
  const open = undecided(run)
  if (run.verdict !== 'pass') return { status: 'NEEDS_FURTHER_REVIEW', reasons: open }
  return { status: 'GO', reasons: [passed(run)] }
}

/** The certificate of a gate. `created` is ISO 8601 in UTC; `component` is a slug without underscores. */
export function releaseCertificate(
  run: Run,
  circumstances: Circumstances,
  facts: { readonly component: string; readonly created: string; readonly evidence: readonly Digest[] },
): Certificate {
  const { status, reasons } = releaseStatus(run, circumstances)
  return certificateSchema.parse({
    schema: 'assay/certificate@1',
    id: `release_gate_${facts.component}_${stamp(facts.created)}`,
    kind: 'release_gate',
    status,
    component: facts.component,
    ...(run.source.commit === undefined ? {} : { commit: run.source.commit }),
    dirty: run.source.dirty,
    created: facts.created,
    run: run.id,
    class: run.environment.class,
    reasons,
    evidence: facts.evidence,
    signature: 'none',
  })
}

function failures(run: Run): string[] {
  const reasons = [
    ...run.benchmarks.flatMap(({ id, error }) =>
      error ? [`${id}: ${error.reason}, ${firstLine(error.message)}.`] : [],
    ),
    ...run.findings
      .filter(({ severity }) => severity === 'error')
      .map(({ subject, message }) => `${subject}: ${firstLine(message)}.`),
    ...run.benchmarks.flatMap(({ id, budget }) =>
      (budget ?? []).filter(({ kept }) => !kept).map(({ metric }) => `${id} breaks its budget of ${metric}.`),
    ),
    ...run.comparisons
      .filter(({ verdict }) => verdict === 'regressed')
      .map((one) => `${one.id} regressed in ${one.metric}${why(one, run)}.`),
    ...(run.anchor?.comparisons ?? [])
      .filter(({ verdict }) => verdict === 'regressed')
      .map((one) => `${one.id} regressed in ${one.metric} since ${run.anchor!.ref}${why(one, run)}.`),
  ]
  return reasons.length > 0 ? reasons : ['The run failed.']
}

/** What its profiles say, where it was profiled. */
function why(comparison: Comparison, run: Run): string {
  const explanation = explanationFor(comparison, run)
  return explanation ? `: ${explanationSentence(explanation)}` : ''
}

function undecided(run: Run): string[] {
  const reasons = run.comparisons
    .filter(({ decisive }) => decisive)
    .filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'invalid' || verdict === 'missing')
    .map(({ id, metric, verdict }) =>
      verdict === 'missing' ? `${id} is missing.` : `${id} is ${verdict} in ${metric}.`,
    )
  return reasons.length > 0
    ? reasons
    : [`Nothing is recorded to compare with on class ${run.environment.class}.`]
}

function passed({ comparisons, benchmarks, policy }: Run): string {
  const decided = comparisons.filter(isDecided)
  const compared = new Set(decided.map(({ id }) => id)).size
  if (compared === 0)
    return `${benchmarks.length === 1 ? 'The benchmark keeps its' : `All ${benchmarks.length} benchmarks keep their`} budgets.`
  const others = decided.filter((one) => one.standsFor)
  const share = compared === 1 ? '' : `${others.length} of them `
  const by = others[0] ? ` (${share}by ${metric(others[0].metric).title} in place of wall time)` : ''
  const none = compared === 1 ? 'The benchmark is not' : `None of ${compared} benchmarks is`
  const more = `by more than ${formatPercent(policy.margin)}`
  if (decided.some(({ method }) => method === 'recorded')) {
    return `${none} slower than recorded ${more}${by}, as far as a recorded baseline can tell.`
  }
  const bases = new Set(decided.map(basePhrase))
  const base = bases.size === 1 ? [...bases][0]! : 'its base'
  return `${none} slower than ${base} ${more}${by}, with a confidence of ${formatPercent(1 - policy.alpha)}.`
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/\.$/u, '')
}
