import { z } from 'zod'
import { extendSchema } from './extension.ts'
import { type FormatName, formatNames } from './format-name.ts'
import { globProblem } from './glob.ts'
import {
  byMetric,
  gateableMetricNames,
  gateableMetricSchema,
  isSampled,
  type MetricName,
  metric,
  type Tolerance,
} from './metric.ts'
import { configuredMetricsSchema } from './own-metric.ts'
import { runtimeRequestSchema } from './runtime.ts'
import { parsePercent, parseQuantity, type Unit } from './unit.ts'
import { remedySchema, waiverSchema } from './waiver.ts'

/** A duration as people write it; ns inside. */
const duration = quantity("a duration such as '50 ms' or '3 s'", (text) => parseQuantity(text, 'ns'))
/** Longest time-out, ns: twice as long is still less than the 2³¹ ms that a timer can wait. */
const longestTimeout = 10_000 * 60e9
/** A percentage as people write it; a fraction inside. */
const percent = quantity("a percentage such as '3 %'", parsePercent)

/**
 * Absolute limits by metric, written with units: `{ time: '2 ms', allocated: '100 kB' }`; base units inside. A count needs
 * none: `{ queries: 12 }`.
 */
export const budgetSchema = byMetric(z.union([z.string(), z.number()])).transform((budget, context) => {
  const limits: Partial<Record<MetricName, number>> = {}
  for (const [name, text] of Object.entries(budget)) {
    const { unit } = metric(name)
    const isCount = typeof text === 'number' && unit === 'count'
    const value = isCount || typeof text === 'string' ? parseQuantity(String(text), unit) : undefined
    if (value !== undefined) limits[name] = value
    else
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `expected ${quantityExample[unit]}, got '${text}'`,
      })
  }
  return limits
})

/** How a quantity of a unit is written, for messages. */
export const quantityExample = {
  ns: "a duration such as '2 ms'",
  byte: "a size such as '100 kB'",
  count: "a count such as '3'",
} as const

/** How an absolute part of a tolerance is written. */
const absoluteExample = {
  ns: ["a duration such as '1 µs'", '1 µs'],
  byte: ["a size such as '64 B'", '64 B'],
  count: ["a count such as '2'", '2'],
} as const

export type Budget = z.output<typeof budgetSchema>

/** What decides nothing, by metric: of every one that a gate may decide on. */
export type Tolerances = Readonly<Record<MetricName, Tolerance>>

/**
 * `'1 %'` for every sampled metric; or one for each metric, where an exact one may have an absolute part, too:
 * `{ time: '1 %', allocated: { absolute: '64 B', relative: '1 %' } }`. What is not written is the metric's own.
 */
const toleranceSchema = z
  .union(
    [
      z.string(),
      byMetric(
        z.union(
          [z.string(), z.strictObject({ absolute: z.string().optional(), relative: z.string().optional() })],
          { error: "expected a percentage such as '3 %', or { absolute: '64 B', relative: '1 %' }" },
        ),
        gateableMetricNames,
      ),
    ],
    { error: "expected a percentage such as '1 %', or one for each metric: { time: '1 %' }" },
  )
  .optional()
  .transform((written, context): Tolerances => {
    const read = (text: string | undefined, path: string[], unit: Unit | '%') => {
      if (text === undefined) return undefined
      const value = unit === '%' ? parsePercent(text) : parseQuantity(text, unit)
      if (value !== undefined && value > 0) return value
      const isExact = path.length === 1 && !isSampled(path[0]!)
      const other = isExact ? ` or { absolute: '${absoluteExample[metric(path[0]!).unit][1]}' }` : ''
      const expected = unit === '%' ? `a percentage above 0 such as '3 %'${other}` : absoluteExample[unit][0]
      context.addIssue({ code: 'custom', path, message: `expected ${expected}, got '${text}'` })
      return undefined
    }
    const all = typeof written === 'string' ? read(written, [], '%') : undefined
    const rows = gateableMetricNames().map((name) => {
      const { tolerance, distribution, unit } = metric(name)
      const own = typeof written === 'object' ? written[name] : undefined
      if (typeof own === 'object' && own.absolute !== undefined && distribution === 'sampled') {
        const message = `${name} varies from fork to fork, so its tolerance is a percentage such as '1 %'`
        context.addIssue({ code: 'custom', path: [name, 'absolute'], message })
      }
      const said =
        typeof own === 'string'
          ? { relative: read(own, [name], '%') }
          : own && {
              absolute: read(own.absolute, [name, 'absolute'], unit),
              relative: read(own.relative, [name, 'relative'], '%'),
            }
      const relative = said?.relative ?? (distribution === 'sampled' ? all : undefined)
      return [
        name,
        { absolute: said?.absolute ?? tolerance.absolute, relative: relative ?? tolerance.relative },
      ] as const
    })
    return Object.fromEntries(rows)
  })

/** Longest word on the command line, characters. No path is longer. */
export const longestWord = 4_096

const glob = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const problem = globProblem(text)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: `the pattern ${problem}` })
  })
const globs = z.array(glob)
/** Of files that are to be found, which lie in the project. */
const globsInside = z.array(
  glob.refine((text) => !/^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\{,])\.\.(?:[/\\},]|$)/u.test(text), {
    error: ({ input }) =>
      `'${String(input).slice(0, 80)}' lies outside the project; write it relative to the folder of package.json`,
  }),
)

function insideProject(what: 'file' | 'folder') {
  return z
    .string()
    .min(1)
    .refine((path) => !/^(?:[/\\]|[A-Za-z]:)/u.test(path) && !path.split(/[\\/]/u).includes('..'), {
      message: `must be a ${what} inside the project`,
    })
}

/** The project itself, and folders that belong to something else, whatever the case of their letters. */
const takenFolders = /^[./]+$|(?:^|\/)(?:\.git|node_modules|\.assay)(?:\/|$)|^(?:\.\/)*baselines(?:\/|$)/iu

const narrow = 'margin must be larger than tolerance: between the two lies what is undecided'

/** Fields that have another name now, by path. */
export const renamedFields: Readonly<Record<string, string>> = {
  'gate.tolerances': 'gate.tolerance, which takes one value or one for each metric',
}

/** The configuration. All defaults of the program stand here. */
export const configSchema = z
  .strictObject({
    include: globsInside.min(1).default(['**/*.{bench,benchmark}.{ts,mts,cts,js,mjs,cjs}']),
    exclude: globs.default(['**/node_modules/**', '**/dist/**', '**/.assay/**', '**/.git/**']),
    time: z
      .strictObject({
        /**
         * All that a benchmark costs on the clock, while more forks are made than the fewest: processes, warm-up and memory
         * included. A fork warms up and samples for a tenth of it.
         */
        perBenchmark: duration.prefault('3 s'),
        forks: z
          .strictObject({
            min: z.int().min(2).max(1000).default(5),
            max: z.int().min(2).max(1000).default(30),
          })
          .refine((forks) => forks.min <= forks.max, { message: 'min must not be larger than max' })
          .prefault({}),
        /** Duration of one batch between two readings of the clock. */
        batch: duration.prefault('0.5 ms'),
        /** The interval of a benchmark is narrow enough at this half-width; forks are added until then. */
        precision: percent.prefault('2 %'),
        /** Profiles that show why something is slower are begun for so long in a run; the first one is taken in any case. */
        explanations: duration.prefault('30 s'),
        /** A fork that has not answered after this time, loading and setup included, is killed. */
        timeout: duration
          .refine((timeout) => timeout <= longestTimeout, { message: "must not be longer than '10000 min'" })
          .prefault('60 s'),
      })
      .refine(({ batch, timeout }) => batch < timeout, {
        path: ['batch'],
        message: 'must be shorter than time.timeout, after which its fork is ended',
      })
      .prefault({}),
    /** What benchmarks run on: `'node@22'`, `'bun'`, `'deno'`, or paths of such; none: the Node that runs Assay. */
    runtimes: z
      .array(runtimeRequestSchema)
      .refine((all) => new Set(all).size === all.length, { message: 'names one of them twice' })
      .default([]),
    gate: z
      .strictObject({
        /**
         * `auto`: the accepted commit, else the merge base with the default branch; `baseline`: the accepted commit alone; a
         * revision of git; or a published version such as `npm:latest`.
         */
        against: z.string().min(1).default('auto'),
        /** A revision or a published version that is compared with besides, and stays where it is while baselines move on. */
        anchor: z
          .strictObject({
            ref: z.string().min(1),
            tolerance: percent.prefault('5 %'),
            margin: percent.prefault('10 %'),
          })
          .refine((anchor) => anchor.tolerance < anchor.margin, { path: ['margin'], message: narrow })
          .optional(),
        /** A change for the worse counts when it is proven to be larger; the defaults are those of the metrics. */
        tolerance: toleranceSchema,
        /** A pass means that a slowdown larger than this is disproven. */
        margin: percent.prefault('3 %'),
        /** Probability that a run of the whole suite raises any false alarm. */
        alpha: z.number().gt(0).max(0.2).default(0.01),
        /** Allowed drift between sessions. A recorded baseline alone proves nothing smaller. */
        drift: percent.prefault('10 %'),
        inconclusive: z.enum(['warn', 'fail']).default('warn'),
        metrics: z.array(gateableMetricSchema).min(1).default(['time', 'allocated']),
        /** Benchmarks that fail softly: what they have become worse by is a condition of the certificate, and no failure. */
        soft: globs.default([]),
        /** Slowdowns that are accepted for a while. */
        waivers: z.array(waiverSchema.extend({ limit: percent })).default([]),
        /** Who repairs what fails, and by when; it fails all the same. */
        remedies: z.array(remedySchema).default([]),
      })
      .refine(({ tolerance: { time } = {}, margin }) => !time || time.relative < margin, {
        path: ['margin'],
        message: narrow,
      })
      .prefault({}),
    base: z
      .strictObject({
        /** Program and arguments, run without a shell in a revision that is laid out, before it is measured. */
        build: z.tuple([z.string().min(1)], z.string()).optional(),
        /**
         * Files that decide nothing about code, by pattern from the top of the repository: they may differ where nobody can
         * follow what a benchmark reads.
         */
        unrelated: globs.default(['docs/**', '**/*.md', '**/LICENSE*', '.github/**']),
      })
      .prefault({}),
    /** Metrics of one's own, so that the fields here can name them. What benchmark files say of them must agree. */
    metrics: configuredMetricsSchema.prefault({}),
    /** Absolute limits by benchmark pattern; they add to what a benchmark says itself. */
    budgets: z.record(glob, budgetSchema).default({}),
    /** Benchmarks whose revisions may return different results: for files of other libraries, which have no word for it. */
    mayDiffer: globs.default([]),
    /** Who looks after which files, by glob; of those that fit the last one counts. Next actions name them. */
    owners: z.record(glob, z.string().min(1)).default({}),
    collect: z
      .strictObject({
        /** Profile both revisions of what is slower, or heavier, than its base: which function is it? */
        cpuProfile: z.enum(['on-regression', 'never']).default('on-regression'),
        /** Count bytes and collections when the timing of a fork is over. */
        memory: z.boolean().default(true),
        /** Measure the control kernels beside recorded numbers, to tell whether the machine has moved since. */
        controls: z.boolean().default(true),
      })
      .prefault({}),
    /**
     * What the logbook is told without being asked: what was decided (gates, baselines, hypotheses that a run has reached), or
     * everything that ran. It is committed, so what only looks changes no file that git knows.
     */
    logbook: z.enum(['decisions', 'all']).default('decisions'),
    certificate: z
      .strictObject({
        /** Days that a certificate counts for. */
        days: z.int().min(1).max(3650).default(90),
        /** The file that says whose signature counts for what. */
        trust: insideProject('file').default('perf.trust.json'),
      })
      .prefault({}),
    reports: z
      .strictObject({
        dir: insideProject('folder')
          .refine((path) => !takenFolders.test(path.replaceAll('\\', '/')), {
            message:
              'must be a folder of its own: not the project itself, and not one of git, npm, Assay or the baselines',
          })
          .default('reports'),
        formats: z
          .array(z.string() as unknown as z.ZodType<string, FormatName | (string & {})>)
          .min(1)
          .default(['markdown', 'json']),
      })
      .prefault({}),
    /** What the project adds to Assay. */
    extend: extendSchema.prefault({}),
  })
  .superRefine(({ reports, extend }, context) => {
    const known = [...formatNames, ...Object.keys(extend.renderers)]
    for (const [place, format] of reports.formats.entries()) {
      if (known.includes(format)) continue
      const message = `there is no format '${format.slice(0, 80)}'; there are ${known.join(', ')}`
      context.addIssue({ code: 'custom', path: ['reports', 'formats', place], message })
    }
  })

/** What a person writes in `perf.config.ts`. */
export type UserConfig = z.input<typeof configSchema>
/** The configuration with every default filled in, in base units. */
export type Config = z.output<typeof configSchema>

/** Constants of the screen that are rules of the method, not choices of a project. */
export const policy = {
  /** Level at which a cell becomes a suspect in the first stage (MEASUREMENT.md section 4). */
  screenAlpha: 0.05,
  /** Confidence of the interval of one benchmark's estimate over its forks. */
  confidence: 0.95,
  /** A fork's share of the time of a benchmark: perBenchmark ÷ this, so a noisy one can get twice the default minimum. */
  slices: 10,
  /**
   * Forks of a benchmark that count bytes, and the most of them where some have too few readings. Nothing exact is
   * decided from fewer than `memoryForks` on either side, but that nothing has changed: where that many of either side
   * (`alike`) all say the same, to the last digit, a third one tells nothing.
   */
  memoryForks: 3,
  alike: 2,
  mostMemoryForks: 6,
  /**
   * Forks of either side that decide about an exact metric of a project's own; `uneven`: of one that differs from operation to
   * operation, so that two that agree may do so by chance.
   */
  ownForks: { least: 2, uneven: 5 },
  /** Readings that a fork needs for its median to be exact: fewer let one compilation into the figure. */
  exactRepeats: 3,
  /** Share of the time of its operations above which the collector's pauses are worth a finding. */
  gcDominated: 0.2,
  /** The same share from which on two revisions in one process dilute what one of them allocates more. */
  gcHeavy: 0.05,
  /**
   * Shares of the largest number of pairs at which a stage of paired revisions is looked at, and what is the most for them:
   * where more are allowed, each look after that is at so many times as many. Pairs in processes of
   * their own that tell the size of a change that was found in a shared heap, the fewest that bound it at 95 %; and the
   * longest batch of a pair, ns: of short ones more are left when other work comes in between, and their values scatter
   * half as much.
   */
  pairs: { looks: [0.225, 0.3, 0.4, 0.55, 0.75, 1], usual: 40, further: 1.5, apart: 6, batch: 0.15e6 },
  /** What two forks of a pair measure in turns: so often, for so many ns. */
  turns: { turns: 24, span: 2e6 },
  /** What commands run in turns or one by one: see core/kind/command and host/run/command.ts. Times in ns. */
  commands: {
    /**
     * What `assay time` does when nobody asks for more: how long for each comparison, pairs of a stage, trials of a single
     * command, and how long a run may take.
     */
    ...{ time: 60e9, pairs: { min: 5, max: 90 }, alone: { min: 10, max: 60 }, timeout: 600e9 },
    /**
     * One turn of a command that takes turns, and how many of them it takes at the least for that to be worth it. Beside two busy
     * neighbours pairs of the same program scattered by 3.0 % in turns of 5 ms, 2.2 % of 2.5 and 1.8 % of 1.25.
     */
    span: 1.5e6,
    fewestTurns: 16,
    /**
     * Shares of the CPU time of others than its first thread up to which a command is taken to have no others, or only ones that
     * help; and in how many turns these have been started.
     */
    oneCpu: { alone: 0.03, helped: 0.25, freeTurns: 8 },
    /**
     * Time that a command may sleep for its runs to be cut into turns, ns, or share of its time if that is more: timers run on
     * while it is stopped, which hides up to half of it. On a busy machine the supervisor sees an end some ms too late.
     */
    sleepInTurns: { time: 5e6, share: 0.01 },
    /** Trials of each at the least, before one is said to need more memory. */
    memoryTrials: 5,
    /** What one start costs beside the run, and from which time on two runs in a row make a block, in place of four. */
    start: 6e6,
    long: 5e9,
    /** The most runs of one side in a trial. */
    mostRuns: 40,
    /** Share of its time from which on waiting for a CPU, or for its quota, sets a run aside. */
    share: 0.02,
    /** Part of the CPU time of its helpers that a command waits for them. */
    besideHelpers: 0.5,
    /** How much of a turn a thread waits that has to make room for another one. */
    turn: 1.5e6,
    /** How long a supervisor may say nothing beyond twice the time-out of a run. */
    silence: 10e9,
    /** Page faults and bytes from a disk above the usual from which on a run is set aside. */
    disk: { faults: 4, bytes: 1 << 16 },
    /** How much longer than usual a run takes to be called slow. */
    slow: 0.1,
    /** Part of the shell's time that a command for it takes at the least, and below which it is called too short. */
    leastOfShell: 0.01,
    shortOfShell: 0.25,
    /** Up to this many times the supervisor's own floor, a peak is no more than an upper limit. */
    floorShare: 1.1,
    /** From being asked to end until it is made to. */
    grace: 1e9,
    /** Bytes of its output that are normalised. */
    normalized: 1 << 26,
    /** Bytes written above which a command may write files that another one reads. */
    writes: 1 << 12,
  },
  /** Cold starts. */
  cold: {
    /** Processes that are watched for what they import, of which the most typical one is told; of each revision. */
    watched: 5,
    /** Trials of pairs that also tell the time with a compile cache. */
    cached: 7,
    /** Modules that a Run keeps of what is imported, and that a report shows. */
    kept: 60,
    shown: 15,
    /** A module that takes longer by less is not told, ns; and so many are told by name. */
    least: 0.5e6,
    named: 5,
    /** The same of one that has as many bytes as before. */
    leastOfSame: 3e6,
  },
  /** Loads on services. Times in ns. */
  load: {
    /** What only warms a service before requests count. Closed loops of Node servers are steady after half a second. */
    warmUp: 0.5e9,
    /** The shortest time for which a trial sends requests, and how long one of a pair does. */
    ...{ least: 0.5e9, pair: 0.7e9 },
    /** Share of the time of the CPU that both revisions share, for which they are kept busy at the most. */
    shared: 0.7,
    /** Requests that both revisions are asked first, to see whether they answer the same. */
    compared: 10,
    /** How late requests may be sent: 99 in 100 of them, or by which share of the median latency if that is more. */
    lag: { least: 1e6, share: 0.1 },
    /** Pairs and requests of a trial that the shapes of latencies are compared with at the least, and the error of that. */
    spread: { pairs: 8, requests: 100, alpha: 0.01 },
    /** Share of its time for which the process that sends is busy, from which on it is called the limit. */
    busy: 0.8,
    /** How often it is looked whether an objective ends a load before its time. */
    progress: 250e6,
    /** How often a service is asked whether it is ready. */
    every: 10e6,
  },
  /** Forks that are profiled, and looked into otherwise. */
  profile: {
    /** Pairs that a difference is told from: twelve can tell one function in a hundred from chance; eight hardly any. */
    replicates: 12,
    fewest: 8,
    /** Forks that show where the time goes, without anything to compare with. */
    alone: 3,
    /** Fewer samples in all of them say little about where the time goes. */
    fewestSamples: 50,
    /** Forks of each revision that tell where optimised code is thrown away: not in all of them it is. */
    deoptimizations: 3,
    /** A fork's share of the time of a benchmark: perBenchmark ÷ this. */
    slices: 3,
    /** Which functions are asked about, and what counts as a change of one (core/profile/difference.ts). */
    limits: { least: 0.005, floor: 0.02, falseShare: 0.05, confidence: 0.95 },
    /** Expected share of false ones where no function has another text, and none runs another number of times. */
    falseShareUnchanged: 0.01,
    /**
     * What is allocated more, as samples of the heap tell it: a function's part of it that is worth a name, how many are
     * kept, and from where on it is told although nothing has proven it. Bytes per operation.
     */
    allocated: { leastShare: 0.1, most: 5, told: { bytes: 8, ratio: 1.05 } },
  },
  /**
   * Benchmark files are loaded together where that changes nothing. One that takes longer than `patience` (ns) is loaded
   * alone; what it starts has `grace` (ns) to end, or to throw. A process more, up to one for each CPU, pays off for each
   * `share` of files.
   */
  listing: { patience: 2e9, grace: 500e6, share: 50 },
  /** Recorded sessions of the same code. */
  sessions: {
    /** The newest ones that are kept of a benchmark. */
    kept: 5,
    /** A session that follows sooner says little about another day: it is recorded, with a remark. ns. */
    apart: 3600e9,
    /**
     * Level of the screen's bounds where sessions tell how far they scatter. Moderated variances of few benchmarks are
     * taken for better known than they are: at 0.04, not at 0.05, at most 5 in 100 benchmarks are wrongly called
     * equivalent (test/core/compare/recorded/compare-run-simulation.test.ts).
     */
    level: 0.04,
    /** Degrees of freedom below which that scatter is as good as unknown. */
    fewestDegrees: 1,
  },
  /**
   * Accepted numbers that a run tells beside its own: of each benchmark the newest sessions, from the newest versions
   * of each baseline that git has committed, and of all baselines together no more than can be read in a moment.
   */
  history: { points: 24, versions: 50, versionsInAll: 400 },
  /** Processes and folders beside the measured code. ns. */
  processes: {
    /** From asking a program to end until it is made to. */
    grace: 1e9,
    /** How long the pipes of a program that has ended are read, when somebody else holds them open. */
    pipes: 0.2e9,
    /** How often the owner of a checkout shows that it is there, and after which time without it one may be gone. */
    heartbeat: 60e9,
    abandoned: 24 * 3600e9,
  },
  /**
   * Changed functions that no benchmark runs. What some calls did not run, more may: benchmarks are called again until
   * their time is over, all of them together for so many ns at the most. And how many are told by name.
   */
  unreached: { time: 10e9, named: 3 },
  /** The control kernels beside a run or a baseline: what the machine is like, in a few seconds. */
  controls: {
    /** Forks of each. */
    forks: 6,
    /** Warm-up and sampling of one fork, and one batch, ns: the same whatever a project asks for. */
    trialTime: 50e6,
    batch: 0.5e6,
    /** After so long, measuring the machine now says nothing about the state of that run, ns. */
    age: 600e9,
  },
  /** Files that are written and shared, ms and bytes. */
  files: {
    /** What was being written for so long is written by nobody any more. */
    leftAfter: 3_600_000,
    /** How long to wait for a lock, and how often to look; a lock that is older is nobody's: what it is for takes a moment. */
    lock: { wait: 20_000, every: 15, forgotten: 60_000 },
    /** Raw data that is laid beside the code without asking, bytes. */
    kept: 200_000,
    /** What is written for a try before anything is measured: as much as the last report, within these bounds. */
    rehearsal: { least: 1 << 20, most: 1 << 26 },
  },
  /** Longest texts of others that are kept, characters: messages of errors, their stacks, and what was printed on stderr. */
  texts: {
    message: 2_000,
    stack: 4_000,
    stderr: 4_000,
    /** As much of each is looked through for the cause of a load that failed, and so much of a line. */
    read: 20_000,
    line: 1_000,
  },
  /** Timed forks of a benchmark that the machine may keep from measuring: then it is given up. */
  mostDisturbed: 5,
  /** Fresh forks of a suspect in the second stage. */
  confirmForks: { min: 10, max: 60 },
  /** The second stage can reach a p this many times smaller than its level. */
  confirmReach: 10,
  /** The most forks or pairs that may be asked for. */
  mostForks: 1000,
  /** Below this share of clean batches all batches are kept. */
  minimumCleanShare: 0.25,
  /**
   * A machine is contended for a benchmark when more than this share of its forks had fewer clean batches than
   * `minimumCleanShare`: in the others, waiting for a CPU is in no batch that counts.
   */
  contendedForks: 0.5,
  /**
   * Share of its time that a benchmark sleeps: from `judged` on it is judged on wall time in any case (code that
   * computes sleeps for the collector's threads, 0 to 8 % of the time), from `told` on a finding says that it waits. Of a
   * pair, `apart` is the difference from which on it is: CPU time does not see that one side sleeps more.
   */
  asleep: { judged: 0.1, told: 0.5, apart: 0.01 },
  /** Share of its CPU time that a benchmark spends in other threads or processes, from which on a finding says so. */
  elsewhere: 0.1,
  /** A batch that is shorter than this many steps of the clock could not be made longer; half of what is aimed at. */
  fewestClockSteps: 500,
  /** An interval that covers the median with less than this comes from too few forks: five reach 0.94, four 0.88. */
  fewestCoverage: 0.9,
  /** Fewest samples in a fork, however slow the function is. */
  minimumSamples: 3,
  /**
   * Growth of a family of benchmarks with its parameter, held against what it declares (stats/growth.ts). Sizes tell
   * something if there are so many, with such a factor between the smallest and the largest, of so many values each. Beside
   * the steepest step, a factor of `step` is allowed, as where data outgrow a cache, and once more for each factor of `every`.
   */
  growth: { sizes: 3, span: 8, values: 3, step: 1.3, every: 1000 },
  /**
   * Search for the highest rate that a service keeps (core/capacity): how far the lowest rate that is lost may lie above it, as a
   * share of it; the most steps; and the lowest rate that is tried, as a share of the first one. A step sends so many requests,
   * within bounds, ns. It has lost where less than `achieved` of what was due is answered; it says nothing against the service
   * where requests were sent so late, ns.
   */
  capacity: {
    ...{ resolution: 0.025, steps: 40, least: 1 / 64, achieved: 0.98, late: 5e6 },
    step: { requests: 1_000, shortest: 2e9, longest: 30e9 },
  },
  /**
   * Loads over time: for how long, how many readings, and how near they may be, ns; the share of them that only warms; the error
   * of a trend for all measures of a load together; what each may add in an hour, bytes, or handles; and the functions that are named.
   * 64 MB in an hour are 36 B for each of 500 requests a second.
   */
  soak: {
    ...{ time: 120e9, readings: 120, every: 250e6, warmUp: 0.2, alpha: 0.03, sites: 5 },
    budget: { heap: 64e6, external: 64e6, memory: 256e6, handles: 120 },
  },
  /**
   * Operations that must lie beyond a quantile of latencies for it to be told: `fork` of each fork for the median
   * of the forks and its interval, or else `all` of all forks together for theirs, without one.
   */
  latencyBeyond: { fork: 1, all: 5 },
  /** Below this, in ns, the loop's own instructions weigh in a reading: what one more call costs is measured beside it. */
  nearFloor: 3,
  /** What `assay doctor` measures, and from when on it says something against the machine. */
  doctor: {
    /** Time of all its forks together when nobody asks for another, ns. */
    time: 120e9,
    /** Times per benchmark for which it shows the smallest provable slowdown, ns. */
    columns: [1e9, 10e9, 60e9],
    /** The most forks of a benchmark that a run can be asked for. */
    mostForks: 1000,
    /** Probability with which a slowdown of that size is proven. */
    power: 0.8,
    /** Fewer forks of a kernel do not show how far its forks lie apart. */
    fewestForks: 6,
    /** Spread of the logarithm between forks of the same code: 1.5–4 % on an idle machine (MEASUREMENT.md section 1). */
    spread: 0.05,
    /** Share of contaminated batches. */
    contaminated: 0.25,
  },
} as const

function quantity(expected: string, parse: (text: string) => number | undefined) {
  return z.string({ error: `expected ${expected}` }).transform((text, context) => {
    const value = parse(text)
    if (value !== undefined && value > 0) return value
    context.addIssue({ code: 'custom', message: `expected ${expected}, got '${text}'` })
    return z.NEVER
  })
}
