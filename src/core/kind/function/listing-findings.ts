import type { Benchmark } from '../../../model/benchmark.ts'
import type { Failure } from '../../../model/failure.ts'
import { type Finding, finding } from '../../../model/finding.ts'

/** A file that cannot be loaded breaks the run; one that registers nothing only deserves a word. */
export function brokenFileFinding(file: string, failure: Failure): Finding {
  const { reason, message, remedy } = failure
  const told = remedy ?? advice[reason] ?? 'Fix the file. The other files do not depend on it.'
  if (reason === 'not-found') return finding('registers-nothing', file, message, told)
  return finding('load-failed', file, message, told)
}

/** Whose words benchmarks are written in, and what of them has no meaning here. */
export function libraryFindings({ id, library, inVitest, ignored = [], limits = [] }: Benchmark): Finding[] {
  const read = inVitest
    ? `It is written for ${library}, which runs its file itself (${inVitest}); Assay measures it, and compares revisions in processes of their own`
    : `It is written for ${library}: Assay measures it itself, and nothing of that library does`
  return [
    ...(library === undefined
      ? []
      : [finding('other-library', id, read, 'Compare it with numbers of Assay only.')]),
    ...ignored.map((what) =>
      finding(
        'words-ignored',
        id,
        `It asks for what has no meaning here: ${what}`,
        'Say it in words of Assay.',
      ),
    ),
    ...(limits.length === 0 ? [] : [limitsFinding(id, limits)]),
  ]
}

/** Nearly every file says how long its library is to measure: no number is weaker because of that. */
function limitsFinding(id: string, limits: readonly string[]): Finding {
  const message = `Assay decides how long and how often it measures, and not ${limits.join(', ')}`
  const advice = "Set 'time' in the configuration, or --time, where that is too short or too long."
  return { code: 'words-ignored', severity: 'info', subject: id, message, advice }
}

/** Sources that Node does not run, with the compiler that made them run. */
export function compiledFindings(compiled: ReadonlyMap<string, string>): Finding[] {
  return [...compiled].map(([file, compiler]) =>
    finding(
      'compiled',
      file,
      `${compiler}, which the project has, compiles it: it needs more than its types removed`,
      'Nothing, unless a release is built by another compiler: then let base.build build it.',
    ),
  )
}

/** A file whose benchmarks are known, but which throws or ends its process when they may be measured. */
export function lateFinding(file: string, failure: Failure): Finding {
  const message = `something that it starts goes wrong after it was loaded: ${failure.message}`
  const advice = `Start nothing at the top level of the file: use setup, and stop it in teardown. It would end its forks, too.`
  return finding('throws-late', file, message, advice)
}

const advice: Partial<Record<Failure['reason'], string>> = {
  'not-found': "Register at least one benchmark with bench('name', () => …), or exclude the file.",
  'timed-out': 'Loading must end: keep endless work and waiting out of the top level of the file.',
  exited: 'Remove the call of process.exit from what the file loads.',
}

/** Two benchmarks of one name cannot be told apart in a baseline, so neither is measured. */
export function duplicateFailure(lines: readonly number[]): Failure {
  const places = lines.filter((line) => line > 0)
  const where = places.length > 0 ? ` (lines ${[...new Set(places)].join(' and ')})` : ''
  return {
    reason: 'duplicate',
    message: `the file registers ${lines.length} benchmarks of this name${where}; give each its own name, group or parameters`,
  }
}
