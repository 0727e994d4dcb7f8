import { describe, expect, it } from 'vitest'
import { endOfTarget, endOfTargets, errorShare } from '../../../../src/core/kind/service/trials.ts'
import { type ServiceDetail, serviceDetailSchema } from '../../../../src/model/service.ts'
import { generatedOf, histogramOf, tallyOf } from './given.ts'

const asked = { rate: 100, duration: 1e9, timeout: 10e9, apart: true }
const ms = 1e6
const hundred = Array.from({ length: 100 }, (_, place) => (place + 1) * ms)

describe('what one target did', () => {
  const tally = tallyOf('head', hundred, { cpu: 20 * ms, helperCpu: 5 * ms })
  const { values, quality, detail } = endOfTarget(tally, generatedOf([tally], { elapsed: 2e9 }), asked)

  it('is told per request, and answers per second', () => {
    expect(values).toMatchObject({ throughput: 50, errors: 0, cpu: 0.2 * ms, helperCpu: 0.05 * ms })
    expect(values).toMatchObject({ receivedBytes: 100, 'lag.p99': 1e5, 'latency.mean': 50.5 * ms })
    expect(values['latency.p50']! / ms).toBeCloseTo(50, 0)
    expect(values['latency.p99']! / ms).toBeCloseTo(99, 0)
    expect(values['latency.max']).toBe(100 * ms)
    expect(quality).toMatchObject({ operations: 100, singles: 100, spent: 2e9 })
  })

  it('is kept by its schema', () => {
    expect(serviceDetailSchema.parse(detail)).toEqual(detail)
    expect(detail).toMatchObject({ rate: 100, duration: 1e9, generator: { apart: true } })
  })

  it('counts everything that was due and came to nothing', () => {
    const counts = { due: 100, sent: 90, answered: 80, rejected: 5, failed: 6, timedOut: 4, dropped: 10 }
    expect(errorShare(counts)).toBe(0.25)
    const tally = tallyOf('head', hundred.slice(0, 80), { counts })
    const { values } = endOfTarget(tally, generatedOf([tally]), asked)
    expect(values).toMatchObject({ errors: 0.25, throughput: 75 })
  })

  it('tells no latency of what was never answered', () => {
    const { latencies: _, ...rest } = tallyOf('head', [1], { counts: { answered: 0, failed: 1 } })
    const { values } = endOfTarget(rest, generatedOf([rest]), asked)
    expect(Object.keys(values).sort()).toEqual(['errors', 'lag.p99', 'throughput'])
  })
})

describe('a pair', () => {
  const pairOf = (head: Parameters<typeof tallyOf>[2], base: Parameters<typeof tallyOf>[2]) => {
    const tallies = { head: tallyOf('head', hundred, head), base: tallyOf('base', hundred, base) }
    const generated = generatedOf([tallies.head, tallies.base])
    const sides = {
      head: endOfTarget(tallies.head, generated, asked),
      base: endOfTarget(tallies.base, generated, asked),
    }
    return endOfTargets(sides, tallies)
  }

  it('is the logarithm of each ratio, and says nothing of what is nothing', () => {
    const { values } = pairOf({ cpu: 22 * ms }, { cpu: 20 * ms })
    expect(values.cpu).toBeCloseTo(Math.log(1.1), 12)
    expect(values).toMatchObject({ 'latency.p50': 0, throughput: 0 })
    expect(values).not.toHaveProperty('errors')
  })

  it('compares medians of requests that were alone, where enough were', () => {
    const undisturbed = (factor: number) => histogramOf(hundred.slice(0, 50).map((time) => time * factor))
    const { values, quality } = pairOf({ undisturbed: undisturbed(1.2) }, { undisturbed: undisturbed(1) })
    expect(values['latency.p50']).toBeCloseTo(Math.log(1.2), 1)
    expect(quality).toMatchObject({ clean: 50, cleanOnly: true })
  })

  it('compares all where too few were alone', () => {
    const { values, quality } = pairOf(
      { undisturbed: histogramOf([ms, ms, ms]) },
      { undisturbed: histogramOf([2 * ms, 2 * ms, 2 * ms]) },
    )
    expect(values['latency.p50']).toBe(0)
    expect(quality).toMatchObject({ clean: 3, cleanOnly: false })
  })

  it('keeps what both revisions answered to the first requests', () => {
    const seen = (shown: string) => ({ status: 200, digest: shown, shown, isCut: false })
    const differs = { asked: 'GET /a', head: seen('{"n":2}'), base: seen('{"n":1}') }
    const tally = tallyOf('head', hundred)
    const { detail } = endOfTarget(tally, generatedOf([tally], { differs }), asked)
    expect((detail as ServiceDetail).differs).toBe(
      `in the answer to 'GET /a' line 1 is '{"n":2}', not '{"n":1}'`,
    )
  })
})
