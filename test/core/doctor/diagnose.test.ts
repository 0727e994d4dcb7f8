import { describe, expect, it } from 'vitest'
import type { ControlForks } from '../../../src/core/doctor/controls.ts'
import type { Examined } from '../../../src/core/doctor/diagnose.ts'
import { doctorExitCode } from '../../../src/core/doctor/diagnose.ts'
import { type Doctor, doctorSchema } from '../../../src/model/doctor.ts'
import type { Environment } from '../../../src/model/environment.ts'
import { environment } from '../given.ts'
import { armOf, doctorOf, examined, kernel } from './given.ts'

const codesOf = ({ findings }: Doctor) => findings.map(({ code, severity }) => `${severity} ${code}`)
const on = (more: {
  runtime?: Partial<Environment['runtime']>
  hardware?: Partial<Environment['hardware']>
  state?: Partial<Environment['state']>
}): Partial<Examined> => ({
  environment: {
    ...environment,
    runtime: { ...environment.runtime, ...more.runtime },
    hardware: { ...environment.hardware, ...more.hardware },
    state: { ...environment.state, ...more.state },
  },
})

describe('a diagnosis', () => {
  it('of a quiet machine finds nothing, and says what it can prove', () => {
    const doctor = doctorOf()
    expect(doctorSchema.parse(doctor)).toEqual(doctor)
    expect(doctor).toMatchObject({
      schema: 'assay/doctor@2',
      policy: { tolerance: 0.01, level: 0.01, power: 0.8, margin: 0.03, drift: 0.1 },
      findings: [],
      verdict: 'usable',
    })
    expect(doctor.controls.map(({ name }) => name)).toEqual(['mixing', 'access', 'strings'])
    expect(doctor.detectable.map(({ name }) => name)).toEqual([
      'mixing',
      'access',
      'strings',
      'typical',
      'worst',
    ])
    const typical = doctor.detectable[3]!.effects
    expect(typical.map(({ forks }) => forks)).toEqual([2, 22, 133])
    expect(typical[0]!.effect).toBeNull()
    expect(typical[1]!.effect).toBeGreaterThan(typical[2]!.effect!)
    expect(typical[2]!.effect).toBeGreaterThan(0.01)
    // Three seconds are six forks of 450 ms.
    expect(doctor.detectable[3]!.own).toMatchObject({ time: 3e9, forks: 6 })
  })

  it.each([
    ['fit', 'typically proves the margin', 0.004, {}],
    ['usable', 'proves only more than that', 0.02, {}],
    ['fit', 'proves it with more forks', 0.02, { budget: { time: 3e9, forks: { min: 40, max: 40 } } }],
    ['fit', 'has a wider margin', 0.02, { gate: { ...examined().gate, margin: 0.2 } }],
    [
      'unfit',
      'has so few forks that it proves nothing',
      0.02,
      { budget: { time: 3e9, forks: { min: 2, max: 4 } } },
    ],
    ['unfit', 'is not known well enough', 0, {}],
  ] as const)('is %s where the machine %s', (verdict, _, spread, more) => {
    const doctor = doctorOf({ forks: [kernel('x', { spread })], ...more })
    expect(doctor.verdict).toBe(verdict)
    const { own } = doctor.detectable.find(({ name }) => name === 'typical')!
    expect((own.effect ?? Infinity) <= doctor.policy.margin).toBe(verdict === 'fit')
  })

  it('survives JSON', () => {
    const doctor = doctorOf({ partial: true, forks: [kernel('mixing', { forks: 1 })] })
    expect(doctorSchema.parse(JSON.parse(JSON.stringify(doctor)))).toEqual(doctor)
  })

  it.each<[string, Partial<Examined>]>([
    ['debugger-flags', on({ runtime: { flags: ['--inspect'] } })],
    ['debugger-attached', on({ runtime: { instruments: ['auto-attach'] } })],
    ['coverage', on({ runtime: { instruments: ['coverage'] } })],
    ['instrumented-node', on({ runtime: { instruments: ['sanitizer'] } })],
    ['emulated-cpu', on({ hardware: { emulator: 'Rosetta 2' } })],
  ])('does not let a machine measure that has %s', (code, more) => {
    const doctor = doctorOf(more)
    expect(codesOf(doctor)).toEqual([`error ${code}`])
    expect(doctor.findings[0]).toMatchObject({ subject: 'machine' })
    expect(doctor.verdict).toBe('unfit')
  })

  it.each<[string, Partial<Examined>]>([
    ['machine-busy', on({ state: { load1: 9 } })],
    ['engine-flags', on({ runtime: { flags: ['--jitless'] } })],
    ['slept', { environment: { ...environment, during: { duration: 60e9, slept: 60e9 } } }],
  ])('lets a machine measure that has %s, and warns', (code, more) => {
    const doctor = doctorOf(more)
    expect(codesOf(doctor)).toEqual([`warning ${code}`])
    expect(doctor.verdict).toBe('usable')
  })

  it.each<[string, ControlForks, RegExp]>([
    [
      'error null-control',
      kernel('x', { spread: 0.004, slower: 1.06 }),
      /differ by \+[56]\.\d+ %, proven to be more than 1 %/u,
    ],
    [
      'error control-kernel-failed',
      kernel('x', { failure: { reason: 'crashed', message: 'ended by SIGSEGV' } }),
      /failed: ended by SIGSEGV\.$/u,
    ],
    ['warning wide-spread', kernel('x', { spread: 0.08 }), /far apart .*: x 8\.\d %\./u],
    [
      'warning contaminated-kernels',
      kernel('x', { a: Array.from({ length: 10 }, (_, i) => armOf(1000 + i, { clean: 80 })) }),
      /wait for a CPU .*: x 32\.?\d* %\.$/u,
    ],
    ['info too-few-kernel-forks', kernel('x', { forks: 2 }), /Fewer than 6 forks/u],
  ])('finds %s', (code, forks, message) => {
    const { findings } = doctorOf({ forks: [kernel('mixing'), forks] })
    expect(findings.map((finding) => `${finding.severity} ${finding.code}`)).toEqual([code])
    expect(findings[0]!.message).toMatch(message)
  })

  it('says once what weakens several kernels, the worst first', () => {
    const { findings } = doctorOf({
      forks: [kernel('a', { spread: 0.07 }), kernel('b', { spread: 0.02 }), kernel('c', { spread: 0.2 })],
    })
    expect(findings).toHaveLength(1)
    expect(findings[0]!.message).toMatch(/: c \d+ %, a [\d.]+ %\./u)
  })

  it('says what is worst first', () => {
    const doctor = doctorOf({
      ...on({ state: { load1: 9, turbo: true } }),
      forks: [kernel('x', { spread: 0.004, slower: 1.06 }), kernel('y', { forks: 1 })],
    })
    expect(codesOf(doctor)).toEqual([
      'error null-control',
      'warning machine-busy',
      'info turbo',
      'info too-few-kernel-forks',
    ])
  })

  it('of nothing is one all the same', () => {
    const doctor = doctorOf({ partial: true, forks: [] })
    expect(doctorSchema.parse(doctor)).toEqual(doctor)
    expect(doctor).toMatchObject({ controls: [], detectable: [], findings: [], verdict: 'unfit' })
  })
})

it.each([
  ['fit', false, 0],
  ['usable', false, 0],
  ['unfit', false, 2],
  ['fit', true, 130],
  ['unfit', true, 130],
] as const)('%s, interrupted: %s, ends with %d', (verdict, partial, code) => {
  expect(doctorExitCode({ verdict, partial })).toBe(code)
})
