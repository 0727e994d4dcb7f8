import { z } from 'zod'

/** What a service looks like from inside while it is loaded. Times in ns, memory in bytes. */

const amount = z.number().nonnegative()

/** A function of the service, and what it allocated in the second half of the load that was still there. */
export const siteSchema = z.strictObject({ name: z.string(), url: z.string(), line: z.int(), bytes: amount })
export type AllocationSite = z.infer<typeof siteSchema>

/** What a process of Node says of itself after a full collection. */
export const insideReadingSchema = z.strictObject({
  /** On a clock that never goes back. */
  at: amount,
  heap: amount,
  /** Outside the heap, held by objects in it. */
  external: amount,
  rss: amount,
  /** Sockets, timers and whatever else keeps a process alive. */
  handles: amount,
  /** Share of its time for which its event loop was busy since the last reading; how late it was, 99th percentile. */
  utilization: z.number(),
  delay: amount,
  /** Pauses of collections since then that were not asked for. */
  pause: amount,
  sites: z.array(siteSchema).optional(),
})
export type InsideReading = z.infer<typeof insideReadingSchema>

export const insideProcessSchema = z.strictObject({
  pid: z.int(),
  program: z.string(),
  readings: z.array(insideReadingSchema),
})
export type InsideProcess = z.infer<typeof insideProcessSchema>

/** A service that was watched for as long as it was loaded. */
export const watchedSchema = z.strictObject({
  /** Memory of all its processes, as the system counts it; none where it does not. */
  memory: z.array(z.strictObject({ at: amount, value: amount })),
  /** Those that run on Node. */
  processes: z.array(insideProcessSchema),
})
export type Watched = z.infer<typeof watchedSchema>
