import type { Environment } from '../../model/environment.ts'
import { applyRules, type Finding, type FindingRules } from '../../model/finding.ts'
import { count } from '../wording/count.ts'
import { duringRules, round } from './during-findings.ts'
import { runtimeRules } from './runtime-findings.ts'

/** Share of CPU time taken by the hypervisor above which numbers suffer. */
const tolerableSteal = 0.02

/** Governors that change the frequency with the load. */
const scalingGovernors: ReadonlySet<string> = new Set(['powersave', 'ondemand', 'conservative', 'schedutil'])

/**
 * What a reader of the numbers should know about the machine they were measured on, in a fixed order: how it was
 * before the run, what the measured processes carry, what happened during the run.
 */
export function machineFindings(environment: Environment): Finding[] {
  return applyRules({ ...stateRules, ...runtimeRules, ...duringRules }, 'run', environment)
}

const stateRules: FindingRules<Environment> = {
  /** Note: against all CPUs, because the load average is the whole machine's even in a container with two of them. */
  'machine-busy'({ state: { load1 }, hardware: { logicalCores } }) {
    if (load1 === undefined || load1 <= logicalCores) return undefined
    return [
      `The load was ${round(load1)} on ${count(logicalCores, 'CPU')} before the run began: other work competes for them.`,
      `Stop other work, or wait until \`uptime\` shows less than ${logicalCores}, and run again.`,
    ]
  },

  /** The whole run tells more than the moment before it. */
  'cpu-stolen'({ state, during }) {
    const steal = during?.steal ?? state.steal
    if (steal === undefined || steal <= tolerableSteal) return undefined
    const when = during?.steal === undefined ? 'just before the run' : 'during the run'
    return [
      `The hypervisor gave ${round(steal * 100)} % of the CPU time to other guests ${when}.`,
      'Run at another time, or on a machine with dedicated CPUs.',
    ]
  },

  'frequency-scaling'({ state: { governor } }) {
    if (governor === undefined || !scalingGovernors.has(governor)) return undefined
    return [
      `The CPU frequency follows the load (governor '${governor}'): short benchmarks may run at a lower one.`,
      'Run `sudo cpupower frequency-set -g performance` before measuring.',
    ]
  },

  turbo({ state, hardware: { cpu } }) {
    if (!state.turbo) return undefined
    const command = /intel/iu.test(cpu)
      ? 'echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo'
      : 'echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost'
    return [
      'Turbo is on: the frequency depends on temperature and on how many cores are busy.',
      `For steadier numbers run \`${command}\` before measuring.`,
    ]
  },

  'on-battery'({ state: { onBattery } }) {
    if (!onBattery) return undefined
    return [
      'The machine runs on battery and may slow down to save it.',
      'Plug in the power supply and run again.',
    ]
  },

  'fractional-cpus'({ hardware: { availableCpus } }) {
    if (Number.isInteger(availableCpus)) return undefined
    return [
      `A quota allows ${round(availableCpus)} CPUs: the process is stopped for a part of every period.`,
      'Give the container whole CPUs of its own: `docker run --cpuset-cpus=0,1`, or in Kubernetes a whole number as both CPU request and limit.',
    ]
  },

  'no-run-queue-data'({ state: { runQueueDelay }, os: { platform } }) {
    if (runQueueDelay) return undefined
    return [
      'This system does not say how long a thread waited for a CPU; context switches are counted instead.',
      platform === 'linux'
        ? 'Use a kernel with CONFIG_SCHED_INFO, outside sandboxes that hide /proc/thread-self/schedstat.'
        : 'For the most reliable numbers measure on Linux.',
    ]
  },

  'emulated-cpu'({ hardware: { emulator }, os: { arch } }) {
    if (emulator === undefined) return undefined
    return [
      `This Node is built for ${arch} and runs in ${emulator}: its instructions are translated for another CPU.`,
      "Install a Node that is built for this machine's own CPU.",
    ]
  },
}
