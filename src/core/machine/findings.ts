import type { Environment } from '../../model/environment.ts'
import type { Finding } from '../../model/finding.ts'
import { severitiesOf } from '../../model/finding-codes.ts'
import { count } from '../wording/count.ts'
import { duringRules } from './during-findings.ts'
import { type Rule, round } from './rule.ts'
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
  return [...stateRules, ...runtimeRules, ...duringRules].flatMap((rule) => {
    const finding = rule(environment)
    if (!finding) return []
    const [severity] = severitiesOf(finding.code)
    return { ...finding, severity, subject: 'run' } as Finding
  })
}

const stateRules: readonly Rule[] = [
  /** Note: against all CPUs, because the load average is the whole machine's even in a container with two of them. */
  function busy({ state: { load1 }, hardware: { logicalCores } }) {
    if (load1 === undefined || load1 <= logicalCores) return undefined
    return {
      code: 'machine-busy',
      message: `The load was ${round(load1)} on ${count(logicalCores, 'CPU')} before the run began: other work competes for them.`,
      advice: `Stop other work, or wait until \`uptime\` shows less than ${logicalCores}, and run again.`,
    }
  },

  /** The whole run tells more than the moment before it. */
  function stolen({ state, during }) {
    const steal = during?.steal ?? state.steal
    if (steal === undefined || steal <= tolerableSteal) return undefined
    const when = during?.steal === undefined ? 'just before the run' : 'during the run'
    return {
      code: 'cpu-stolen',
      message: `The hypervisor gave ${round(steal * 100)} % of the CPU time to other guests ${when}.`,
      advice: 'Run at another time, or on a machine with dedicated CPUs.',
    }
  },

  function scaling({ state: { governor } }) {
    if (governor === undefined || !scalingGovernors.has(governor)) return undefined
    return {
      code: 'frequency-scaling',
      message: `The CPU frequency follows the load (governor '${governor}'): short benchmarks may run at a lower one.`,
      advice: 'Run `sudo cpupower frequency-set -g performance` before measuring.',
    }
  },

  function turbo({ state, hardware: { cpu } }) {
    if (!state.turbo) return undefined
    const command = /intel/iu.test(cpu)
      ? 'echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo'
      : 'echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost'
    return {
      code: 'turbo',
      message: 'Turbo is on: the frequency depends on temperature and on how many cores are busy.',
      advice: `For steadier numbers run \`${command}\` before measuring.`,
    }
  },

  function battery({ state: { onBattery } }) {
    if (!onBattery) return undefined
    return {
      code: 'on-battery',
      message: 'The machine runs on battery and may slow down to save it.',
      advice: 'Plug in the power supply and run again.',
    }
  },

  function fractional({ hardware: { availableCpus } }) {
    if (Number.isInteger(availableCpus)) return undefined
    return {
      code: 'fractional-cpus',
      message: `A quota allows ${round(availableCpus)} CPUs: the process is stopped for a part of every period.`,
      advice:
        'Give the container whole CPUs of its own: `docker run --cpuset-cpus=0,1`, or in Kubernetes a whole number as both CPU request and limit.',
    }
  },

  function blind({ state: { runQueueDelay }, os: { platform } }) {
    if (runQueueDelay) return undefined
    return {
      code: 'no-run-queue-data',
      message:
        'This system does not say how long a thread waited for a CPU; context switches are counted instead.',
      advice:
        platform === 'linux'
          ? 'Use a kernel with CONFIG_SCHED_INFO, outside sandboxes that hide /proc/thread-self/schedstat.'
          : 'For the most reliable numbers measure on Linux.',
    }
  },

  function emulated({ hardware: { emulator }, os: { arch } }) {
    if (emulator === undefined) return undefined
    return {
      code: 'emulated-cpu',
      message: `This Node is built for ${arch} and runs in ${emulator}: its instructions are translated for another CPU.`,
      advice: "Install a Node that is built for this machine's own CPU.",
    }
  },
]
