import { describe, expect, it } from 'vitest'
import { endOfTarget } from '../../src/core/kind/service/trials.ts'
import { capacityText } from '../../src/core/report/terminal/capacity.ts'
import { type CapacityRequest, findCapacity } from '../../src/flow/capacity.ts'
import type { Benchmark } from '../../src/model/benchmark.ts'
import { capacitySchema } from '../../src/model/capacity.ts'
import { type ServiceStepDetail, serviceSpecSchema } from '../../src/model/service.ts'
import type { Step } from '../../src/model/step.ts'
import type { Trial } from '../../src/model/trial.ts'
import { benchmarkOf } from '../core/given.ts'
import { generatedOf, tallyOf, trialWith } from '../core/kind/service/given.ts'
import { fakeHost } from './fake-host.ts'

const ms = 1e6
const service = serviceSpecSchema.parse({
  ...{ target: { name: 'api', url: 'http://127.0.0.1:1' }, rate: '100/s' },
})
const loadWith = (objectives: unknown): Benchmark => ({
  ...benchmarkOf('list users'),
  ...{ kind: 'service', service, objectives },
})

/** A service that answers in 5 ms up to a rate, and in 500 ms above it. */
function hostOf(capacity: number, benchmarks: readonly Benchmark[]) {
  const steps: ServiceStepDetail[] = []
  const host = fakeHost()
  const run = async ({ detail, ids }: Step): Promise<Trial[]> => {
    const { rate = 0, duration = 0 } = detail as ServiceStepDetail
    steps.push({ rate, duration })
    const count = Math.round((rate * duration) / 1e9)
    const tally = tallyOf(
      'head',
      Array.from({ length: count }, () => (rate <= capacity ? 5 : 500) * ms),
    )
    const asked = { rate, duration, timeout: 10e9, apart: true }
    const end = endOfTarget(tally, generatedOf([tally], { elapsed: duration }), asked)
    return [{ ...trialWith(end), id: ids[0]! }]
  }
  const list = async () => ({ ...(await fakeHost().list({} as never)), benchmarks })
  return { host: { ...host, run, list }, steps }
}

const find = async (
  capacity: number,
  request: Partial<CapacityRequest> = {},
  objectives = ['p99 < 50 ms'],
) => {
  const { host, steps } = hostOf(capacity, [loadWith(objectives), benchmarkOf('a function')])
  const found = await findCapacity(host as never, { filters: [], ...request })
  expect(capacitySchema.parse(found)).toEqual(found)
  const screen = { color: false, width: 100 } as Parameters<typeof capacityText>[1]
  return { load: found.loads[0]!, found, steps, text: capacityText(found, screen) }
}

describe('the search for capacity', () => {
  it('ends where the rate that is kept and the one that is lost are near', async () => {
    const { load, text } = await find(437)
    expect(load).toMatchObject({ end: 'resolved', kept: { isBelieved: true }, lost: { isBelieved: true } })
    expect(load.kept!.rate).toBeLessThanOrEqual(437)
    expect(load.lost!.rate).toBeGreaterThan(437)
    expect(load.lost!.rate / load.kept!.rate).toBeLessThanOrEqual(1.025)
    expect(text).toMatch(
      /It keeps its objectives at 4\d\d(?:\.\d)?\/s, and loses them at 4\d\d(?:\.\d)?\/s\./u,
    )
    expect(text.replaceAll(/\s+/gu, ' ')).toMatch(/'p99 < 50 ms' is lost: p99 is \d+\.?\d* ms/u)
  })

  it('sends a thousand requests in a step, or for as long as is asked', async () => {
    const { steps } = await find(150)
    for (const { rate = 1, duration = 0 } of steps) expect(duration).toBe(Math.max(2e9, (1000 / rate) * 1e9))
    expect((await find(150, { time: 4e9 })).steps[0]).toEqual({ rate: 100, duration: 4e9 })
  })

  it('tries no higher rate than it is allowed to', async () => {
    const { load, steps, text } = await find(5000, { most: 300 })
    expect(load).toMatchObject({ end: 'most-kept', kept: { rate: 300 } })
    expect(Math.max(...steps.map(({ rate = 0 }) => rate))).toBe(300)
    expect(text).toContain('It keeps its objectives at 300.0/s, the highest rate that was tried.')
  })

  it('tells the room above the peak that is expected', async () => {
    const { load, text } = await find(437, { peak: 800 })
    expect(load.peak!.headroom).toBeLessThan(-0.4)
    expect(text.replaceAll(/\s+/gu, ' ')).toMatch(
      /That is 4\d\.?\d* % below the 800\.0\/s that are expected\./u,
    )
  })

  it('measures loads with objectives only, and refuses where there are none', async () => {
    const { host } = hostOf(100, [benchmarkOf('a function')])
    await expect(findCapacity(host as never, { filters: [] })).rejects.toMatchObject({
      code: 'nothing-to-measure',
    })
    await expect(find(100, {}, ['p990 < 1 ms'])).rejects.toMatchObject({ code: 'objective-invalid' })
  })
})
