import { digits, formatQuantity } from '../../model/unit.ts'

/** A fact of an environment, and why numbers may differ where it does. */
export type Fact = {
  readonly what: string
  readonly why: string
  /** Who has found that. */
  readonly source?: string
  /** Facts that bring this one with them: where one of them differs, this is no news. */
  readonly follows?: readonly string[]
  /** It hardly moves a number. */
  readonly isMinor?: true
  /** Values that are no difference although their texts differ. */
  readonly areAlike?: (then: string, now: string) => boolean
  /** A recorded value in the words of people. */
  readonly show?: (text: string) => string
}

const hazards = 'Linux, admin-guide/hw-vuln'
const serviceLab = 'ServiceLab, OSDI 2024'

/** Kernels and firmware keep a little memory for themselves: less of a difference is none. */
const tolerableMemory = 0.02

function areCloseNumbers(then: string, now: string): boolean {
  return Math.abs(Number(then) / Number(now) - 1) < tolerableMemory
}

function showBytes(text: string): string {
  return /^\d+$/u.test(text) ? formatQuantity(Number(text), 'byte', digits.brief) : text
}

/** `13.6.233.17-node.53` → `13.6.233.17`: which of its patches Node has brought along tells its own version. */
function withoutPatches(v8: string): string {
  return v8.replace(/-node\.\d+$/u, '')
}

/**
 * Every fact that is compared, the most suspicious first. What reaches all code stands before what reaches some of it, and
 * what has been seen to move benchmarks before what only may: CPU, flags and frequency, then runtime, V8 and Node, the kernel with its
 * guards, the packages that measured code may run, limits and memory, and what hardly matters.
 */
export const environmentFacts = {
  platform: { what: 'operating system', why: 'Another system runs everything differently.' },
  arch: { what: 'architecture', why: 'V8 compiles other instructions.' },
  emulator: { what: 'emulator', why: 'Each instruction is translated for another CPU.' },
  cpu: { what: 'CPU', why: 'Another CPU runs the same code at another speed.', source: serviceLab },
  cpuId: {
    what: 'CPU design (family, model, stepping)',
    why: 'Clouds give one name to several designs, and each has a speed of its own.',
    source: serviceLab,
    follows: ['cpu'],
  },
  instruments: { what: 'debuggers and instrumentation', why: 'Code that is watched runs slower.' },
  flags: { what: 'flags of Node and V8', why: 'Flags change how V8 compiles and collects.' },
  governor: { what: 'frequency governor', why: 'It sets the frequency of everything that runs.' },
  turbo: { what: 'turbo', why: 'It sets the frequency of everything that runs.' },
  preference: {
    what: 'energy preference of the CPU',
    why: 'It sets the frequency of everything that runs.',
  },
  frequencyLimit: {
    what: 'highest allowed frequency',
    why: 'It sets the frequency of everything that runs.',
    show: (text) => (/^\d+$/u.test(text) ? `${Number(text) / 1e9} GHz` : text),
  },
  power: { what: 'power supply', why: 'On battery the machine may slow down.' },
  cpus: {
    what: 'CPUs that may be used',
    why: 'Compiler and collector run beside the code only where there is a CPU for them.',
  },
  cpuLimit: {
    what: 'CPU quota of the cgroup',
    why: 'When a quota is used up, threads are stopped.',
    source: 'Linux, scheduler/sched-bwc',
  },
  runtime: {
    what: 'runtime',
    why: 'Another runtime, or another version of it, may run any function faster or slower.',
  },
  v8: {
    what: 'V8',
    why: 'Another compiler and another collector: any function may be faster or slower.',
    areAlike: (then, now) => withoutPatches(then) === withoutPatches(now),
  },
  node: {
    what: 'Node',
    why: 'Its modules and its patches of V8 may be faster or slower.',
  },
  nodeBuild: {
    what: 'build of Node',
    why: 'The same version from elsewhere is compiled by another compiler, with other options.',
    follows: ['node'],
  },
  kernel: {
    what: 'kernel',
    why: 'A kernel upgrade has looked like a large regression of code that had not changed.',
    source: 'Yang et al. 2025, arXiv 2510.11310',
  },
  kernelBuild: {
    what: 'build of the kernel',
    why: 'The same version may be built with other settings.',
    follows: ['kernel'],
  },
  mitigation: {
    what: 'mitigation',
    why: 'Guards against flaws of the CPU cost time at each system call, branch or page.',
    source: hazards,
  },
  microcode: {
    what: 'microcode',
    why: 'New microcode may make instructions slower, as against Gather Data Sampling.',
    source: `${hazards}/gather_data_sampling`,
  },
  hypervisor: { what: 'hypervisor', why: 'It decides what exits, timers and memory cost.' },
  runtimePackage: { what: 'package', why: 'Measured code may run it.' },
  hugePages: {
    what: 'transparent huge pages',
    why: 'They change what memory costs, of large heaps above all.',
    source: 'Linux, admin-guide/mm/transhuge',
  },
  memoryLimit: {
    what: 'memory limit of the cgroup',
    why: 'V8 sizes its heap by it, so it collects more or less often.',
    show: showBytes,
  },
  memory: {
    what: 'memory',
    why: 'V8 sizes its heap by it, so it collects more or less often.',
    areAlike: areCloseNumbers,
    show: showBytes,
  },
  caches: {
    what: 'caches',
    why: 'Data that fitted into a cache may not fit any more.',
    follows: ['cpu'],
    show: (text) => text.replace(/(?<= )\d+/gu, showBytes),
  },
  cpuFeatures: {
    what: 'instructions of the CPU',
    why: 'V8 chooses instructions by what the CPU, or its hypervisor, offers.',
    follows: ['cpu', 'cpuId', 'arch'],
  },
  cores: {
    what: 'cores and threads',
    why: 'Threads that share a core slow each other.',
    follows: ['cpu', 'cpus'],
  },
  clock: { what: 'clock source', why: 'Reading it may take a system call, which short batches feel.' },
  ci: { what: 'CI service', why: 'Its machines have other neighbours.' },
  distribution: { what: 'distribution', why: 'Its C library and its defaults are others.', isMinor: true },
  gpus: { what: 'GPUs', why: 'They matter to what runs on them.', isMinor: true },
  developmentPackage: {
    what: 'development package',
    why: 'Measured code rarely runs it; tools that compile or load it may.',
    isMinor: true,
  },
  lock: {
    what: 'lock file',
    why: 'Some package has changed that package.json does not name; which one is not known.',
    isMinor: true,
  },
  ownNode: { what: 'Node that runs Assay', why: 'Benchmarks run on other runtimes.', isMinor: true },
  assay: { what: 'Assay', why: 'What is measured is the same as long as its method is.', isMinor: true },
} as const satisfies Readonly<Record<string, Fact>>

export type FactName = keyof typeof environmentFacts
