/** How much a finding weighs; finding.ts says what each level means. */
export type Severity = 'info' | 'warning' | 'error'

type Row = {
  /** What it means, in one line. `docs/reference/findings.md#<code>` says when it appears and what to do. */
  readonly meaning: string
  /** Two where the same fact weighs more in some cases: the usual level first. */
  readonly severity: Severity | readonly [Severity, Severity]
}

/**
 * Every finding that there is, by code. This file is a data table, so it may be long. A code that is not here does not
 * compile, and neither does one with another severity; a test demands that each is emitted and has its paragraph.
 */
export const findingCodes = {
  // Benchmark files.
  'load-failed': { severity: 'error', meaning: 'A benchmark file cannot be loaded.' },
  'registers-nothing': { severity: 'warning', meaning: 'A benchmark file registers no benchmark.' },
  'throws-late': {
    severity: 'warning',
    meaning: 'Something that a benchmark file starts fails after loading.',
  },

  // What the samples of a benchmark show.
  'still-warming-up': { severity: 'warning', meaning: 'The time still fell while it was sampled.' },
  'slowing-down': { severity: 'warning', meaning: 'The time rose while it was sampled.' },
  bimodal: { severity: 'warning', meaning: 'Samples alternate between two speeds inside one process.' },
  'never-steady': { severity: 'warning', meaning: 'Most forks never reached a steady state.' },
  'bimodal-forks': { severity: 'warning', meaning: 'Forks settle on one of two speeds.' },
  deoptimized: { severity: 'warning', meaning: 'V8 discarded optimised code while it was sampled.' },
  contaminated: { severity: 'warning', meaning: 'The benchmark had to wait for a CPU during many batches.' },
  disturbed: { severity: 'warning', meaning: 'Forks were given up because other processes had the CPU.' },
  'too-short-for-the-clock': { severity: 'warning', meaning: 'A batch takes only a few steps of the clock.' },
  'too-few-forks': {
    severity: 'warning',
    meaning: 'Too few forks for an interval of the nominal confidence.',
  },

  // What the code of a benchmark does.
  'optimized-away': { severity: 'warning', meaning: 'The compiler removed the work that is to be measured.' },
  'first-call-only': {
    severity: 'warning',
    meaning: 'Only the first call does the work; later calls find it done.',
  },
  'mixed-kinds': { severity: 'warning', meaning: 'Some calls return a promise, and others a plain value.' },
  'changed-builtins': { severity: 'warning', meaning: 'The benchmark changes built-in objects.' },
  prints: { severity: 'warning', meaning: 'The measured function prints, which is part of its time.' },
  'left-running': {
    severity: 'warning',
    meaning: 'The benchmark leaves timers, servers or processes running.',
  },
  'work-elsewhere': {
    severity: ['warning', 'info'],
    meaning: 'Part of the work runs outside the measured thread.',
  },
  waiting: { severity: 'info', meaning: 'The benchmark mostly sleeps, and is judged on wall time.' },
  'alternatives-not-compared': {
    severity: 'warning',
    meaning: 'The results of alternatives in a group could not be compared.',
  },

  // Memory and budgets.
  leak: { severity: 'warning', meaning: 'Each operation leaves memory behind that is never freed.' },
  'gc-dominated': { severity: 'warning', meaning: 'Garbage collection takes much of the time.' },
  'memory-not-measured': {
    severity: 'warning',
    meaning: 'Memory could not be measured, or in few forks only.',
  },
  'unheld-budget': { severity: 'warning', meaning: 'A budget limits a metric that was not measured.' },

  // The machine before a run.
  'machine-busy': { severity: 'warning', meaning: 'Other work competed for the CPUs before the run.' },
  'cpu-stolen': { severity: 'warning', meaning: 'The hypervisor gave CPU time to other guests.' },
  'frequency-scaling': { severity: 'warning', meaning: 'The CPU frequency follows the load.' },
  turbo: { severity: 'info', meaning: 'Turbo is on, so the frequency varies.' },
  'on-battery': { severity: 'warning', meaning: 'The machine runs on battery.' },
  'fractional-cpus': { severity: 'warning', meaning: 'A quota allows a fraction of a CPU.' },
  'no-run-queue-data': {
    severity: 'info',
    meaning: 'The system does not say how long threads wait for a CPU.',
  },
  'emulated-cpu': {
    severity: ['warning', 'error'],
    meaning: 'Node is built for another CPU and runs emulated.',
  },

  // What the measured processes carry.
  'debugger-flags': {
    severity: ['warning', 'error'],
    meaning: 'Node runs with flags of a debugger or profiler.',
  },
  'debugger-attached': {
    severity: ['warning', 'error'],
    meaning: 'A debugger watches the measured processes.',
  },
  coverage: { severity: ['warning', 'error'], meaning: 'V8 collects coverage, which slows all code.' },
  'instrumented-node': {
    severity: ['warning', 'error'],
    meaning: 'Node was built for debugging, and is slow.',
  },
  'engine-flags': { severity: 'warning', meaning: 'Node runs with flags that may change its speed.' },

  // The machine during a run.
  throttled: { severity: 'warning', meaning: 'The CPU quota was used up, and threads were stopped.' },
  'noisy-neighbours': { severity: 'warning', meaning: 'Other work kept CPUs busy during the run.' },
  overheated: { severity: 'warning', meaning: 'A hot CPU slowed itself down during the run.' },
  slept: { severity: 'warning', meaning: 'The machine slept during the run.' },
  unplugged: { severity: 'warning', meaning: 'The power supply was unplugged during the run.' },

  // Recorded baselines.
  'no-baseline': { severity: 'info', meaning: 'No baseline is recorded for this class of machines.' },
  'broken-baseline': { severity: 'error', meaning: 'A baseline file is damaged.' },
  'unreadable-baseline': { severity: 'error', meaning: 'A baseline file cannot be read.' },
  'older-baseline': { severity: 'error', meaning: 'An earlier version of Assay wrote the baseline.' },
  'newer-baseline': { severity: 'error', meaning: 'A newer version of Assay wrote the baseline.' },
  'misplaced-baseline': { severity: 'error', meaning: 'A baseline file lies in the wrong place.' },
  'missing-benchmark': {
    severity: 'warning',
    meaning: 'The baseline has a benchmark that the files do not have.',
  },
  'other-method': { severity: 'warning', meaning: 'A baseline was measured by other rules.' },
  incomparable: { severity: 'warning', meaning: "No recorded value was measured by today's rules." },
  'one-session': { severity: 'info', meaning: 'One recorded session cannot rule out a slowdown.' },
  'suspected-regression': {
    severity: 'warning',
    meaning: 'It looks slower than the baseline; that is not proven.',
  },
  'machine-moved': {
    severity: 'warning',
    meaning: 'The machine itself became faster or slower since the baseline.',
  },
  withdrawn: { severity: 'info', meaning: 'A pass was withdrawn because the machine has moved.' },
  'regression-withdrawn': {
    severity: 'warning',
    meaning: 'A regression was withdrawn because the machine has moved.',
  },
  'degenerate-data': { severity: 'warning', meaning: 'Too few, equal or zero values cannot be compared.' },

  // Comparisons of any kind.
  'not-slower': { severity: 'info', meaning: 'A slowdown is disproven; a likely gain is not proven.' },
  contradicted: { severity: 'warning', meaning: 'The second look contradicts the first one.' },
  'uneven-forks': { severity: 'info', meaning: 'An exact metric differs between forks of the same code.' },
  'too-few-memory-forks': { severity: 'info', meaning: 'Too few forks counted an exact metric.' },

  // Pairs: two revisions side by side.
  undecided: { severity: 'warning', meaning: 'The pairs neither prove a slowdown nor disprove it.' },
  'no-base': { severity: 'info', meaning: 'The revision to compare with cannot be had.' },
  'base-failed': { severity: 'warning', meaning: 'The benchmark does not run at the base.' },
  'mixed-code': { severity: 'warning', meaning: "The base's side would run code of the working tree." },
  'different-result': { severity: 'warning', meaning: 'The two revisions return different results.' },
  'results-not-compared': {
    severity: 'info',
    meaning: 'The results of the two revisions could not be compared.',
  },
  'measured-apart': { severity: 'info', meaning: 'The two revisions ran in separate processes.' },
  'separate-process-size': { severity: 'info', meaning: 'The size of the change in separate processes.' },
  'control-failed': { severity: 'warning', meaning: 'The same code, measured against itself, differs.' },
  'control-not-measured': {
    severity: 'warning',
    meaning: 'No control could be measured, so no pair counts.',
  },
  'anchor-not-run': { severity: 'warning', meaning: 'Benchmarks cannot be compared with the anchor.' },
  'benchmark-file-taken': { severity: 'warning', meaning: 'Both revisions run the changed benchmark file.' },
  'benchmark-file-new': {
    severity: 'info',
    meaning: 'Both revisions run a benchmark file that the base lacks.',
  },
  'benchmark-file-own': {
    severity: 'warning',
    meaning: 'Each revision runs its own version of a benchmark file.',
  },
  'configuration-differs': { severity: 'info', meaning: 'The configuration differs from that of the base.' },
  'engine-excluded': { severity: 'warning', meaning: 'The base does not support this version of Node.' },

  // Profiles and explanations.
  'not-explained': { severity: 'warning', meaning: 'Profiles do not show what made it slower.' },
  'few-samples': { severity: 'info', meaning: 'A profile has too few samples.' },
  'not-all-told': { severity: 'info', meaning: 'Some forks did not deliver their profile.' },
  'collector-missing': { severity: 'info', meaning: 'A collector is not available here.' },
  'collector-failed': { severity: 'warning', meaning: 'A collector delivered nothing.' },
  'no-hardware-counters': { severity: 'info', meaning: 'The machine lacks some hardware counters.' },
  'clinic-doctor': { severity: 'info', meaning: 'The diagnosis of clinic doctor.' },

  // The doctor.
  'control-kernel-failed': { severity: 'error', meaning: "One of the doctor's kernels failed." },
  'null-control': { severity: 'error', meaning: 'The doctor finds a difference where there is none.' },
  'wide-spread': { severity: 'warning', meaning: "Forks of the doctor's kernels lie far apart." },
  'contaminated-kernels': { severity: 'warning', meaning: "The doctor's kernels had to wait for a CPU." },
  'too-few-kernel-forks': { severity: 'info', meaning: 'Too few forks of a kernel to judge their spread.' },

  // The logbook and certificates.
  'log-conflict': { severity: 'warning', meaning: 'A line of the logbook is a mark of a merge conflict.' },
  'log-torn': { severity: 'warning', meaning: 'A line of the logbook was cut off.' },
  'log-garbage': { severity: 'warning', meaning: 'A line of the logbook is no entry.' },
  'log-newer': { severity: 'warning', meaning: 'A newer version of Assay wrote the entry.' },
  'log-unknown': { severity: 'warning', meaning: 'An entry of the logbook cannot be read.' },
  'log-duplicate': { severity: 'warning', meaning: 'Two entries of the logbook have the same id.' },
  'log-more': { severity: 'warning', meaning: 'Further lines of the logbook cannot be read.' },
  'fits-nothing': { severity: 'warning', meaning: 'No benchmark fits the pattern of a note.' },
  'key-in-reach': { severity: 'info', meaning: 'Benchmarks can read the signing key.' },
} as const satisfies Readonly<Record<string, Row>>

export type FindingCode = keyof typeof findingCodes

/** The severities that a code may have. */
export type SeverityOf<Code extends FindingCode> = (typeof findingCodes)[Code]['severity'] extends infer One
  ? One extends readonly (infer Each)[]
    ? Each
    : One
  : never

export function severitiesOf(code: FindingCode): readonly Severity[] {
  return [findingCodes[code].severity].flat()
}
