import { expect, test } from 'vitest'
import { machineFindings } from '../../src/core/machine-findings.ts'
import { type Environment, environmentSchema } from '../../src/model/environment.ts'
import { findingSchema } from '../../src/model/finding.ts'

const quiet: Environment = environmentSchema.parse({
  class: 'linux-x64-xeon-2cpu-node24',
  classParts: {},
  hardware: {
    cpu: 'Intel Xeon',
    physicalCores: 2,
    logicalCores: 2,
    availableCpus: 2,
    caches: {},
    memory: 2 ** 30,
    virtual: false,
    gpus: [],
  },
  os: { platform: 'linux', distribution: 'Debian', kernel: '6.8', arch: 'x64' },
  runtime: { node: '24.21.0', v8: '13.6', flags: ['--enable-source-maps'] },
  state: {
    load1: 2,
    steal: 0.02,
    governor: 'performance',
    turbo: false,
    onBattery: false,
    runQueueDelay: true,
  },
})

type Changes = {
  cpu?: Partial<Environment['hardware']>
  state?: Partial<Environment['state']>
  flags?: string[]
  platform?: string
}

const change = ({ cpu, state, flags, platform }: Changes): Environment => ({
  ...quiet,
  hardware: { ...quiet.hardware, ...cpu },
  os: { ...quiet.os, ...(platform && { platform }) },
  runtime: { ...quiet.runtime, ...(flags && { flags }) },
  state: { ...quiet.state, ...state },
})

test('a quiet machine has none, at the limits too', () => {
  expect(machineFindings(quiet)).toEqual([])
})

test('what could not be read is no finding', () => {
  expect(machineFindings({ ...quiet, state: { runQueueDelay: true } })).toEqual([])
})

test.each<[string, Changes, string, string, RegExp, RegExp]>([
  [
    'load',
    { state: { load1: 3.456 } },
    'machine-busy',
    'warning',
    /3\.46 on 2 CPUs/u,
    /`uptime`.*less than 2/u,
  ],
  [
    'load on one CPU',
    { cpu: { logicalCores: 1 } },
    'machine-busy',
    'warning',
    /2 on 1 CPU /u,
    /less than 1/u,
  ],
  ['steal', { state: { steal: 0.0525 } }, 'cpu-stolen', 'warning', /5\.25 %/u, /dedicated CPUs/u],
  [
    'powersave',
    { state: { governor: 'powersave' } },
    'frequency-scaling',
    'warning',
    /'powersave'/u,
    /cpupower/u,
  ],
  [
    'ondemand',
    { state: { governor: 'ondemand' } },
    'frequency-scaling',
    'warning',
    /'ondemand'/u,
    /cpupower/u,
  ],
  [
    'schedutil',
    { state: { governor: 'schedutil' } },
    'frequency-scaling',
    'warning',
    /'schedutil'/u,
    /cpupower/u,
  ],
  [
    'turbo of Intel',
    { state: { turbo: true } },
    'turbo',
    'info',
    /Turbo/u,
    /echo 1 .*intel_pstate\/no_turbo/u,
  ],
  [
    'turbo of AMD',
    { state: { turbo: true }, cpu: { cpu: 'AMD EPYC' } },
    'turbo',
    'info',
    /Turbo/u,
    /echo 0 .*cpufreq\/boost/u,
  ],
  ['battery', { state: { onBattery: true } }, 'on-battery', 'warning', /battery/u, /Plug in/u],
  ['a quota', { cpu: { availableCpus: 1.5 } }, 'fractional-cpus', 'warning', /1\.5 CPUs/u, /--cpuset-cpus/u],
  [
    'no schedstat',
    { state: { runQueueDelay: false } },
    'no-run-queue-data',
    'info',
    /waited/u,
    /CONFIG_SCHED_INFO/u,
  ],
  [
    'no schedstat on a Mac',
    { state: { runQueueDelay: false }, platform: 'darwin' },
    'no-run-queue-data',
    'info',
    /waited/u,
    /on Linux/u,
  ],
  [
    'a debugger',
    { flags: ['--inspect=9229'] },
    'debugger-flags',
    'warning',
    /--inspect=9229/u,
    /NODE_OPTIONS/u,
  ],
  ['a profiler', { flags: ['--cpu-prof'] }, 'debugger-flags', 'warning', /--cpu-prof/u, /NODE_OPTIONS/u],
  [
    'tracing',
    { flags: ['--trace-gc', '--trace-opt'] },
    'debugger-flags',
    'warning',
    /gc --trace-opt/u,
    /these/u,
  ],
  [
    'another engine',
    { flags: ['--jitless'] },
    'engine-flags',
    'warning',
    /--jitless/u,
    /unset NODE_OPTIONS/u,
  ],
  ['a preload', { flags: ['-r', './a.cjs'] }, 'engine-flags', 'warning', /--require=\.\/a\.cjs/u, /unset/u],
])('%s', (_, changes, code, severity, message, advice) => {
  const findings = machineFindings(change(changes))
  expect(findings).toEqual([
    {
      code,
      severity,
      subject: 'run',
      message: expect.stringMatching(message),
      advice: expect.stringMatching(advice),
    },
  ])
  expect(findingSchema.array().parse(findings)).toEqual(findings)
})

test('load below the CPUs of the machine says nothing about a container with one of them', () => {
  expect(
    machineFindings(change({ cpu: { logicalCores: 64, availableCpus: 1 }, state: { load1: 30 } })),
  ).toEqual([])
})

test('a debugger and another engine are two findings', () => {
  const codes = machineFindings(change({ flags: ['--inspect', '--jitless'] })).map(({ code }) => code)
  expect(codes).toEqual(['debugger-flags', 'engine-flags'])
})
