import { compareWithNothing } from '../core/compare/unmeasured-comparison.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { Refused } from './bases.ts'
import type { Host } from './host.ts'

const update = 'npx assay baseline update --why "…".'

/** A revision that nobody has named is one that was accepted. */
export function tellGone({ code, message, advice }: AssayError): AssayError {
  return new AssayError(code, `the accepted ${message}`, `${advice} Or accept the code as it is: ${update}`)
}

/** Why benchmarks have no base that were recorded with changes that nobody has committed, or outside git. */
export const unknownCode = new AssayError(
  'unknown-code',
  'the recorded numbers are of changes that were not committed, or from outside git, so no commit has their code.',
  `Commit, and record it again: ${update}`,
)

/** Why benchmarks have no base that run what no commit tells of. */
export const foreignCode = new AssayError(
  'foreign-code',
  'code from outside the repository runs, or packages that no lock file tells of, so no commit has what was recorded.',
  'Keep what it runs in the repository, or pin it in a lock file.',
)

/** That a benchmark is compared with nothing, because its base cannot be had. */
export function compareWithoutBase(
  host: Host,
  { id }: Benchmark,
  why: AssayError,
  { gate }: Config,
): Comparison {
  const told = { ...noBase(host, 'It was not measured in pairs', why), subject: id }
  return compareWithNothing(id, gate.metrics[0]!, { verdict: 'inconclusive', reason: 'no-base' }, [told])
}

export function noBase(host: Host, what: string, { message, advice }: AssayError): Finding {
  return finding('no-base', 'run', `${what}: ${host.publishable(message)}`, advice)
}

/**
 * Why recorded numbers stand in the place of pairs. Of what no commit can have there are never any: that is told where they
 * leave something open.
 */
export function tellReplaced(
  host: Host,
  left: readonly Refused[],
  judged: ReadonlySet<string>,
  all: number,
  open: ReadonlySet<string>,
): Finding[] {
  return left.flatMap(({ why, benchmarks }) => {
    const ids = benchmarks.flatMap(({ id }) => (judged.has(id) ? [id] : []))
    const isTold = ids.length > 0 && (why !== foreignCode || ids.some((id) => open.has(id)))
    const who = ids.length === 1 ? `${ids[0]} not` : `${ids.length} of ${all} benchmarks not`
    return isTold ? [noBase(host, `${ids.length === all ? 'Not' : who} in pairs`, why)] : []
  })
}
