import { expect, test } from 'vitest'
import { compareEnvironments, isSuspicious } from '../../../src/core/machine/environment-difference.ts'
import { environmentFacts } from '../../../src/core/machine/environment-facts.ts'
import { digestEnvironment, recordEnvironment } from '../../../src/core/machine/environment-record.ts'
import { type Environment, environmentSchema } from '../../../src/model/environment.ts'
import { type EnvironmentRecord, environmentRecordSchema } from '../../../src/model/environment-record.ts'
import type { RuntimeIdentity } from '../../../src/model/runtime.ts'

const machine: Environment = environmentSchema.parse({
  class: 'linux-x64-xeon-2cpu-node24',
  classParts: {},
  hardware: {
    ...{ cpu: 'Intel Xeon', cpuId: '6-143-8', cpuFeatures: ['avx2'], microcode: '0x2b000603' },
    ...{ physicalCores: 2, logicalCores: 2, availableCpus: 2, caches: { l2: 2 ** 21, l1d: 2 ** 15 } },
    ...{ memory: 8 * 2 ** 30, virtual: true, hypervisor: 'KVM', gpus: [] },
  },
  os: {
    ...{ platform: 'linux', distribution: 'Debian', kernel: '6.8.0-31-generic', build: '#31-Ubuntu SMP' },
    ...{ arch: 'x64', hugePages: 'madvise', clock: 'tsc', mitigations: { spectre_v2: 'Mitigation: IBRS' } },
  },
  runtime: { node: '24.19.0', v8: '13.6.233.17-node.50', build: 'aaaaaaaa', flags: [], instruments: [] },
  state: { governor: 'performance', turbo: true, onBattery: false, runQueueDelay: true, load1: 0.3 },
  packages: {
    lock: { path: 'package-lock.json', digest: 'a'.repeat(16) },
    runtime: { zod: '4.1.0' },
    development: { vitest: '5.1.0' },
  },
})

type Changes = {
  [Part in 'hardware' | 'os' | 'runtime' | 'state' | 'packages']?: Partial<NonNullable<Environment[Part]>>
}

const recordOf = (changes: Changes = {}, assay = '0.1.0'): EnvironmentRecord => {
  const { hardware, os, runtime, state, packages } = machine
  return recordEnvironment(
    {
      ...machine,
      hardware: { ...hardware, ...changes.hardware },
      os: { ...os, ...changes.os },
      runtime: { ...runtime, ...changes.runtime },
      state: { ...state, ...changes.state },
      packages: { ...packages!, ...changes.packages },
    },
    assay,
  )
}

const then = recordOf()
const namesOf = (changes: Changes) =>
  compareEnvironments(then, recordOf(changes)).map(({ what, before, now }) => [what, before, now])

test('a record fits its schema, and is the same after a way over a file', () => {
  expect(environmentRecordSchema.parse(JSON.parse(JSON.stringify(then)))).toEqual(then)
})

test('of an environment that is the same nothing is said', () => {
  expect(compareEnvironments(then, recordOf())).toEqual([])
})

test('what changes from minute to minute is no part of a record', () => {
  const busy = recordOf({ state: { load1: 9, steal: 0.5 } })
  expect(busy).toEqual(then)
  expect(digestEnvironment(busy)).toBe(digestEnvironment(then))
})

test('the digest is the same in whatever order the facts stand, and another for other facts', () => {
  const facts = Object.fromEntries(Object.entries(then.facts).reverse())
  expect(digestEnvironment({ ...then, facts })).toBe(digestEnvironment(then))
  expect(digestEnvironment({ ...then, facts: { ...facts, kernel: '6.9' } })).not.toBe(digestEnvironment(then))
})

test.each<[string, Changes, (string | undefined)[][]]>([
  ['kernel', { os: { kernel: '6.11.0-9-generic' } }, [['kernel', '6.8.0-31-generic', '6.11.0-9-generic']]],
  [
    'a kernel with its build',
    { os: { kernel: '6.11.0', build: '#9' } },
    [['kernel', '6.8.0-31-generic', '6.11.0']],
  ],
  [
    'another build of the kernel',
    { os: { build: '#32-Ubuntu SMP' } },
    [['build of the kernel', '#31-Ubuntu SMP', '#32-Ubuntu SMP']],
  ],
  ['microcode', { hardware: { microcode: '0x2b000620' } }, [['microcode', '0x2b000603', '0x2b000620']]],
  [
    'a patch of Node, which brings its V8',
    { runtime: { node: '24.21.0', v8: '13.6.233.17-node.53', build: 'bbbbbbbb' } },
    [['Node', '24.19.0', '24.21.0']],
  ],
  [
    'another V8',
    { runtime: { node: '24.21.0', v8: '13.7.1.1-node.1' } },
    [
      ['V8', '13.6.233.17-node.50', '13.7.1.1-node.1'],
      ['Node', '24.19.0', '24.21.0'],
    ],
  ],
  ['another build of Node', { runtime: { build: 'cccccccc' } }, [['build of Node', 'aaaaaaaa', 'cccccccc']]],
  [
    'a flag of V8',
    { runtime: { flags: ['--max_old_space_size=512'] } },
    [['flags of Node and V8', 'none', '--max-old-space-size=512']],
  ],
  ['a flag that changes nothing', { runtime: { flags: ['--no-warnings'] } }, []],
  ['a quota', { hardware: { cpuLimit: 1.5 } }, [['CPU quota of the cgroup', 'none', '1.5']]],
  [
    'a memory limit',
    { hardware: { memoryLimit: 512e6 } },
    [['memory limit of the cgroup', 'none', '512 MB']],
  ],
  ['a few megabytes of memory', { hardware: { memory: 8 * 2 ** 30 - 5e6 } }, []],
  ['less memory', { hardware: { memory: 4 * 2 ** 30 } }, [['memory', '8.59 GB', '4.29 GB']]],
  ['governor', { state: { governor: 'powersave' } }, [['frequency governor', 'performance', 'powersave']]],
  ['turbo', { state: { turbo: false } }, [['turbo', 'on', 'off']]],
  ['power', { state: { onBattery: true } }, [['power supply', 'mains', 'battery']]],
  ['hypervisor', { hardware: { hypervisor: 'Xen' } }, [['hypervisor', 'KVM', 'Xen']]],
  ['bare metal', { hardware: { virtual: false } }, [['hypervisor', 'KVM', 'none']]],
  ['huge pages', { os: { hugePages: 'always' } }, [['transparent huge pages', 'madvise', 'always']]],
  ['clock', { os: { clock: 'hpet' } }, [['clock source', 'tsc', 'hpet']]],
  ['a CI service', { state: { ci: 'github-actions' } }, [['CI service', 'none', 'github-actions']]],
  [
    'caches',
    { hardware: { caches: { l1d: 2 ** 15, l2: 2 ** 20 } } },
    [['caches', 'l1d 32.8 kB, l2 2.10 MB', 'l1d 32.8 kB, l2 1.05 MB']],
  ],
  [
    'a mitigation',
    { os: { mitigations: { spectre_v2: 'Vulnerable', tsa: 'Vulnerable: No microcode' } } },
    [
      ['mitigation spectre_v2', 'Mitigation: IBRS', 'Vulnerable'],
      ['mitigation tsa', undefined, 'Vulnerable: No microcode'],
    ],
  ],
  [
    'another CPU of the same name, with all that comes with it',
    { hardware: { cpuId: '6-207-2', cpuFeatures: ['avx2', 'avx512f'] } },
    [['CPU design (family, model, stepping)', '6-143-8', '6-207-2']],
  ],
  [
    'instructions that the hypervisor hides',
    { hardware: { cpuFeatures: ['avx'] } },
    [['instructions of the CPU', 'avx2', 'avx']],
  ],
])('%s is told, and nothing that follows from it', (_, changes, expected) => {
  expect(namesOf(changes)).toEqual(expected)
})

const runtime = (
  name: RuntimeIdentity['name'],
  version: string,
  engineVersion = name === 'bun' ? '7f0c' : '13.6.233.17-node.50',
): RuntimeIdentity => ({
  ...{ name, version, engineVersion },
  engine: name === 'bun' ? 'JavaScriptCore' : 'V8',
})
const onBun = { measured: [runtime('bun', '1.3.1')] }

test.each<[string, Changes, Changes, (string | undefined)[][]]>([
  [
    'an update of Bun',
    { runtime: onBun },
    { runtime: { measured: [runtime('bun', '1.3.2', '91aa')] } },
    [['runtime Bun', '1.3.1, JavaScriptCore 7f0c', '1.3.2, JavaScriptCore 91aa']],
  ],
  [
    'Bun in the place of Node',
    {},
    { runtime: onBun },
    [
      ['runtime Bun', undefined, '1.3.1, JavaScriptCore 7f0c'],
      ['runtime Node', '24.19.0, V8 13.6.233.17-node.50', undefined],
    ],
  ],
  [
    "Bun beside Assay's own Node",
    {},
    { runtime: { measured: [runtime('node', '24.19.0'), runtime('bun', '1.3.1')] } },
    [['runtime Bun', undefined, '1.3.1, JavaScriptCore 7f0c']],
  ],
  [
    'one of two Nodes',
    { runtime: { measured: [runtime('node', '22.1.0', '12.4'), runtime('node', '24.1.0', '13.6')] } },
    { runtime: { measured: [runtime('node', '24.1.0', '13.6'), runtime('node', '22.2.0', '12.4')] } },
    [['runtime Node', '22.1.0, V8 12.4 and 24.1.0, V8 13.6', '22.2.0, V8 12.4 and 24.1.0, V8 13.6']],
  ],
  [
    'the Node that runs Assay while benchmarks run on Bun',
    { runtime: onBun },
    { runtime: { ...onBun, node: '24.21.0', v8: '13.7.1.1-node.1', build: 'bbbbbbbb' } },
    [['Node that runs Assay', '24.19.0', '24.21.0']],
  ],
])('%s is told', (_, before, after, expected) => {
  const found = compareEnvironments(recordOf(before), recordOf(after))
  expect(found.map(({ what, before, now }) => [what, before, now])).toEqual(expected)
  expect(found.map(isSuspicious)).toEqual(expected.map(([what]) => what !== 'Node that runs Assay'))
})

test('runtimes are recorded, in whatever order they were asked for', () => {
  const [bun, deno] = [runtime('bun', '1.3.1'), runtime('deno', '2.9.6')]
  const recorded = recordOf({ runtime: { measured: [deno, bun] } })
  expect(environmentRecordSchema.parse(recorded).measured).toEqual([bun, deno])
  expect(recordOf({ runtime: { measured: [bun, deno] } })).toEqual(recorded)
})

test('of a Node whose V8 is not known, no runtime is told', () => {
  expect(compareEnvironments({ facts: { node: '24.19.0' } }, recordOf({ runtime: onBun }))).toEqual([])
})

test('a fact that only one of them knows says nothing', () => {
  const { microcode: _, governor: __, ...facts } = then.facts
  const { mitigations: ___, packages: ____, ...little } = { ...then, facts }
  const now = recordOf({ hardware: { microcode: '0x9' }, state: { governor: 'powersave' } })
  expect(compareEnvironments(little, now)).toEqual([])
  expect(compareEnvironments(now, little)).toEqual([])
})

test('a machine that did not answer in time is not another one', () => {
  const silent = recordOf({
    hardware: { cpu: 'unknown', physicalCores: 0, hypervisor: undefined, gpus: [], caches: {} },
    os: { distribution: 'unknown' },
  })
  expect(compareEnvironments(then, silent)).toEqual([])
  const abroad = recordOf({ hardware: { virtual: false }, os: { platform: 'darwin' } })
  expect(compareEnvironments({ ...then, facts: { ...then.facts, platform: 'darwin' } }, abroad)).toEqual([])
})

test('facts of a later version are left alone', () => {
  const strange = { ...then, facts: { ...then.facts, humidity: 'high', constructor: 'x' } }
  expect(compareEnvironments(strange, { ...then, facts: { ...then.facts, humidity: 'low' } })).toEqual([])
})

test('what reaches all code comes before what reaches some, and each says why', () => {
  const now = recordOf(
    {
      hardware: { cpuId: '6-207-2', microcode: '0x1', memoryLimit: 1e9 },
      os: { kernel: '6.11', hugePages: 'always', distribution: 'Alpine', mitigations: {} },
      runtime: { node: '24.21.0', flags: ['--jitless'] },
      state: { governor: 'powersave', ci: 'gitlab' },
      packages: {
        lock: { path: 'package-lock.json', digest: 'b'.repeat(16) },
        runtime: { zod: '4.2.0' },
        development: { vitest: '5.2.0' },
      },
    },
    '0.2.0',
  )
  const found = compareEnvironments(then, now)
  expect(found.map(({ what }) => what)).toEqual([
    'CPU design (family, model, stepping)',
    'flags of Node and V8',
    'frequency governor',
    'Node',
    'kernel',
    'mitigation spectre_v2',
    'microcode',
    'package zod',
    'transparent huge pages',
    'memory limit of the cgroup',
    'CI service',
    'distribution',
    'development package vitest',
    'Assay',
  ])
  expect(found.every(({ why }) => /^[A-Z].*\.$/u.test(why))).toBe(true)
  expect(found.find(({ fact }) => fact === 'kernel')?.source).toMatch(/arXiv 2510\.11310/u)
  expect(found.filter((one) => !isSuspicious(one)).map(({ what }) => what)).toEqual([
    'distribution',
    'development package vitest',
    'Assay',
  ])
})

test('seen from the other side, then and now change places', () => {
  const other = recordOf({ os: { kernel: '6.11', mitigations: {} }, state: { turbo: false } })
  const turned = compareEnvironments(other, then).map(({ before, now, ...rest }) => ({
    ...rest,
    ...(now !== undefined && { before: now }),
    ...(before !== undefined && { now: before }),
  }))
  expect(turned).toEqual(compareEnvironments(then, other))
})

test('every fact is recorded, or told of runtimes, packages and mitigations', () => {
  const { facts } = recordOf({
    hardware: { emulator: 'Rosetta 2', gpus: ['A'] },
    state: { preference: 'power', frequencyLimit: 3e9 },
  })
  const told = ['mitigation', 'runtimePackage', 'developmentPackage', 'lock', 'runtime', 'ownNode']
  expect(Object.keys(facts).sort()).toEqual(
    Object.keys(environmentFacts)
      .filter((name) => !told.includes(name))
      .sort(),
  )
})

const packagesOf = (runtime: Record<string, string>, development: Record<string, string> = {}) => ({
  facts: {},
  packages: { lock: JSON.stringify([runtime, development]).slice(0, 16), runtime, development },
})

test('what two lock files have is told in full: those that package.json names first', () => {
  const [before, after] = [
    packagesOf({ zod: '4.1.0' }, { tool: '1' }),
    packagesOf({ zod: '4.2.0' }, { tool: '2' }),
  ]
  const found = compareEnvironments(before, after, [
    { name: 'deep', before: '1.0.0', now: undefined, isDevelopment: false },
    { name: 'shallow', before: undefined, now: '1.0.0', isDevelopment: true },
    { name: 'tool', before: '1', now: '2', isDevelopment: true },
    { name: 'zod', before: '4.1.0', now: '4.2.0', isDevelopment: false },
  ])
  expect(found.map(({ what }) => what)).toEqual([
    'package zod',
    'package deep',
    'development package tool',
    'development package shallow',
  ])
})

test('that a lock file differs is told where nothing else tells in what', () => {
  const before = packagesOf({ zod: '4.1.0' })
  const after = { ...before, packages: { ...before.packages, lock: 'other' } }
  expect(compareEnvironments(before, after).map(({ what }) => what)).toEqual(['lock file'])
  expect(compareEnvironments(before, after, [])).toEqual([])
})

test('of many packages fifty are named', () => {
  const many = Array.from({ length: 120 }, (_, n) => ({ name: `p${n}`, before: '1.0.0', now: '2.0.0' }))
  const found = compareEnvironments(packagesOf({}), packagesOf({}), many)
  expect(found).toHaveLength(51)
  expect(found.at(-1)).toMatchObject({ what: '70 more packages' })
  expect(found.at(-1)).not.toHaveProperty('now')
})

test('packages may have names of properties that every object has', () => {
  const found = compareEnvironments(packagesOf({}), packagesOf({ constructor: '1.0.0', toString: '1.0.0' }))
  expect(found.map(({ what, now }) => [what, now])).toEqual([
    ['package constructor', '1.0.0'],
    ['package toString', '1.0.0'],
  ])
})

test('a value of any length is cut', () => {
  const [before, after] = ['a', 'b'].map((letter) => ({ facts: { kernel: letter.repeat(5_000) } }))
  expect(compareEnvironments(before!, after!)[0]!.now).toHaveLength(300)
})
