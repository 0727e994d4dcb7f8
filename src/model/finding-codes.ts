/** How much a finding weighs; finding.ts says what each level means. */
export type Severity = 'info' | 'warning' | 'error'

/**
 * Its level, or two where the same fact weighs more in some cases: the usual one first. And what it means, in one line;
 * `docs/reference/findings.md#<code>` says when it appears and what to do.
 */
type Row = readonly [severity: Severity | readonly [Severity, Severity], meaning: string]

/**
 * Every finding that there is, by code. This file is a data table, so it may be long. A code that is not here does not
 * compile, and neither does one with another severity; a test demands that each is emitted and has its paragraph.
 */
export const findingCodes = {
  // Benchmark files.
  'load-failed': ['error', 'A benchmark file cannot be loaded.'],
  'registers-nothing': ['warning', 'A benchmark file registers no benchmark.'],
  'other-library': ['info', 'A benchmark is written for another library, and Assay measures it.'],
  compiled: ['info', 'A compiler of the project has made a source run.'],
  'words-ignored': [['warning', 'info'], 'A benchmark asks its library for what Assay does not do.'],
  'throws-late': ['warning', 'Something that a benchmark file starts fails after loading.'],

  // What the samples of a benchmark show.
  'still-warming-up': ['warning', 'The time still fell while it was sampled.'],
  'time-over': ['warning', 'The time of the whole run was over before everything was measured.'],
  bailed: ['warning', 'The run ended at the first benchmark that was proven worse.'],
  'slowing-down': ['warning', 'The time rose while it was sampled.'],
  bimodal: ['warning', 'Samples alternate between two speeds inside one process.'],
  'never-steady': ['warning', 'Most forks never reached a steady state.'],
  'bimodal-forks': ['warning', 'Forks settle on one of two speeds.'],
  deoptimized: ['warning', 'V8 discarded optimised code while it was sampled.'],
  contaminated: ['warning', 'The benchmark had to wait for a CPU during many batches.'],
  disturbed: ['warning', 'Forks were given up because other processes had the CPU.'],
  'too-short-for-the-clock': ['warning', 'A batch takes only a few steps of the clock.'],
  'too-few-forks': ['warning', 'Too few forks for an interval of the nominal confidence.'],

  // What the code of a benchmark does.
  'optimized-away': ['warning', 'The compiler removed the work that is to be measured.'],
  'first-call-only': ['warning', 'Only the first call does the work; later calls find it done.'],
  'mixed-kinds': ['warning', 'Some calls return a promise, and others a plain value.'],
  'changed-builtins': ['warning', 'The benchmark changes built-in objects.'],
  prints: ['warning', 'The measured function prints, which is part of its time.'],
  'left-running': ['warning', 'The benchmark leaves timers, servers or processes running.'],
  'work-elsewhere': [['warning', 'info'], 'Part of the work runs outside the measured thread.'],
  waiting: ['info', 'The benchmark mostly sleeps, and is judged on wall time.'],
  'alternatives-not-compared': ['warning', 'The results of alternatives in a group could not be compared.'],

  // What the runs of a command show.
  'slow-runs': ['info', 'Some runs took longer than usual, and why.'],
  'too-short-for-the-shell': ['warning', 'A command takes hardly longer than its shell.'],
  'supervisor-limited': ['info', 'What the system does not tell of a command.'],
  'calls-not-followed': ['info', 'The files that a command opens, or its system calls, are not known.'],
  'not-evicted': ['info', 'The files of a command could not be taken out of memory.'],

  // What cold starts show.
  'ends-while-loading': ['info', 'A program ends before all of it is loaded.'],
  'imports-not-watched': ['info', 'What a program imports could not be watched.'],
  'costlier-imports': ['warning', 'Imports that are new, or slower than at the base.'],

  // What loads on services show.
  'requests-failed': ['warning', 'Requests were not answered, or not as expected.'],
  'spread-changed': ['warning', 'Latencies are spread otherwise than at the base, whatever the median does.'],
  'ended-early': ['warning', 'A load ended before its time, because of an objective.'],
  'sent-late': ['warning', 'Requests were sent later than they were due.'],

  // How benchmarks grow with a parameter.
  'grows-faster': ['warning', 'A benchmark grows faster with its parameter than it declares.'],
  'growth-untold': ['warning', 'Whether a benchmark grows faster than it declares is open.'],

  // Memory and budgets.
  leak: ['warning', 'Each operation leaves memory behind that is never freed.'],
  'gc-dominated': ['warning', 'Garbage collection takes much of the time.'],
  'memory-not-measured': ['warning', 'Memory could not be measured, or in few forks only.'],
  'metric-unread': ['error', "A metric of the project's own could not be read."],
  'not-deterministic': [
    'warning',
    'A metric that is declared to be exact differs between forks of the same code.',
  ],
  'uneven-operations': ['info', 'A metric that is declared to be exact differs from operation to operation.'],
  'unheld-budget': ['warning', 'A budget limits a metric that was not measured.'],

  // The machine before a run.
  'machine-busy': ['warning', 'Other work competed for the CPUs before the run.'],
  'cpu-stolen': ['warning', 'The hypervisor gave CPU time to other guests.'],
  'frequency-scaling': ['warning', 'The CPU frequency follows the load.'],
  turbo: ['info', 'Turbo is on, so the frequency varies.'],
  'on-battery': ['warning', 'The machine runs on battery.'],
  'fractional-cpus': ['warning', 'A quota allows a fraction of a CPU.'],
  'no-run-queue-data': ['info', 'The system does not say how long threads wait for a CPU.'],
  'emulated-cpu': [['warning', 'error'], 'Node is built for another CPU and runs emulated.'],

  // What the measured processes carry.
  'debugger-flags': [['warning', 'error'], 'Node runs with flags of a debugger or profiler.'],
  'debugger-attached': [['warning', 'error'], 'A debugger watches the measured processes.'],
  coverage: [['warning', 'error'], 'V8 collects coverage, which slows all code.'],
  'instrumented-node': [['warning', 'error'], 'Node was built for debugging, and is slow.'],
  'runtime-limits': ['info', 'The runtime cannot tell everything that Node tells.'],
  'engine-flags': ['warning', 'Node runs with flags that may change its speed.'],

  // The machine during a run.
  throttled: ['warning', 'The CPU quota was used up, and threads were stopped.'],
  'noisy-neighbours': ['warning', 'Other work kept CPUs busy during the run.'],
  overheated: ['warning', 'A hot CPU slowed itself down during the run.'],
  slept: ['warning', 'The machine slept during the run.'],
  unplugged: ['warning', 'The power supply was unplugged during the run.'],

  // Recorded baselines.
  'no-baseline': ['info', 'No baseline is recorded for this class of machines.'],
  'broken-baseline': ['error', 'A baseline file is damaged.'],
  'unreadable-baseline': ['error', 'A baseline file cannot be read.'],
  'older-baseline': ['error', 'An earlier version of Assay wrote the baseline.'],
  'newer-baseline': ['error', 'A newer version of Assay wrote the baseline.'],
  'misplaced-baseline': ['error', 'A baseline file lies in the wrong place.'],
  'missing-benchmark': ['warning', 'The baseline has a benchmark that the files do not have.'],
  'other-method': ['warning', 'A baseline was measured by other rules.'],
  'metric-not-measured': ['warning', 'A metric that the gate asks for could not be measured of a benchmark.'],
  incomparable: ['warning', "No recorded value was measured by today's rules."],
  'one-session': ['info', 'One recorded session cannot rule out a slowdown.'],
  'suspected-regression': ['warning', 'It looks slower than the baseline; that is not proven.'],
  'machine-moved': ['warning', 'The machine itself became faster or slower since the baseline.'],
  'environment-differs': ['warning', 'Kernel, Node, packages or limits are not those of the baseline.'],
  withdrawn: ['info', 'A pass was withdrawn because the machine has moved.'],
  'regression-withdrawn': ['warning', 'A regression was withdrawn because the machine has moved.'],
  'degenerate-data': ['warning', 'Too few, equal or zero values cannot be compared.'],

  // Comparisons of any kind.
  'not-slower': ['info', 'A slowdown is disproven; a likely gain is not proven.'],
  contradicted: ['warning', 'The second look contradicts the first one.'],
  'uneven-forks': ['info', 'An exact metric differs between forks of the same code.'],
  'metric-new': ['info', "A metric of the project's own is not told by the base."],
  'too-few-memory-forks': ['info', 'Too few forks counted an exact metric.'],

  // Pairs: two revisions side by side.
  undecided: ['warning', 'The pairs neither prove a slowdown nor disprove it.'],
  'no-base': ['warning', 'The revision to compare with cannot be had.'],
  'base-failed': ['warning', 'The benchmark does not run at the base.'],
  'mixed-code': ['warning', "The base's side would run code of the working tree."],
  'different-result': ['warning', 'The two revisions return different results.'],
  'results-not-compared': ['info', 'The results of the two revisions could not be compared.'],
  'measured-apart': ['info', 'The two revisions ran in separate processes.'],
  'separate-process-size': ['info', 'The size of the change in separate processes.'],
  'control-failed': ['warning', 'The same code, measured against itself, differs.'],
  'control-not-measured': ['warning', 'No control could be measured, so no pair counts.'],
  'anchor-not-run': ['warning', 'Benchmarks cannot be compared with the anchor.'],
  'benchmark-file-taken': ['warning', 'Both revisions run the changed benchmark file.'],
  'benchmark-file-new': ['info', 'Both revisions run a benchmark file that the base lacks.'],
  'benchmark-file-own': ['warning', 'Each revision runs its own version of a benchmark file.'],
  'benchmark-file-edited': ['info', 'Only the benchmark file has changed, and each revision runs its own.'],
  'configuration-differs': ['info', 'The configuration differs from that of the base.'],
  'not-executed': ['warning', 'Code has changed that no benchmark runs.'],
  'not-loaded': ['info', 'Source files have changed that no benchmark loads.'],
  'not-followed': ['info', 'Assay cannot tell whether what a benchmark file runs has changed.'],
  'engine-excluded': ['warning', 'The base does not support this version of Node.'],

  // Profiles and explanations.
  'not-explained': ['warning', 'Profiles do not show what made it slower.'],
  'calls-counted': ['warning', 'What an operation runs more often than at the base.'],
  'few-samples': ['info', 'A profile has too few samples.'],
  'profile-missing': ['info', 'Some forks did not deliver their profile.'],
  'not-profiled': ['info', 'No profile is taken of commands and of kinds of your own.'],
  'collector-missing': ['info', 'A collector is not available here.'],
  'collector-failed': ['warning', 'A collector delivered nothing.'],
  'no-hardware-counters': ['info', 'The machine lacks some hardware counters.'],
  'clinic-doctor': ['info', 'The diagnosis of clinic doctor.'],

  // What the project adds to Assay itself.
  'kind-note': ['warning', "A kind of the project's own says what weakens its numbers."],
  'format-failed': ['warning', "A format of the project's own was not written."],

  // The doctor.
  'control-kernel-failed': ['error', "One of the doctor's kernels failed."],
  'null-control': ['error', 'The doctor finds a difference where there is none.'],
  'wide-spread': ['warning', "Forks of the doctor's kernels lie far apart."],
  'contaminated-kernels': ['warning', "The doctor's kernels had to wait for a CPU."],
  'too-few-kernel-forks': ['info', 'Too few forks of a kernel to judge their spread.'],

  // The logbook and certificates.
  'log-conflict': ['warning', 'A line of the logbook is a mark of a merge conflict.'],
  'log-torn': ['warning', 'A line of the logbook was cut off.'],
  'log-garbage': ['warning', 'A line of the logbook is no entry.'],
  'log-newer': ['warning', 'A newer version of Assay wrote the entry.'],
  'log-unknown': ['warning', 'An entry of the logbook cannot be read.'],
  'log-duplicate': ['warning', 'Two entries of the logbook have the same id.'],
  'log-more': ['warning', 'Further lines of the logbook cannot be read.'],
  'fits-nothing': ['warning', 'No benchmark fits the pattern of a note.'],
  'key-in-reach': ['info', 'Benchmarks can read the signing key.'],
} as const satisfies Readonly<Record<string, Row>>

export type FindingCode = keyof typeof findingCodes

/** The severities that a code may have. */
export type SeverityOf<Code extends FindingCode> = (typeof findingCodes)[Code][0] extends infer One
  ? One extends readonly (infer Each)[]
    ? Each
    : One
  : never

export function severitiesOf(code: FindingCode): readonly Severity[] {
  return [findingCodes[code][0]].flat()
}
