import type { Failure, FailureReason, Phase } from '../../model/failure.ts'

/** What happened, as the verdict of a benchmark that failed. */
export const failureWords = {
  'load-error': 'did not load',
  'not-found': 'not found',
  threw: 'threw',
  'wrong-result': 'wrong result',
  disagrees: 'disagrees',
  'timed-out': 'timed out',
  'out-of-memory': 'out of memory',
  exited: 'exited',
  crashed: 'crashed',
  disturbed: 'disturbed',
  duplicate: 'duplicate',
  'invalid-budget': 'invalid budget',
  'invalid-objective': 'invalid objective',
  'invalid-metric': 'invalid metric',
  'broken-runner': 'broken runner',
  unanswered: 'unanswered',
  'not-started': 'not started',
  'wrong-exit': 'wrong exit code',
} as const satisfies Record<FailureReason, string>

const phaseWords = {
  starting: 'starting',
  loading: 'loading the file',
  setup: 'setting up',
  calling: 'being called for the first time',
  verifying: 'verifying the result',
  counting: 'reading its own metrics',
  warming: 'warming up',
  sampling: 'being timed',
} as const satisfies Record<Phase, string>

/** What a benchmark did, or what was done to it. */
const sentences = {
  'load-error': 'could not be loaded',
  'not-found': 'was listed, but is not there when its file is loaded to measure it',
  threw: 'threw an error',
  'wrong-result': 'returns a wrong result',
  disagrees: 'does not return what its group returns',
  'timed-out': 'did not answer in time',
  'out-of-memory': 'ran out of memory',
  exited: 'ended its process',
  crashed: 'crashed',
  disturbed: 'was kept from measuring by other processes',
  duplicate: 'is declared more than once',
  'invalid-budget': 'has a budget that cannot be read',
  'invalid-objective': 'has an objective that cannot be read',
  'invalid-metric': 'says of a metric what cannot be',
  'broken-runner': 'was not measured by the runner of its kind',
  unanswered: 'answers no request as expected',
  'not-started': 'could not be started',
  'wrong-exit': 'ended with a code that is no success',
} as const satisfies Record<FailureReason, string>

/** What may happen at any time, so that it matters when. */
const anytime: readonly FailureReason[] = ['threw', 'timed-out', 'out-of-memory', 'exited', 'crashed']

const remedies = {
  'load-error': 'Fix the file; the message is what Node said.',
  'not-found': 'Declare it on every load, independent of time, chance and environment.',
  threw: 'Fix the benchmark or the code that it calls.',
  'wrong-result': 'Make it right before it is fast: nothing is timed until its verify accepts the result.',
  disagrees: 'Find out which alternative is right: nothing is timed until they agree.',
  'timed-out': 'Give one operation less to do, or raise time.timeout in the configuration.',
  'out-of-memory': 'Measure with less data, or give the process a larger heap.',
  exited: 'Remove what ends the process.',
  crashed: 'Run it alone and read what it prints.',
  disturbed: 'Stop what else is running, or measure on a machine with a free core.',
  duplicate: 'Give each benchmark of the file a name of its own.',
  'invalid-objective':
    "Write texts such as 'p99 < 200 ms' and 'errors < 0.1 %', or thresholds as k6 has them.",
  'invalid-budget': "Write limits with their units, as in { time: '2 ms', allocated: '100 kB' }.",
  'invalid-metric':
    "Say in one place what a metric is, best in the configuration: metrics: { queries: { unit: 'count' } }.",
  'broken-runner': 'Report it to the author of the kind.',
  unanswered: 'Ask for one of its requests by hand, and compare with what request and check say.',
  'not-started': 'Fix the command, or what it is given.',
  'wrong-exit': 'Make it succeed, or name the code in exitCodes (--ignore-failure).',
} as const satisfies Record<FailureReason, string>

/** How a failure is told: "threw an error while setting up", and what to do next. */
export function describeFailure(failure: Failure | undefined): { what: string; next: string } {
  if (!failure) return { what: 'failed', next: remedies.crashed }
  const { reason, phase, remedy = remedies[reason] } = failure
  const when = phase !== undefined && anytime.includes(reason) ? ` while ${phaseWords[phase]}` : ''
  return { what: sentences[reason] + when, next: remedy }
}

/** What the failed process left to read: the end of what it printed, or else the top of its stack. */
export function lastOutput({ stderr, stack }: Failure): string | undefined {
  if (stderr?.trim()) return stderr.trimEnd().split(/\r?\n/u).slice(-8).join('\n')
  if (stack?.trim()) return stack.trimEnd().split(/\r?\n/u).slice(0, 5).join('\n')
  return undefined
}

/** Whether it runs, and returns something else than it should. */
export function isWrongResult(failure: Pick<Failure, 'reason'> | undefined): boolean {
  return failure?.reason === 'wrong-result' || failure?.reason === 'disagrees'
}
