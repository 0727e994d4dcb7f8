import type { Failure } from '../../../model/failure.ts'
import type { Finding } from '../../../model/finding.ts'

/** A file that cannot be loaded breaks the run; one that registers nothing only deserves a word. */
export function brokenFileFinding(file: string, failure: Failure): Finding {
  const said = {
    subject: file,
    message: failure.message,
    advice: failure.remedy ?? advice[failure.reason] ?? 'Fix the file. The other files do not depend on it.',
  }
  return failure.reason === 'not-found'
    ? { code: 'registers-nothing', severity: 'warning', ...said }
    : { code: 'load-failed', severity: 'error', ...said }
}

/** A file whose benchmarks are known, but which throws or ends its process when they may be measured. */
export function lateFinding(file: string, failure: Failure): Finding {
  return {
    code: 'throws-late',
    severity: 'warning',
    subject: file,
    message: `something that it starts goes wrong after it was loaded: ${failure.message}`,
    advice: `Start nothing at the top level of the file: use setup, and stop it in teardown. It would end its forks, too.`,
  }
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
