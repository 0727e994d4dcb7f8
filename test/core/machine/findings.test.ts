import { expect, test } from 'vitest'
import { machineFindings } from '../../../src/core/machine/findings.ts'
import { type Environment, environmentSchema } from '../../../src/model/environment.ts'
import { findingSchema } from '../../../src/model/finding.ts'

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
  instruments?: Environment['runtime']['instruments']
  during?: Partial<Environment['during']>
  cpu?: Partial<Environment['hardware']>
  state?: Partial<Environment['state']>
  flags?: string[]
  platform?: string
}

const change = ({ cpu, state, flags, platform, instruments, during }: Changes): Environment => ({
  ...quiet,
  hardware: { ...quiet.hardware, ...cpu },
  os: { ...quiet.os, ...(platform && { platform }) },
  runtime: { ...quiet.runtime, ...(flags && { flags }), ...(instruments && { instruments }) },
  state: { ...quiet.state, ...state },
  ...(during && { during: { duration: 60e9, ...during } }),
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
  [
    'an open inspector',
    { instruments: ['inspector'] },
    'debugger-attached',
    'warning',
    /inspector of the harness/u,
    /without a debugger/u,
  ],
  [
    'an editor that attaches itself',
    { instruments: ['auto-attach'] },
    'debugger-attached',
    'warning',
    /VSCODE_INSPECTOR_OPTIONS/u,
    /auto attach off/u,
  ],
  [
    'strace around an open inspector',
    { instruments: ['inspector', 'tracer'] },
    'debugger-attached',
    'warning',
    /inspector .*, and Another process traces/u,
    /debugger\. Detach .*strace/u,
  ],
  [
    'an inspector that a flag opened',
    { flags: ['--inspect'], instruments: ['inspector'] },
    'debugger-flags',
    'warning',
    /--inspect/u,
    /NODE_OPTIONS/u,
  ],
  [
    'coverage, which is no flag',
    { instruments: ['coverage'] },
    'coverage',
    'warning',
    /NODE_V8_COVERAGE/u,
    /`unset NODE_V8_COVERAGE`/u,
  ],
  [
    'a sanitizer',
    { instruments: ['sanitizer'] },
    'instrumented-node',
    'warning',
    /with a sanitizer/u,
    /release of Node/u,
  ],
  [
    'a debug build',
    { instruments: ['debug-build'] },
    'instrumented-node',
    'warning',
    /for debugging/u,
    /release/u,
  ],
  [
    'an emulator',
    { cpu: { emulator: 'Rosetta 2' } },
    'emulated-cpu',
    'warning',
    /x64 and runs in Rosetta 2/u,
    /own CPU/u,
  ],
  [
    'steal during the run',
    { during: { steal: 0.05 } },
    'cpu-stolen',
    'warning',
    /gave 5 % .* during the run/u,
    /dedicated/u,
  ],
  [
    'a quota',
    { during: { quota: { periods: 1200, throttled: 120, time: 8.3e9 } } },
    'throttled',
    'warning',
    /120 of 1200 periods: .* 8\.300 s/u,
    /--cpuset-cpus/u,
  ],
  [
    'neighbours that woke up',
    { during: { otherCpus: 1.406 } },
    'noisy-neighbours',
    'warning',
    /1\.41 of 2 CPUs .*\(load before: 2\)/u,
    /`top`/u,
  ],
  [
    'neighbours that woke up where only the load is known',
    { state: { load1: 1 }, during: { load1: 2.5 } },
    'noisy-neighbours',
    'warning',
    /1\.5 of 2 CPUs/u,
    /`top`/u,
  ],
  ['heat', { during: { overheated: 1 } }, 'overheated', 'warning', /itself down 1 time during/u, /cool/u],
  ['sleep', { during: { slept: 3.6e12 } }, 'slept', 'warning', /slept for 3600 s/u, /awake/u],
  [
    'a power supply that is unplugged',
    { during: { onBattery: true } },
    'unplugged',
    'warning',
    /unplugged during the run/u,
    /Plug it in/u,
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

test('a run on a quiet machine has none, at the limits too', () => {
  const during = {
    duration: 60e9,
    load1: 9,
    otherCpus: 0.75,
    steal: 0.02,
    quota: { periods: 1000, throttled: 10, time: 5e8 },
    overheated: 0,
    frequency: { lowest: 8e8, highest: 5e9 },
    slept: 0,
    onBattery: false,
  }
  expect(machineFindings({ ...quiet, during })).toEqual([])
  expect(machineFindings({ ...quiet, during: { duration: 60e9 } })).toEqual([])
})

test('what was stolen during the run counts, not what was stolen before it', () => {
  expect(machineFindings(change({ state: { steal: 0.5 }, during: { steal: 0.001 } }))).toEqual([])
})

test.each<[string, Changes]>([
  ['who was busy before, which is said already', { state: { load1: 3 }, during: { otherCpus: 2 } }],
  ['a run that was too short to tell', { during: { duration: 0.9e9, otherCpus: 2 } }],
  ['one of 64 CPUs', { cpu: { logicalCores: 64 }, during: { otherCpus: 40 } }],
])('nobody is said to have woken up: %s', (_, changes) => {
  expect(machineFindings(change(changes)).map(({ code }) => code)).not.toContain('noisy-neighbours')
})

test('on a single CPU a neighbour needs little of it to disturb', () => {
  const one = { cpu: { logicalCores: 1, availableCpus: 1 }, state: { load1: 0 } }
  const codes = (otherCpus: number) =>
    machineFindings(change({ ...one, during: { otherCpus } })).map(({ code }) => code)
  expect(codes(0.05)).toEqual([])
  expect(codes(0.2)).toEqual(['noisy-neighbours'])
})

test('a run that began on battery was not unplugged', () => {
  const codes = machineFindings(change({ state: { onBattery: true }, during: { onBattery: true } })).map(
    ({ code }) => code,
  )
  expect(codes).toEqual(['on-battery'])
})
