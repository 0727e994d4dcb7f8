import type { Environment } from '../../model/environment.ts'
import type { FindingRules } from '../../model/finding.ts'
import { formatQuantity } from '../../model/unit.ts'
import { count } from '../wording/count.ts'

/** Share of the quota's periods in which it was used up, above which numbers suffer. */
const tolerableThrottling = 0.01

/** CPUs that a benchmark needs for itself: its thread, and the compiler and the collector beside it now and then. */
const room = 1.25

/** Below this, ns, ticks of the CPU's counters are too coarse to tell who used it. */
const shortest = 1e9

/** What happened to the machine while a run measured. */
export const duringRules: FindingRules<Environment> = {
  throttled({ during: { quota } = none }) {
    if (quota === undefined || quota.throttled <= quota.periods * tolerableThrottling) return undefined
    return [
      `The CPU quota was used up in ${quota.throttled} of ${quota.periods} periods: threads were stopped for ${formatQuantity(quota.time, 'ns')} in all.`,
      'Give the container whole CPUs of its own instead of a quota: `docker run --cpuset-cpus=0,1`; raise the limit in Kubernetes.',
    ]
  },

  /** Who was busy before already has the finding `machine-busy`. */
  'noisy-neighbours'({ during = none, state, hardware: { logicalCores } }) {
    if ((state.load1 ?? 0) > logicalCores || during.duration < shortest) return undefined
    const used = othersOf(during)
    if (used === undefined || logicalCores - used >= Math.min(room, 0.9 * logicalCores)) return undefined
    const before = state.load1 === undefined ? '' : ` (load before: ${round(state.load1)})`
    return [
      `Other work kept ${round(used)} of ${count(logicalCores, 'CPU')} busy during the run${before}.`,
      'Stop what runs beside the benchmarks (`top` shows it), and run again.',
    ]
  },

  overheated({ during: { overheated } = none }) {
    if (!overheated) return undefined
    return [
      `A CPU was too hot and slowed itself down ${count(overheated, 'time')} during the run.`,
      'Let the machine cool down, free its fans, or turn turbo off so that it stays cooler.',
    ]
  },

  slept({ during: { slept } = none }) {
    if (!slept) return undefined
    return [
      `The machine slept for ${formatQuantity(slept, 'ns')} during the run: caches and frequency began anew.`,
      'Keep it awake (`systemd-inhibit`, `caffeinate`), and run again.',
    ]
  },

  unplugged({ during: { onBattery } = none, state }) {
    if (!onBattery || state.onBattery !== false) return undefined
    return [
      'The power supply was unplugged during the run: what came later may have run slower.',
      'Plug it in and run again.',
    ]
  },
}

/** What is known of a run that nobody watched. */
const none: NonNullable<Environment['during']> = { duration: 0 }

/** To two decimals, without those that are zero. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** CPUs that others kept busy; where only the load is known, the run's own process is taken off. */
function othersOf({ otherCpus, load1 }: NonNullable<Environment['during']>): number | undefined {
  return otherCpus ?? (load1 === undefined ? undefined : Math.max(0, load1 - 1))
}
