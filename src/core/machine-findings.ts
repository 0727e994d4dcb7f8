import type { Environment } from '../model/environment.ts'
import type { Finding } from '../model/finding.ts'
import { engineFlags } from './machine-class.ts'

/** Share of CPU time taken by the hypervisor above which numbers suffer. */
const tolerableSteal = 0.02

/** Governors that change the frequency with the load. */
const scalingGovernors: ReadonlySet<string> = new Set(['powersave', 'ondemand', 'conservative', 'schedutil'])

type Rule = (environment: Environment) => Omit<Finding, 'subject'> | undefined

/** What a reader of the numbers should know about the machine they were measured on, in a fixed order. */
export function machineFindings(environment: Environment): Finding[] {
  return rules.flatMap((rule) => {
    const finding = rule(environment)
    return finding ? [{ ...finding, subject: 'run' }] : []
  })
}

const rules: readonly Rule[] = [
  /** Note: against all CPUs, because the load average is the whole machine's even in a container with two of them. */
  function busy({ state: { load1 }, hardware: { logicalCores } }) {
    if (load1 === undefined || load1 <= logicalCores) return undefined
    return {
      code: 'machine-busy',
      severity: 'warning',
      message: `The load was ${round(load1)} on ${count(logicalCores, 'CPU')} before the run began: other work competes for them.`,
      advice: `Stop other work, or wait until \`uptime\` shows less than ${logicalCores}, and run again.`,
    }
  },

  function stolen({ state: { steal } }) {
    if (steal === undefined || steal <= tolerableSteal) return undefined
    return {
      code: 'cpu-stolen',
      severity: 'warning',
      message: `The hypervisor gave ${round(steal * 100)} % of the CPU time to other guests.`,
      advice: 'Run at another time, or on a machine with dedicated CPUs.',
    }
  },

  function scaling({ state: { governor } }) {
    if (governor === undefined || !scalingGovernors.has(governor)) return undefined
    return {
      code: 'frequency-scaling',
      severity: 'warning',
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
      severity: 'info',
      message: 'Turbo is on: the frequency depends on temperature and on how many cores are busy.',
      advice: `For steadier numbers run \`${command}\` before measuring.`,
    }
  },

  function battery({ state: { onBattery } }) {
    if (!onBattery) return undefined
    return {
      code: 'on-battery',
      severity: 'warning',
      message: 'The machine runs on battery and may slow down to save it.',
      advice: 'Plug in the power supply and run again.',
    }
  },

  function fractional({ hardware: { availableCpus } }) {
    if (Number.isInteger(availableCpus)) return undefined
    return {
      code: 'fractional-cpus',
      severity: 'warning',
      message: `A quota allows ${round(availableCpus)} CPUs: the process is stopped for a part of every period.`,
      advice:
        'Give the container whole CPUs of its own: `docker run --cpuset-cpus=0,1`, or in Kubernetes a whole number as both CPU request and limit.',
    }
  },

  function blind({ state: { runQueueDelay }, os: { platform } }) {
    if (runQueueDelay) return undefined
    const advice =
      platform === 'linux'
        ? 'Use a kernel with CONFIG_SCHED_INFO, outside sandboxes that hide /proc/thread-self/schedstat.'
        : 'For the most reliable numbers measure on Linux.'
    return {
      code: 'no-run-queue-data',
      severity: 'info',
      message:
        'This system does not say how long a thread waited for a CPU; context switches are counted instead.',
      advice,
    }
  },

  function debugged({ runtime: { flags } }) {
    const found = engineFlags(flags).filter(isDebugger)
    if (found.length === 0) return undefined
    return {
      code: 'debugger-flags',
      severity: 'warning',
      message: `Node runs with ${found.join(' ')}: a debugger or profiler changes what is measured.`,
      advice: `Start without ${plural(found, 'this flag', 'these flags')}; if you did not set ${plural(found, 'it', 'them')}, run \`unset NODE_OPTIONS\` first.`,
    }
  },

  function flagged({ runtime: { flags } }) {
    const found = engineFlags(flags).filter((flag) => !isDebugger(flag))
    if (found.length === 0) return undefined
    return {
      code: 'engine-flags',
      severity: 'warning',
      message: `Node runs with ${found.join(' ')}: numbers hold for ${plural(found, 'this flag', 'these flags')} only and get a machine class of their own.`,
      advice: 'Run `unset NODE_OPTIONS` and start without them, unless production runs with the same.',
    }
  },
]

/** Flags that attach a debugger or record while code runs. */
function isDebugger(flag: string): boolean {
  return /^--(?:inspect|debug|prof|cpu-prof|heap-prof|perf-|log-|trace-)/u.test(flag)
}

function plural(list: readonly string[], one: string, many: string): string {
  return list.length === 1 ? one : many
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** To two decimals, without those that are zero. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}
