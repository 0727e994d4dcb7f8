import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../src/core/ledger/ledger.ts'
import { type Runner, runStep } from '../../../src/host/run/runner.ts'
import { AssayError } from '../../../src/model/assay-error.ts'
import type { Step } from '../../../src/model/step.ts'
import type { MeasuredTrial, Trial } from '../../../src/model/trial.ts'
import { configOf } from '../../core/given.ts'
import { declareCounter } from '../../kind/counter/kind.ts'

const config = configOf({ time: { timeout: '50 ms' } })
const step: Step = {
  ...{ kind: 'counter', task: 'count', stage: 'screen', side: 'head', round: 1 },
  ...{ file: 'cache.counters', keys: ['warm'], ids: ['cache.counters › warm'] },
}
const quality = { samples: 1, clean: 1, cleanOnly: true, mayWait: true, spent: 0, operations: 1 }
const fine: MeasuredTrial = {
  ...{ kind: 'counter', task: 'count', id: step.ids[0]!, side: 'head', stage: 'screen' },
  ...{ wall: 1, printed: 0 },
  end: { state: 'measured', values: { hits: 7 }, quality, detail: { asked: 1 } },
}
const answering = (trial: MeasuredTrial): Runner => ({ run: async () => [trial] })
const values = (given: Record<string, number>) => answering({ ...fine, end: { ...fine.end, values: given } })

let withdraw: () => void
beforeAll(() => {
  withdraw = declareCounter()
})
afterAll(() => withdraw())

const ask = (runner: Runner | undefined, more: Partial<Step> = {}) =>
  runStep(new Map(runner ? [['counter', runner]] : []), { ...step, ...more }, config)

describe('a runner', () => {
  it('has no more time than is left of the whole run', async () => {
    const [trial] = await ask({ run: () => new Promise(() => {}) }, { left: 1e6 })
    expect(trial).toMatchObject({ end: { failure: { message: expect.stringContaining('within 1.000 ms') } } })
  })

  it('is believed where it answers what its kind declares', async () => {
    expect(await ask(answering(fine))).toEqual([fine])
  })

  it.each<[string, Runner | undefined, string]>([
    ['throws', { run: () => Promise.reject(new Error('no such cache')) }, 'it threw: no such cache'],
    ['hangs', { run: () => new Promise(() => {}) }, 'it did not answer within 50.00 ms (time.timeout)'],
    [
      'tells an undeclared metric',
      values({ joules: 1 }),
      "the metric 'joules', which its kind does not declare",
    ],
    ['tells no number', values({ hits: Number.NaN }), "it answered that 'hits' is NaN, which is no number"],
    ['answers for another', answering({ ...fine, id: 'b' }), "a trial of another step, 'b'"],
    [
      'answers for the base',
      answering({ ...fine, side: 'base' }),
      'it answered for the base, not for the head',
    ],
    ['is not there', undefined, 'there is none here'],
    ['answers nothing', { run: async () => [] }, "it answered nothing about 'cache.counters › warm'"],
    ['answers with nonsense', { run: async () => null as never }, 'it answered with no list of trials'],
  ])('that %s fails its benchmark, and says what to do', async (_, runner, message) => {
    const [trial] = await ask(runner)
    expect(trial).toMatchObject({
      ...{ id: step.ids[0], side: 'head', stage: 'screen' },
      end: {
        state: 'failed',
        failure: {
          reason: 'broken-runner',
          message: expect.stringContaining(message),
          remedy: expect.stringMatching(/\.$/u),
        },
      },
    })
    expect((trial!.end as { failure: { message: string } }).failure.message).toMatch(
      /^the runner of kind 'counter': /u,
    )
    expect(isFailure(trial!)).toBe(true)
  })

  it('of a pair fails the benchmark, too: another way would be no better', async () => {
    const [trial] = await ask(undefined, { side: 'pair', way: 'together' })
    expect(isFailure(trial!)).toBe(true)
  })

  it.each<Trial['side'][]>([['base', 'head'], ['pair', 'head'], ['pair']])(
    'that leaves out a part of a pair fails the benchmark: only %s',
    async (...sides) => {
      const answer = sides.map((side) => ({ ...fine, side }))
      const [trial] = await ask({ run: async () => answer }, { side: 'pair', way: 'together' })
      expect(trial!.end).toMatchObject({ failure: { message: expect.stringContaining('answered nothing') } })
    },
  )

  it('may say what a person can fix', async () => {
    const refusing: Runner = {
      run: () => Promise.reject(new AssayError('no-cache', 'no cache', 'Start it.')),
    }
    await expect(ask(refusing)).rejects.toThrow(expect.objectContaining({ code: 'no-cache' }))
  })
})
