import { z } from 'zod'

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

/** The machine as far as a reader of the numbers must know it. `undefined` means: could not be read. */
export const environmentSchema = z.strictObject({
  /** Readable slug of what must be equal for numbers to be compared. */
  class: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/u),
  /** What goes into the class, by name. */
  classParts: z.record(z.string(), z.string()),
  hardware: z.strictObject({
    cpu: z.string(),
    physicalCores: z.int().nonnegative(),
    logicalCores: z.int().positive(),
    /** CPUs that this process may use: affinity and cgroup quota, may be fractional. */
    availableCpus: z.number().positive(),
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
    arch: z.string(),
  }),
  runtime: z.strictObject({
    node: z.string(),
    v8: z.string(),
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
    onBattery: z.boolean().optional(),
    runQueueDelay: z.boolean(),
    ci: z.string().optional(),
  }),
  during: duringSchema.optional(),
})

export type Environment = z.infer<typeof environmentSchema>
