import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { engineFlags, type MachineParts, machineClass } from '../../../src/core/machine/class.ts'
import type { RuntimeIdentity } from '../../../src/model/runtime.ts'
import { character, grapheme } from '../../graphemes.ts'

const machine: MachineParts = {
  platform: 'linux',
  arch: 'x64',
  cpu: 'Intel Xeon Platinum 8481C',
  availableCpus: 2,
  node: '24.21.0',
  flags: [],
}
const classOf = (parts: Partial<MachineParts>) => machineClass({ ...machine, ...parts }).class

test('a class reads as what it stands for', () => {
  expect(machineClass(machine)).toEqual({
    class: 'linux-x64-xeon-platinum-8481c-2cpu-node24',
    parts: { platform: 'linux', arch: 'x64', cpu: 'xeon-platinum-8481c', cpus: '2', node: '24' },
  })
})

const on = (name: RuntimeIdentity['name'], version: string): RuntimeIdentity => ({
  ...{ name, version, engineVersion: '1' },
  engine: name === 'bun' ? 'JavaScriptCore' : 'V8',
})

test.each([
  [[on('node', '22.23.3')], 'node22', { node: '22' }],
  [[on('bun', '1.4.5')], 'bun1.4', { bun: '1.4' }],
  [[on('deno', '2.9.6')], 'deno2.9', { deno: '2.9' }],
  [
    [on('node', '22.23.3'), on('node', '26.12.1'), on('bun', '1.4.5')],
    'bun1.4-node22-node26',
    { node: '22 26', bun: '1.4' },
  ],
])("a class names what benchmarks run on in the place of Assay's own Node", (measured, slug, parts) => {
  const { node: _, ...others } = machineClass(machine).parts
  expect(machineClass({ ...machine, measured })).toEqual({
    class: `linux-x64-xeon-platinum-8481c-2cpu-${slug}`,
    parts: { ...others, ...parts },
  })
})

test('a class of many runtimes stays short', () => {
  const measured = ['22.1.1', '24.1.1', '26.1.1', '28.1.1', '30.1.1'].map((version) => on('node', version))
  expect(classOf({ measured })).toMatch(/-node22-node24-node26-node28-node30$/u)
  const wordy = { cpu: 'x'.repeat(99), flags: ['--no-opt'], availableCpus: 9999, measured }
  expect(classOf(wordy).length).toBeLessThanOrEqual(100)
  expect(classOf({ measured })).not.toBe(classOf({ measured: measured.slice(1) }))
})

test.each([
  ['Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz', 'xeon-platinum-8481c'],
  ['Intel(R) Xeon(R) CPU @ 2.20GHz', 'xeon'],
  ['Intel(R) Xeon(R) CPU E5-2673 v4 @ 2.30GHz', 'xeon-e5-2673-v4'],
  ['Intel Xeon Processor (Skylake, IBRS)', 'xeon-skylake-ibrs'],
  ['11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz', 'core-i7-1165g7'],
  ['Intel(R) Core(TM)2 Duo CPU     E8400  @ 3.00GHz', 'core2-duo-e8400'],
  ['Intel® Core™ Ultra 7 155H', 'core-ultra-7-155h'],
  ['AMD EPYC', 'epyc'],
  ['AMD EPYC 7B13 64-Core Processor', 'epyc-7b13'],
  ['AMD EPYC-Rome Processor', 'epyc-rome'],
  ['AMD Ryzen 9 5950X 16-Core Processor            ', 'ryzen-9-5950x'],
  ['AMD Ryzen 7 7840U w/ Radeon  780M Graphics', 'ryzen-7-7840u'],
  ['AMD Ryzen 5 3400G with Radeon Vega Graphics', 'ryzen-5-3400g'],
  ['AMD Ryzen Threadripper PRO 5995WX 64-Cores', 'ryzen-threadripper-pro-5995wx'],
  ['AMD FX(tm)-8350 Eight-Core Processor', 'fx-8350'],
  ['Apple M3 Max', 'apple-m3-max'],
  ['Apple M1 (Virtual)', 'apple-m1-virtual'],
  ['VirtualApple @ 2.50GHz', 'virtualapple'],
  ['Neoverse-N1', 'neoverse-n1'],
  ['AWS Graviton3', 'graviton3'],
  ['ARM Cortex-A72', 'cortex-a72'],
  ['QEMU Virtual CPU version 2.5+', 'qemu-virtual-version-2.5'],
  ['Loongson-3A5000 2.50 GHz', 'loongson-3a5000'],
  ['Procésseur X1', 'processeur-x1'],
  ['AMD', 'amd'],
  ['', 'unknown'],
  [' - ', 'unknown'],
  ['unknown', 'unknown'],
])('the CPU "%s" is %s', (cpu, slug) => {
  expect(machineClass({ ...machine, cpu })).toEqual({
    class: `linux-x64-${slug}-2cpu-node24`,
    parts: { platform: 'linux', arch: 'x64', cpu: slug, cpus: '2', node: '24' },
  })
})

test('a name that letters cannot hold keeps what they can, and is told apart by a hash', () => {
  expect(classOf({ cpu: '龙芯 3A5000' })).toMatch(/^linux-x64-3a5000-[0-9a-f]{8}-2cpu-node24$/u)
  expect(classOf({ cpu: '飞腾' })).toMatch(/^linux-x64-[0-9a-f]{8}-2cpu-node24$/u)
  expect(classOf({ cpu: '飞腾' })).not.toBe(classOf({ cpu: '龙芯' }))
})

test('long names that differ only at their end are told apart', () => {
  const long = 'Engineering Sample '.repeat(10)
  expect(classOf({ cpu: `${long} A` })).not.toBe(classOf({ cpu: `${long} B` }))
})

test.each([
  [2, '2cpu'],
  [1.5, '1.5cpu'],
  [3.92, '3.9cpu'],
  [0.5, '0.5cpu'],
  [0.001, '0.1cpu'],
  [192, '192cpu'],
  [1.999_999, '2cpu'],
])('%s available CPUs are %s', (availableCpus, slug) => {
  expect(classOf({ availableCpus })).toBe(`linux-x64-xeon-platinum-8481c-${slug}-node24`)
})

test.each([
  ['22.18.0', 'node22'],
  ['v26.0.0-nightly20260101', 'node26'],
  ['', 'node0'],
])('Node %j is %s', (node, slug) => {
  expect(classOf({ node })).toBe(`linux-x64-xeon-platinum-8481c-2cpu-${slug}`)
})

test('only the major version of Node counts', () => {
  expect(classOf({ node: '24.0.0' })).toBe(classOf({ node: '24.21.0' }))
})

describe('flags', () => {
  test.each([
    [['--no-warnings']],
    [['--disable-warning=ExperimentalWarning']],
    [['--disable-warning', 'ExperimentalWarning']],
    [['--enable-source-maps', '--expose-gc', '--expose_gc']],
    [['--experimental-strip-types', '--no-experimental-strip-types', '--no-strip-types']],
    [['-e', 'const a = 1 // --jitless']],
    [['--env-file', '.env', '--title=bench']],
    [[]],
  ])('%j change nothing', (flags) => {
    expect(engineFlags(flags)).toEqual([])
    expect(classOf({ flags })).toBe('linux-x64-xeon-platinum-8481c-2cpu-node24')
  })

  test.each([
    [['--jitless'], ['--jitless']],
    [['--max_old_space_size=4096'], ['--max-old-space-size=4096']],
    [['--no_opt'], ['--no-opt']],
    [['--require', './a_b.cjs'], ['--require=./a_b.cjs']],
    [['-r', './a.cjs'], ['--require=./a.cjs']],
    [['-C', 'development'], ['--conditions=development']],
    [['--import=./a.mjs?b=c'], ['--import=./a.mjs?b=c']],
    [['--jitless', '--no-warnings', '--jitless'], ['--jitless']],
    [
      ['stray', '--b', '--a'],
      ['--a', '--b'],
    ],
  ])('%j are %j', (flags, engine) => {
    expect(engineFlags(flags)).toEqual(engine)
  })

  test('a flag makes a class of its own, with the list in its parts', () => {
    const { class: name, parts } = machineClass({ ...machine, flags: ['--jitless', '--max-lazy'] })
    expect(name).toMatch(/^linux-x64-xeon-platinum-8481c-2cpu-node24-flags-[0-9a-f]{8}$/u)
    expect(parts.flags).toBe('--jitless --max-lazy')
  })

  test('their order does not matter, and their values do', () => {
    expect(classOf({ flags: ['--a', '--b'] })).toBe(classOf({ flags: ['--b', '--a'] }))
    expect(classOf({ flags: ['--a=1'] })).not.toBe(classOf({ flags: ['--a=2'] }))
  })

  test('the hash never changes, because committed folders are named after it', () => {
    expect(classOf({ flags: ['--jitless'] })).toBe('linux-x64-xeon-platinum-8481c-2cpu-node24-flags-f8970dbb')
  })
})

test('every machine has a name that can be a folder everywhere', () => {
  const text = fc.oneof(fc.string({ unit: character }), fc.string({ unit: grapheme, maxLength: 300 }))
  const parts = fc.record({
    platform: text,
    arch: text,
    cpu: text,
    availableCpus: fc.oneof(fc.double(), fc.nat()),
    node: text,
    flags: fc.array(text),
  })
  fc.assert(
    fc.property(parts, (any) => {
      const { class: name } = machineClass(any)
      expect(name).toMatch(/^[a-z0-9][a-z0-9.-]*$/u)
      expect(name.length).toBeLessThanOrEqual(100)
      expect(machineClass(any).class).toBe(name)
    }),
  )
})
