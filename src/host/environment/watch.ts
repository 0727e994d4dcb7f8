import { loadavg, uptime } from 'node:os'
import type { During } from '../../model/environment.ts'
import { cgroupThrottling, type Throttling } from '../process/cgroup.ts'
import { heldGroups } from '../process/process-group.ts'
import { type SystemFiles, systemFiles } from '../process/system-files.ts'
import { otherCpus, parseCpuTimes, readCpuUse, stealShare } from './cpu-time.ts'
import { frequencies, throttleCounts } from './frequency.ts'
import { drainsBattery } from './power.ts'
import { omitUndefined } from './present.ts'

/** The clocks and the load, so that the watch can be tested with those of another machine. */
export type Vitals = {
  /** ns; stands still while the machine sleeps, where the system has such a clock. */
  readonly monotonic: () => bigint
  /** Seconds since boot, sleep included. */
  readonly sinceBoot: () => number
  readonly load1: () => number | undefined
}

const vitals: Vitals = {
  monotonic: process.hrtime.bigint,
  sinceBoot: uptime,
  load1: () => (process.platform === 'win32' ? undefined : loadavg()[0]),
}

/** What two clocks that are not read at the same moment, one of them in steps of up to a second, may differ by. */
const clockSlack = 2e9

/**
 * Reads the machine's counters now, and once more when the returned function is called: what happened in
 * between. A few dozen files of the kernel each time; nothing runs meanwhile. Never throws.
 */
export function startWatch(files: SystemFiles = systemFiles, from: Vitals = vitals): () => During {
  const before = glance(files, from)
  return () => between(before, glance(files, from))
}

type Glance = ReturnType<typeof glance>

function glance(files: SystemFiles, from: Vitals) {
  return {
    monotonic: from.monotonic(),
    sinceBoot: from.sinceBoot(),
    load1: from.load1(),
    cpuUse: readCpuUse(files, heldGroups('child')),
    cpuTimes: parseCpuTimes(files.read('/proc/stat')),
    throttling: cgroupThrottling(files),
    hot: throttleCounts(files),
    frequencies: frequencies(files),
    onBattery: drainsBattery(files),
  }
}

function between(before: Glance, after: Glance): During {
  const duration = Number(after.monotonic - before.monotonic)
  const slept = (after.sinceBoot - before.sinceBoot) * 1e9 - duration
  const seen = [...before.frequencies, ...after.frequencies]
  const rises = [...after.hot].map(([path, count]) => Math.max(0, count - (before.hot.get(path) ?? count)))
  return omitUndefined({
    duration,
    load1: after.load1,
    otherCpus: before.cpuUse && after.cpuUse && otherCpus(before.cpuUse, after.cpuUse),
    steal: before.cpuTimes && after.cpuTimes && stealShare(before.cpuTimes, after.cpuTimes),
    quota: throttled(before.throttling, after.throttling),
    overheated: rises.length > 0 ? Math.max(...rises) : undefined,
    frequency: seen.length > 0 ? { lowest: Math.min(...seen), highest: Math.max(...seen) } : undefined,
    slept: slept > clockSlack ? slept : 0,
    onBattery: after.onBattery,
  })
}

/** Of the control groups with a quota, the one that was stopped most. */
function throttled(before: Glance['throttling'], after: Glance['throttling']): Throttling | undefined {
  return [...after]
    .flatMap(([folder, now]) => {
      const then = before.get(folder)
      if (!then || now.periods <= then.periods) return []
      return {
        periods: now.periods - then.periods,
        throttled: Math.max(0, now.throttled - then.throttled),
        time: Math.max(0, now.time - then.time),
      }
    })
    .toSorted((a, b) => b.throttled - a.throttled)[0]
}
