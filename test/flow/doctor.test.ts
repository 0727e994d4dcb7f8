import { describe, expect, it } from 'vitest'
import { timedTrial, timingsOf } from '../../src/core/kind/function/trials.ts'
import { doctor } from '../../src/flow/doctor.ts'
import { policy } from '../../src/model/config.ts'
import { type Doctor, doctorSchema } from '../../src/model/doctor.ts'
import { environment } from '../core/given.ts'
import { type FakeHost, fakeHost, simulated } from './fake-host.ts'

/** Rounds of six forks of 0.1 s each. */
const rounds = (count: number) => ({ seed: 'fixed', time: count * 0.6e9 })
const control = (name: string, more: Parameters<typeof simulated>[1] = {}) =>
  simulated(name, { ...more, of: { file: 'controls.ts' } })
const forksOf = ({ controls }: Doctor) => controls.map(({ a, b }) => [a.length, b.length])
const codesOf = ({ findings }: Doctor) => findings.map(({ code }) => code)

/** The second arm is so many times as slow, although it is the same code. */
function biased(host: FakeHost, factor: number): FakeHost {
  const run: FakeHost['run'] = async (step, config) => {
    const trials = await host.run(step, config)
    if (step.side !== 'head') return trials
    return trials.map((trial) => {
      const [timing] = timingsOf([trial])
      return timing ? timedTrial(trial, { ...timing, value: timing.value * factor }) : trial
    })
  }
  return { ...host, run }
}

describe('the doctor', () => {
  it('looks at the machine, then measures the control kernels, and writes nothing', async () => {
    const host = fakeHost()
    const before = [...host.world.disk.keys()]
    await doctor(host, rounds(3))
    expect(host.calls).toEqual(['loadConfig', 'environment', 'controls', 'watch', 'fork'])
    expect([...host.world.disk.keys()]).toEqual(before)
  })

  it('gives a document that says where it comes from', async () => {
    const during = { duration: 60e9, otherCpus: 0.2 }
    const host = fakeHost({ config: { gate: { tolerance: '2 %', alpha: 0.02 } }, during })
    const made = await doctor(host, rounds(8))
    expect(doctorSchema.parse(made)).toEqual(made)
    expect(made).toMatchObject({
      partial: false,
      seed: 'fixed',
      time: 4.8e9,
      tool: { version: '0.1.0', trialTime: 300e6 },
      environment: { ...environment, during },
      policy: { tolerance: 0.02, level: 0.02 },
      verdict: 'fit',
    })
    expect(made.finishedAt > made.startedAt).toBe(true)
    expect(made.controls.map(({ name }) => name)).toEqual(['mixing', 'access', 'strings'])
  })

  it('takes two minutes and a seed of its own when nobody says otherwise', async () => {
    const made = await doctor(fakeHost(), {})
    expect(made).toMatchObject({ time: policy.doctor.time, seed: 'seed 1' })
    expect(forksOf(made)).toEqual([
      [200, 200],
      [200, 200],
      [200, 200],
    ])
  })

  it('makes whole rounds, in which both arms of every kernel come once', async () => {
    const host = fakeHost()
    const made = await doctor(host, { seed: 'fixed', time: 3.7e9 })
    expect(forksOf(made)).toEqual([
      [6, 6],
      [6, 6],
      [6, 6],
    ])
    for (let round = 0; round < 6; round++) {
      const steps = host.steps.slice(round * 6, round * 6 + 6)
      expect(new Set(steps.map(({ ids, side }) => `${ids} ${side}`)).size).toBe(6)
      expect(new Set(steps.map((step) => step.round))).toEqual(new Set([round + 1]))
    }
    expect(host.steps.every(({ task, file }) => task === 'time' && file === 'controls.ts')).toBe(true)
  })

  it('makes one round however short its time', async () => {
    const made = await doctor(fakeHost(), { seed: 'fixed', time: 1 })
    expect(forksOf(made)).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ])
    expect(codesOf(made)).toEqual(['too-few-kernel-forks'])
    expect(made.detectable.at(-1)!.effects.every(({ effect }) => effect === null)).toBe(true)
  })

  it('draws the order from the seed', async () => {
    const order = async (seed: string) => {
      const host = fakeHost()
      await doctor(host, { ...rounds(4), seed })
      return host.steps.flatMap(({ ids }) => ids)
    }
    expect(await order('one')).toEqual(await order('one'))
    expect(await order('one')).not.toEqual(await order('two'))
  })

  it('shows what it is about to do, its forks, and that it is done', async () => {
    const host = fakeHost()
    await doctor(host, rounds(2))
    expect(host.moments[0]).toEqual({ type: 'controls', kernels: 3, time: 1.2e9 })
    expect(host.moments.slice(1, -1).every(({ type }) => type === 'fork')).toBe(true)
    expect(host.moments).toHaveLength(2 + host.steps.length)
    expect(host.moments.at(-1)).toEqual({ type: 'done' })
  })
})

describe('what it can prove', () => {
  it('follows from the spread and the cost of the forks', async () => {
    const controls = [control('calm', { spread: 0.002 }), control('wild', { spread: 0.04 })]
    const made = await doctor(fakeHost({ controls }), rounds(20))
    const effects = (name: string) => made.detectable.find((row) => row.name === name)!.effects
    expect(made.controls.map(({ cost }) => cost)).toEqual([1e8, 1e8])
    expect(effects('calm').map(({ forks }) => forks)).toEqual([10, 100, 600])
    for (const [column, { effect }] of effects('calm').entries()) {
      expect(effect).toBeGreaterThan(0.01)
      expect(effect).toBeLessThan(effects('wild')[column]!.effect!)
    }
    expect(effects('worst')).toEqual(effects('wild'))
  })

  it('is nothing when the same code is not equal to itself', async () => {
    const made = await doctor(biased(fakeHost(), 1.05), rounds(10))
    expect(new Set(codesOf(made))).toEqual(new Set(['null-control']))
    expect(made.verdict).toBe('unfit')
  })

  it('is said of a machine that no finding disqualifies', async () => {
    const coverage = {
      ...environment,
      runtime: { ...environment.runtime, instruments: ['coverage' as const] },
    }
    const made = await doctor(fakeHost({ environment: coverage }), rounds(10))
    expect(codesOf(made)).toEqual(['coverage'])
    expect(made.verdict).toBe('unfit')
  })
})

describe('a kernel that fails', () => {
  const crashed = { reason: 'crashed', message: 'ended by SIGSEGV' } as const

  it('is not asked again, and the others are measured', async () => {
    const controls = [
      control('mixing'),
      control('access', { fails: (n) => (n > 6 ? crashed : undefined) }),
      control('strings'),
    ]
    const host = fakeHost({ controls })
    const made = await doctor(host, rounds(10))
    expect(made.controls[1]).toMatchObject({ error: crashed })
    expect(made.controls[1]!.a.length + made.controls[1]!.b.length).toBe(6)
    expect(made.controls[0]!.a.length).toBeGreaterThanOrEqual(10)
    expect(codesOf(made)).toEqual(['control-kernel-failed'])
    expect(made.verdict).toBe('unfit')
    expect(host.moments.filter(({ type }) => type === 'failed')).toEqual([
      { type: 'failed', id: 'access', failure: crashed },
    ])
  })

  it('ends it when it was the last', async () => {
    const host = fakeHost({ controls: [control('mixing', { fails: () => crashed })] })
    const made = await doctor(host, rounds(10))
    expect(host.steps).toHaveLength(1)
    expect(doctorSchema.parse(made)).toEqual(made)
  })
})

describe('an interruption', () => {
  it('keeps what was measured, and says that it is partial', async () => {
    const host = fakeHost({ interruptedIn: 45 })
    const made = await doctor(host, rounds(20))
    expect(host.steps).toHaveLength(45)
    expect(made.partial).toBe(true)
    expect(
      forksOf(made)
        .flat()
        .reduce((sum, n) => sum + n),
    ).toBe(44)
    expect(made.detectable.at(-1)!.effects.at(-1)!.effect).not.toBeNull()
    expect(made.controls.every(({ error }) => error === undefined)).toBe(true)
  })

  it('makes no further fork, and counts the one that was just done', async () => {
    const host = fakeHost({ interruptedIn: 3, delivers: true })
    const made = await doctor(host, rounds(20))
    expect(host.steps).toHaveLength(3)
    expect(
      forksOf(made)
        .flat()
        .reduce((sum, n) => sum + n),
    ).toBe(3)
  })

  it('before anything was measured leaves a document all the same', async () => {
    const made = await doctor(fakeHost({ interruptedIn: 0 }), rounds(20))
    expect(doctorSchema.parse(made)).toEqual(made)
    expect(forksOf(made)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ])
  })
})
