import { describe, expect, it } from 'vitest'
import { spreadFindings } from '../../../../src/core/kind/service/spread.ts'
import { endOfTarget } from '../../../../src/core/kind/service/trials.ts'
import type { MeasuredTrial } from '../../../../src/model/trial.ts'
import { seeded } from '../../../../src/stats/random.ts'
import { generatedOf, tallyOf, trialWith } from './given.ts'

const asked = { rate: 100, duration: 1e9, timeout: 10e9, apart: true }

/** Pairs of trials whose requests take 1 ms, more or less; `slow`: so many times as long for a share of the head's. */
function pairsOf(count: number, { slow = 1, share = 0, requests = 300, all = 1 } = {}) {
  const random = seeded('spread')
  const trial = (factor: number, whole: number) => {
    const latencies = Array.from(
      { length: requests },
      (_, place) => 1e6 * whole * Math.exp(0.2 * (random() - 0.5)) * (place % 100 < 100 * share ? factor : 1),
    )
    const tally = tallyOf('head', latencies)
    return trialWith(endOfTarget(tally, generatedOf([tally]), asked)) as MeasuredTrial
  }
  const rows = Array.from({ length: count }, () => {
    const drift = 1 + random()
    return { head: trial(slow, all * drift), base: trial(1, drift) }
  })
  return { head: rows.map(({ head }) => head), base: rows.map(({ base }) => base) }
}

describe('how latencies are spread beside those of the base', () => {
  it('is told where some requests take longer, and the median does not', () => {
    const [found] = spreadFindings('a', pairsOf(9, { slow: 2, share: 0.3 }), 'main')
    expect(found).toMatchObject({ code: 'spread-changed', subject: 'a', severity: 'warning' })
    expect(found!.message).toMatch(
      /^Its latencies are spread otherwise than at main: beside the median, those from p\d+ to p99 are up to \d+\.\d % longer$/u,
    )
  })

  it('is the same where all of them take longer, however the machine drifts', () => {
    expect(spreadFindings('a', pairsOf(9), 'main')).toEqual([])
    expect(spreadFindings('a', pairsOf(9, { all: 1.2 }), 'main')).toEqual([])
  })

  it('is not told of few pairs, nor of few requests', () => {
    expect(spreadFindings('a', pairsOf(7, { slow: 2, share: 0.3 }), 'main')).toEqual([])
    expect(spreadFindings('a', pairsOf(9, { slow: 2, share: 0.3, requests: 90 }), 'main')).toEqual([])
  })
})
