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
  'broken-runner': 'broken runner',
} as const satisfies Record<FailureReason, string>

const phaseWords = {
  starting: 'starting',
  loading: 'loading the file',
  setup: 'setting up',
  verifying: 'verifying the result',
  warming: 'warming up',
  sampling: 'being timed',
} as const satisfies Record<Phase, string>

type Words = {
  readonly what: string
  /** Whether it matters when it happened. */
  readonly anytime: boolean
  readonly next: string
}

const words = {
  'load-error': {
    what: 'could not be loaded',
    anytime: false,
    next: 'Fix the file; the message is what Node said.',
  },
  'not-found': {
    what: 'was listed, but is not there when its file is loaded to measure it',
    anytime: false,
    next: 'Declare it on every load, independent of time, chance and environment.',
  },
  threw: { what: 'threw an error', anytime: true, next: 'Fix the benchmark or the code that it calls.' },
  'wrong-result': {
    what: 'returns a wrong result',
    anytime: false,
    next: 'Make it right before it is fast: nothing is timed until its verify accepts the result.',
  },
  disagrees: {
    what: 'does not return what its group returns',
    anytime: false,
    next: 'Find out which alternative is right: nothing is timed until they agree.',
  },
  'timed-out': {
    what: 'did not answer in time',
    anytime: true,
    next: 'Give one operation less to do, or raise time.timeout in the configuration.',
  },
  'out-of-memory': {
    what: 'ran out of memory',
    anytime: true,
    next: 'Measure with less data, or give the process a larger heap.',
  },
  exited: { what: 'ended its process', anytime: true, next: 'Remove what ends the process.' },
  crashed: { what: 'crashed', anytime: true, next: 'Run it alone and read what it prints.' },
  disturbed: {
    what: 'was kept from measuring by other processes',
    anytime: false,
    next: 'Stop what else is running, or measure on a machine with a free core.',
  },
  duplicate: {
    what: 'is declared more than once',
    anytime: false,
    next: 'Give each benchmark of the file a name of its own.',
  },
  'invalid-budget': {
    what: 'has a budget that cannot be read',
    anytime: false,
    next: "Write limits with their units, as in { time: '2 ms', allocated: '100 kB' }.",
  },
  'broken-runner': {
    what: 'was not measured by the runner of its kind',
    anytime: false,
    next: 'Report it to the author of the kind.',
  },
} as const satisfies Record<FailureReason, Words>

/** How a failure is told: "threw an error while setting up", and what to do next. */
export function describeFailure(failure: Failure | undefined): { what: string; next: string } {
  if (!failure) return { what: 'failed', next: 'Run it alone and read what it prints.' }
  const { what, anytime, next } = words[failure.reason]
  const when = anytime && failure.phase !== undefined ? ` while ${phaseWords[failure.phase]}` : ''
  return { what: what + when, next: failure.remedy ?? next }
}

/** What the failed process left to read: the end of what it printed, or else the top of its stack. */
export function lastOutput({ stderr, stack }: Failure): string | undefined {
  if (stderr?.trim()) return stderr.trimEnd().split(/\r?\n/u).slice(-8).join('\n')
  if (stack?.trim()) return stack.trimEnd().split(/\r?\n/u).slice(0, 5).join('\n')
  return undefined
}
