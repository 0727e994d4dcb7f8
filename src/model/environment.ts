import { z } from 'zod'

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
})

export type Environment = z.infer<typeof environmentSchema>
