import { describe, expect, it } from 'vitest'
import { gate } from '../../src/flow/gate.ts'
import { run } from '../../src/flow/run.ts'
import { limitStages } from '../../src/flow/time-limit.ts'
import { runSchema } from '../../src/model/run.ts'
import type { Step } from '../../src/model/step.ts'
import { configOf, file } from '../core/given.ts'
import { type FakeHost, fakeHost, simulated } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
/** Seconds, of a run with 40 pairs of a stage at the most. */
const twenty = { within: 20e9, most: 40 }
const commit = 'f'.repeat(40)
/** A fork takes a tenth of a second by the clock of the fake host. */
const seconds = (host: FakeHost, within: number) => ({
  host,
  request: { ...everything, within: within * 1e9 },
})

describe('a run that has to end within a time', () => {
  it('ends by then, with what was measured, and says what was not', async () => {
    const benchmarks = Array.from({ length: 20 }, (_, index) => simulated(`number ${index}`))
    const { host, request } = seconds(fakeHost({ benchmarks, config: { collect: { memory: false } } }), 1)
    const { run: made } = await run(host, request)
    expect(host.steps.length).toBeGreaterThanOrEqual(8)
    expect(host.steps.length).toBeLessThanOrEqual(11)
    expect(made.partial).toBe(false)
    expect(made.request.within).toBe(1e9)
    expect(made.findings).toContainEqual(
      expect.objectContaining({
        code: 'time-over',
        message: expect.stringMatching(/1\.000 s.* 1\d benchmarks/u),
      }),
    )
    expect(runSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made)
  })

  it('cuts the fork that runs when it is over, which is no failure of its benchmark', async () => {
    const { host, request } = seconds(fakeHost({ config: { collect: { memory: false } } }), 0.15)
    const { run: made } = await run(host, request)
    expect(host.steps).toHaveLength(2)
    expect(made.benchmarks.map(({ state }) => state).sort()).toEqual(['measured', 'skipped'])
    expect(made.findings.map(({ code }) => code)).toContain('time-over')
  })

  it('tells what has no number although it is identical, where the command shows numbers', async () => {
    const revision = { commit, times: {}, unchanged: [file] }
    const { host, request } = seconds(fakeHost({ revision, mergeBase: { ref: 'main', commit } }), 1e-6)
    const { run: made } = await run(host, request)
    expect(made.verdict).toBe('pass')
    expect(made.findings).toContainEqual(
      expect.objectContaining({ code: 'time-over', message: expect.stringContaining('2 benchmarks') }),
    )
    const { run: gated } = await gate(host, request)
    expect(gated.findings.map(({ code }) => code)).not.toContain('time-over')
  })

  it('leaves a part of its time to the numbers of what is identical', async () => {
    const [one, other] = [
      simulated('a', { spread: 0.2 }),
      simulated('x', { of: { file: 'bench/x.bench.ts' } }),
    ]
    const revision = { commit, times: {}, unchanged: ['bench/x.bench.ts'] }
    const { host, request } = seconds(
      fakeHost({ benchmarks: [one, other], revision, mergeBase: { ref: 'main', commit } }),
      6,
    )
    const { run: made } = await run(host, request)
    const pairs = host.steps.filter(({ side, isControl }) => side === 'pair' && !isControl).length
    expect(pairs).toBeGreaterThan(5)
    expect(pairs).toBeLessThanOrEqual(30)
    expect(made.benchmarks.map(({ state }) => state)).toEqual(['measured', 'measured'])
    // Without a control that came to an end no pair counts, so the first had its time.
    expect(made.findings).toEqual([])
    expect(made.verdict).toBe('inconclusive')
    for (const moment of host.moments.filter((one) => one.type === 'fork'))
      expect(moment.forecast?.left ?? 0).toBeLessThanOrEqual(6e9)
  })

  it('says that the time was over, where it was before a control came to its end', async () => {
    const benchmarks = [simulated('a', { spread: 0.2 })]
    const revision = { commit, times: {}, unchanged: [] }
    const { host, request } = seconds(
      fakeHost({ benchmarks, revision, mergeBase: { ref: 'main', commit } }),
      2,
    )
    const { run: made } = await run(host, request)
    expect(made.findings).toContainEqual(
      expect.objectContaining({
        code: 'control-not-measured',
        message: expect.stringContaining('time was over'),
        advice: expect.stringContaining('Give it more time'),
      }),
    )
    expect(made.verdict).toBe('invalid')
  })

  it('takes what comes before the pairs from all that follows, and leaves them their share', () => {
    let now = 0
    const host = { ...fakeHost(), now: () => new Date(now).toISOString() }
    const stage = limitStages(host, { ...twenty, begun: host.now(), isPairsOnly: false })
    const isOver = (of: Parameters<typeof stage>[0], at: number) => {
      now = at * 1e3
      return stage(of).interrupted()
    }
    // Ten seconds for finding out what has changed, more than the share of pairs of all.
    expect(isOver('numbers', 10)).toBe(false)
    expect(isOver('pairs', 10)).toBe(false)
    expect([isOver('pairs', 14.4), isOver('pairs', 14.6)]).toEqual([false, true])
    expect([isOver('controls', 15.9), isOver('controls', 16.1)]).toEqual([false, true])
    expect([isOver('firstControl', 19.9), isOver('firstControl', 20.1)]).toEqual([false, true])
  })

  it('lets pairs that are all that is wanted go on for as long as a control has time for its second look', async () => {
    let now = 0
    const host = {
      ...fakeHost(),
      now: () => new Date(now).toISOString(),
      run: async () => {
        now += 500
        return []
      },
    }
    const stage = limitStages(host, { ...twenty, begun: host.now(), isPairsOnly: true })
    const pair: Step = {
      ...{ kind: 'function', task: 'pair', stage: 'screen', side: 'pair' },
      ...{ file, keys: ['a'], ids: ['a'], round: 1 },
    }
    for (let count = 0; count < 3; count++) await stage('pairs').run(pair, configOf(), undefined)
    const isOver = (at: number) => {
      now = at * 1e3
      return stage('pairs').interrupted()
    }
    // Twelve pairs of 0.5 s, and a quarter more.
    expect([isOver(12.4), isOver(12.6)]).toEqual([false, true])
  })

  it('ends pairs for good where one was cut, whatever others take', async () => {
    let now = 0
    const host = {
      ...fakeHost(),
      now: () => new Date(now).toISOString(),
      run: async ({ left = 0 }: Step) => {
        now += Math.min(8000, left / 1e6)
        return []
      },
    }
    const stage = limitStages(host, { ...twenty, begun: host.now(), isPairsOnly: true })
    const pair: Step = {
      ...{ kind: 'function', task: 'pair', stage: 'screen', side: 'pair' },
      ...{ file, keys: ['a'], ids: ['a'], round: 1 },
    }
    await stage('pairs').run(pair, configOf(), undefined)
    expect(stage('pairs').interrupted()).toBe(false)
    await stage('pairs').run(pair, configOf(), undefined)
    expect(stage('pairs').interrupted()).toBe(true)
  })

  it('that is over before the first number is an error that says so', async () => {
    const { host, request } = seconds(fakeHost(), 1e-6)
    await expect(run(host, request)).rejects.toThrow("--within '1.000 µs') was over before the first number")
  })

  it('passes what is identical all the same', async () => {
    const { host, request } = seconds(
      fakeHost({ revision: { commit, times: {}, unchanged: [file] }, mergeBase: { ref: 'main', commit } }),
      1e-6,
    )
    const { run: made } = await gate(host, request)
    expect(made.verdict).toBe('pass')
    expect(made.comparisons.map(({ verdict }) => verdict)).toEqual(['identical', 'identical'])
  })

  it('is told apart from one that was interrupted', async () => {
    const { host, request } = seconds(fakeHost({ interruptedIn: 3 }), 3600)
    const { run: made } = await run(host, request)
    expect(made.partial).toBe(true)
    expect(made.findings.map(({ code }) => code)).not.toContain('time-over')
  })
})
