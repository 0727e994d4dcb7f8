import { timed } from './function-metrics.ts'
import type { Metric } from './metric.ts'
import type { Unit } from './unit.ts'

/** What is known of the process of a command beside its time, and decides nothing. */
const ofProcess = { ...timed, gateable: false, per: 'run' } satisfies Partial<Metric>

/** The metrics that commands have, and functions have not. */
export const commandRows = {
  userTime: {
    ...ofProcess,
    share: { of: 'time', note: 'The rest was spent in the kernel, or waiting.' },
    title: 'CPU time of its own code',
    phrase: ['uses', 'more CPU time of its own'],
    gobench: 'user-ns/op',
  },
  systemTime: {
    ...ofProcess,
    title: 'CPU time of the kernel for it',
    phrase: ['uses', 'more CPU time of the kernel'],
    gobench: 'system-ns/op',
  },
  cpuWait: {
    ...ofProcess,
    title: 'time that it waited for a CPU',
    phrase: ['waits', 'longer for a CPU'],
    gobench: 'cpu-wait-ns/op',
  },
  peakMemory: {
    ...ofProcess,
    unit: 'byte',
    gateable: true,
    tolerance: { absolute: 0, relative: 0.02 },
    column: { title: 'Peak memory', givesWay: 1, onlyIfAny: true },
    short: 'memory',
    title: 'peak memory of its largest process',
    phrase: ['needs', 'more memory at its peak'],
    gobench: 'peak-B/op',
  },
  treeMemory: {
    ...ofProcess,
    unit: 'byte',
    gateable: true,
    tolerance: { absolute: 0, relative: 0.02 },
    column: { title: 'All processes', givesWay: 1, onlyIfAny: true },
    title: 'memory of all its processes together',
    phrase: ['needs', 'more memory in all its processes'],
    gobench: 'tree-B/op',
  },
  uncachedTime: {
    ...ofProcess,
    gateable: true,
    tolerance: { absolute: 0, relative: 0.01 },
    column: { title: 'Uncached', givesWay: 2, onlyIfAny: true },
    title: 'time with its files out of memory',
    phrase: ['takes', 'longer with its files out of memory'],
    gobench: 'uncached-ns/op',
  },
  systemCalls: called('count', 'system calls', 'system-calls/op'),
  writtenByCalls: called('byte', 'bytes written by system calls', 'call-written-B/op'),
  instructions: {
    ...ofProcess,
    unit: 'count',
    gateable: true,
    tolerance: { absolute: 0, relative: 0.005 },
    title: 'instructions of its own code',
    phrase: ['executes', 'more instructions'],
    gobench: 'instructions/op',
  },
  minorFaults: counter('page faults without a disk', 'minor-faults/op'),
  majorFaults: counter('page faults that read from a disk', 'major-faults/op'),
  waits: counter('context switches because it waited', 'voluntary-switches/op'),
  preemptions: counter('context switches that it did not ask for', 'involuntary-switches/op'),
  bytesRead: { ...counter('bytes read from a disk', 'read-B/op'), unit: 'byte' },
  bytesWritten: { ...counter('bytes written to a disk', 'written-B/op'), unit: 'byte' },
} satisfies Record<string, Metric>

/** Counted in a run that is followed; programs with several threads make a few more, or fewer, each time. */
function called(unit: Unit, title: string, gobench: string): Metric {
  return {
    ...ofProcess,
    ...{ unit, gateable: true, distribution: 'exact', least: 1, title, gobench },
    tolerance: { absolute: 0.5, relative: 1e-5 },
    phrase: ['makes', `more ${title}`],
  }
}

function counter(title: string, gobench: string): Metric {
  return { ...ofProcess, unit: 'count', title, phrase: ['causes', `more ${title}`], gobench }
}
