import { describe, expect, it } from 'vitest'
import { endOfTarget } from '../../src/core/kind/service/trials.ts'
import { soakText } from '../../src/core/report/terminal/soak.ts'
import { soakServices } from '../../src/flow/soak.ts'
import type { Benchmark } from '../../src/model/benchmark.ts'
import { type ServiceStepDetail, serviceSpecSchema } from '../../src/model/service.ts'
import { soakSchema } from '../../src/model/soak.ts'
import type { Step } from '../../src/model/step.ts'
import type { Trial } from '../../src/model/trial.ts'
import { benchmarkOf } from '../core/given.ts'
import { generatedOf, tallyOf, trialWith } from '../core/kind/service/given.ts'
import { fakeHost } from './fake-host.ts'

const service = serviceSpecSchema.parse({ target: { name: 'api', start: ['node', 'a.js'] }, rate: '100/s' })
const loadWith = (objectives?: unknown): Benchmark => ({
  ...benchmarkOf('list users'),
  ...{ kind: 'service', service, ...(objectives !== undefined && { objectives }) },
})

type World = {
  /** Bytes that each of its requests leaves. */
  readonly leak?: number
  readonly readings?: number
  readonly failure?: string
  readonly program?: string
}

/** A service that leaves so much of each request. */
function hostOf(
  { leak = 0, readings = 120, failure, program = '/srv/server.mjs' }: World,
  benchmarks: Benchmark[],
) {
  const steps: ServiceStepDetail[] = []
  const host = fakeHost()
  const run = async ({ detail, ids }: Step): Promise<Trial[]> => {
    const { rate = 0, duration = 0, every = 0 } = detail as ServiceStepDetail
    steps.push({ rate, duration, every })
    const tally = tallyOf(
      'head',
      Array.from({ length: 1000 }, () => 5e6),
    )
    const all = Array.from({ length: readings }, (_, place) => ({
      ...{ at: place * every, heap: 1e7 + (place % 3) * 1e4 + (leak * rate * place * every) / 1e9 },
      ...{ external: 1e6, rss: 1e8, handles: 9, utilization: 0.3, delay: 2e6, pause: every / 100 },
      ...(place % 5 === 4 && {
        sites: [{ name: 'remember\u001b[2J', url: 'file:///srv/a.js', line: 7, bytes: 1e6 }],
      }),
    }))
    const watched = { memory: [], processes: [{ pid: 3, program, readings: all }] }
    const asked = { rate, duration, timeout: 10e9, apart: true, watched }
    const end = endOfTarget(tally, generatedOf([tally], { elapsed: duration }), asked)
    const trial = { ...trialWith(end), id: ids[0]! }
    return failure === undefined
      ? [trial]
      : [{ ...trial, end: { state: 'failed', failure: { reason: 'exited', message: failure } } }]
  }
  const list = async () => ({ ...(await fakeHost().list({} as never)), benchmarks })
  return { host: { ...host, run, list }, steps }
}

const find = async (world: World, objectives?: unknown, time?: number) => {
  const { host, steps } = hostOf(world, [loadWith(objectives), benchmarkOf('a function')])
  const found = await soakServices(host as never, { filters: [], time })
  expect(soakSchema.parse(found)).toEqual(found)
  const textAt = (width: number) => soakText(found, { color: false, width } as Parameters<typeof soakText>[1])
  return { load: found.loads[0]!, steps, text: textAt(100).replaceAll(/\s+/gu, ' '), textAt }
}

describe('a load over time', () => {
  it('says that nothing grew, and how its time was spent', async () => {
    const { load, steps, text } = await find({})
    expect(load).toMatchObject({ verdict: 'steady', sites: [], utilization: 0.3 })
    expect(load.collecting).toBeCloseTo(0.01, 3)
    expect(steps).toEqual([{ rate: 100, duration: 120e9, every: 1e9 }])
    expect(text).toContain('nothing grew for certain')
    expect(text).toContain('busy for 30 % of the time')
  })

  it('names what grows, by how much of each request, and who allocated it', async () => {
    const { load, text, textAt } = await find({ leak: 1024 })
    expect(load.verdict).toBe('grows')
    expect(text).toMatch(/It grows: heap after collection by 1\.0\d kB per request, 3\d\d MB an hour/u)
    expect(text).toContain('Most was allocated by remember')
    expect(text).toContain('a.js:7')
    // Names are data.
    expect(text).not.toContain('\u001b')
    for (const width of [40, 80, 120])
      expect(
        Math.max(
          ...textAt(width)
            .split('\n')
            .map((line) => line.length),
        ),
      ).toBeLessThanOrEqual(width)
  })

  it('looks as often as the time allows, and no more often than each 250 ms', async () => {
    const { steps } = await find({}, undefined, 10e9)
    expect(steps).toEqual([{ rate: 100, duration: 10e9, every: 250e6 }])
  })

  it('does not know from a few readings', async () => {
    const { load, text } = await find({ leak: 1e6, readings: 5 })
    expect(load).toMatchObject({ verdict: 'unknown' })
    expect(text).toContain('give it more time')
  })

  it('tells why it could not be loaded', async () => {
    const { load, text } = await find({ failure: 'the service ended with exit code 1' })
    expect(load).toMatchObject({ verdict: 'failed', growths: [] })
    expect(text).toContain('It could not be loaded: the service ended with exit code 1.')
  })

  it('is held to its objectives, too', async () => {
    const { load, text } = await find({}, ['p99 < 1 ms'])
    expect(load.objectives).toMatchObject([{ met: false }])
    expect(text).toContain('It did not keep 1 of 1 objectives.')
  })

  it('is refused where there is none, or an objective cannot be read', async () => {
    const { host } = hostOf({}, [benchmarkOf('a function')])
    await expect(soakServices(host as never, { filters: [] })).rejects.toThrow(
      'no load of a service was selected',
    )
    const other = hostOf({}, [loadWith(['p99 is nice'])]).host
    await expect(soakServices(other as never, { filters: [] })).rejects.toThrow('list users')
  })
})
