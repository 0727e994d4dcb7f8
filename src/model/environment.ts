import { z } from 'zod'
import { runtimeIdentitySchema } from './runtime.ts'

/**
 * What the machine did while a run measured, from counters read when its first fork began and after its last one
 * had ended. Absent: could not be read, or does not exist here.
 */
export const duringSchema = z.strictObject({
  /** Between the two readings, ns; time asleep is left out. */
  duration: z.number().nonnegative(),
  /** Load average over the last minute, at the end. */
  load1: z.number().nonnegative().optional(),
  /** CPUs that other processes of this machine kept busy, on average. */
  otherCpus: z.number().nonnegative().optional(),
  /** Share of CPU time stolen by the hypervisor, 0–1. */
  steal: z.number().min(0).max(1).optional(),
  /** The CPU quota of the control group: its periods, those in which it was used up, and the threads' time stopped, ns. */
  quota: z
    .strictObject({
      periods: z.int().positive(),
      throttled: z.int().nonnegative(),
      time: z.number().nonnegative(),
    })
    .optional(),
  /** Times that a CPU slowed itself down because it was too hot: the counter that grew most. */
  overheated: z.int().nonnegative().optional(),
  /** Lowest and highest frequency that any CPU had at the two readings, Hz. */
  frequency: z.strictObject({ lowest: z.number().positive(), highest: z.number().positive() }).optional(),
  /** Time that the machine slept, ns. */
  slept: z.number().nonnegative().optional(),
  /** Whether a battery was being drained at the end. */
  onBattery: z.boolean().optional(),
})
export type During = z.infer<typeof duringSchema>

/** What looks into the measured processes, or slows them, beside flags. */
export const instrumentSchema = z.enum([
  /** A debugger can connect to the harness: its inspector is open. */
  'inspector',
  /** An editor attaches its debugger to every Node process that is started. */
  'auto-attach',
  /** Another process traces the harness: a debugger, strace. */
  'tracer',
  /** Node counts how often every block of code runs (NODE_V8_COVERAGE). */
  'coverage',
  /** Node was built with a sanitizer. */
  'sanitizer',
  /** Node was built for debugging, without the compiler's optimisations. */
  'debug-build',
])
export type Instrument = z.infer<typeof instrumentSchema>

/** The packages that are installed by a lock file. Names and versions only: an address may hold a secret. */
export const installedPackagesSchema = z.strictObject({
  lock: z.strictObject({
    /** From the project's folder, with slashes. */
    path: z.string(),
    /** First 16 digits of the SHA-256 of its text. */
    digest: z.string().regex(/^[0-9a-f]{16}$/u),
  }),
  /** What the project's package.json asks for, with the versions that the lock file has: for running it, and for working on it. */
  runtime: z.record(z.string(), z.string()),
  development: z.record(z.string(), z.string()),
})
export type InstalledPackages = z.infer<typeof installedPackagesSchema>

/** The machine as far as a reader of the numbers must know it. `undefined` means: could not be read. */
export const environmentSchema = z.strictObject({
  /** Readable slug of what must be equal for numbers to be compared. */
  class: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/u),
  /** What goes into the class, by name. */
  classParts: z.record(z.string(), z.string()),
  hardware: z.strictObject({
    cpu: z.string(),
    /** Numbers of its design, such as `6-143-8` for family, model and stepping: many designs may share one name. */
    cpuId: z.string().optional(),
    /** Instructions that V8 or the memory functions choose by, as the kernel calls them. */
    cpuFeatures: z.array(z.string()).optional(),
    microcode: z.string().optional(),
    physicalCores: z.int().nonnegative(),
    logicalCores: z.int().positive(),
    /** CPUs that this process may use: affinity and cgroup quota, may be fractional. */
    availableCpus: z.number().positive(),
    /** CPU quota of the control groups, in CPUs; absent where nothing limits. */
    cpuLimit: z.number().positive().optional(),
    /** Cache sizes in bytes by level: l1d, l1i, l2, l3. */
    caches: z.record(z.string(), z.number()),
    memory: z.number().positive(),
    /** cgroup memory limit in bytes. */
    memoryLimit: z.number().positive().optional(),
    virtual: z.boolean(),
    hypervisor: z.string().optional(),
    /** What translates the instructions of this Node for a CPU of another kind. */
    emulator: z.string().optional(),
    gpus: z.array(z.string()),
  }),
  os: z.strictObject({
    platform: z.string(),
    distribution: z.string(),
    kernel: z.string(),
    /** Which build of that kernel. */
    build: z.string().optional(),
    arch: z.string(),
    /** Who gets transparent huge pages: `always`, `madvise` or `never`. */
    hugePages: z.string().optional(),
    /** The clock that the kernel reads. */
    clock: z.string().optional(),
    /** What the kernel does about flaws of this CPU, by flaw; those that it does not have are left out. */
    mitigations: z.record(z.string(), z.string()).optional(),
  }),
  runtime: z.strictObject({
    /** Of the Node that runs Assay, and benchmarks unless they run on others. */
    node: z.string(),
    v8: z.string(),
    /** Digest of how this Node was built: one of a distribution may be slower than that of nodejs.org. */
    build: z.string().optional(),
    /** What benchmarks run on where that is not Assay's own Node alone, in the order asked for. */
    measured: z.array(runtimeIdentitySchema).min(1).optional(),
    /** Flags that reach the measured process: execArgv and NODE_OPTIONS. */
    flags: z.array(z.string()),
    /** Absent in documents of versions that did not look. */
    instruments: z.array(instrumentSchema).optional(),
  }),
  /** How the machine was when the run began. */
  state: z.strictObject({
    load1: z.number().nonnegative().optional(),
    /** Share of CPU time stolen by the hypervisor, 0–1, over a short window. */
    steal: z.number().min(0).max(1).optional(),
    governor: z.string().optional(),
    turbo: z.boolean().optional(),
    /** What the CPU itself prefers, speed or saving: `performance`, `balance_performance` … */
    preference: z.string().optional(),
    /** Highest frequency that the CPU is allowed, Hz. */
    frequencyLimit: z.number().positive().optional(),
    onBattery: z.boolean().optional(),
    runQueueDelay: z.boolean(),
    ci: z.string().optional(),
  }),
  during: duringSchema.optional(),
  /** Absent where there is no lock file, and in documents of versions that did not look. */
  packages: installedPackagesSchema.optional(),
})

export type Environment = z.infer<typeof environmentSchema>
