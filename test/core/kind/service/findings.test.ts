import { describe, expect, it } from 'vitest'
import { compareServiceAnswers, differenceOf } from '../../../../src/core/kind/service/answers.ts'
import { serviceFindings } from '../../../../src/core/kind/service/findings.ts'
import { endOfTarget, type Generated } from '../../../../src/core/kind/service/trials.ts'
import type { MeasuredTrial } from '../../../../src/model/trial.ts'
import { generatedOf, tallyOf, trialWith } from './given.ts'

const ms = 1e6
const asked = { rate: 100, duration: 1e9, timeout: 10e9, apart: true }
const trialOf = (tally: ReturnType<typeof tallyOf>, more: Partial<Generated> = {}) =>
  trialWith(endOfTarget(tally, generatedOf([tally], more), asked)) as MeasuredTrial
const quick = Array.from({ length: 100 }, () => ms)

describe('findings of a service', () => {
  it('are none where all is well', () => {
    expect(serviceFindings('a', [trialOf(tallyOf('head', quick))])).toEqual([])
  })

  it('say how many requests came to nothing, and why', () => {
    const tally = tallyOf('head', quick, {
      counts: { due: 110, sent: 108, answered: 100, rejected: 3, failed: 7, timedOut: 1, dropped: 2 },
      troubles: [
        { what: 'status 503', count: 3 },
        { what: 'nobody listens (ECONNREFUSED)', count: 7 },
      ],
    })
    const [found] = serviceFindings('a', [trialOf(tally), trialOf(tally)])
    expect(found).toMatchObject({ code: 'requests-failed', severity: 'warning', subject: 'a' })
    expect(found!.message).toBe(
      '26 requests of 220 (11.8 %) came to nothing: 14 × nobody listens (ECONNREFUSED); 6 × status 503; 4 × not sent, because too many waited for answers',
    )
  })

  it.each([
    [0.95, 'the process that sends was busy for 95 % of its time: that is the limit, not the service'],
    [0.3, 'other processes had the CPUs'],
  ])('say who is to blame for what was sent late: busy for %d of its time', (utilization, why) => {
    const lag = { p50: ms, p99: 5 * ms, max: 9 * ms }
    const [found] = serviceFindings('a', [trialOf(tallyOf('head', quick), { lag, utilization })])
    expect(found).toMatchObject({ code: 'sent-late' })
    expect(found!.message).toBe(`One request in a hundred was sent 5.000 ms late or more, since ${why}`)
  })

  it('allow a tenth of what an answer takes', () => {
    const lag = { p50: ms, p99: 5 * ms, max: 9 * ms }
    const slow = quick.map(() => 60 * ms)
    expect(serviceFindings('a', [trialOf(tallyOf('head', slow), { lag })])).toEqual([])
  })
})

describe('answers of two revisions', () => {
  const seen = (status: number, shown: string) => ({
    status,
    digest: `${status} ${shown}`,
    shown,
    isCut: false,
  })
  const compare = (more: Partial<Generated>, mayDiffer?: boolean) => {
    const head = [trialOf(tallyOf('head', quick), more)]
    const benchmark = { id: 'a', ...(mayDiffer && { mayDiffer }) }
    return compareServiceAnswers(benchmark, { head, base: [] }, 'main')
  }
  const differs = { asked: 'GET /a', head: seen(200, 'b'), base: seen(200, 'a') }

  it('are the same where nothing else is said', () => {
    expect(compare({})).toEqual({ also: [] })
  })

  it('are told where they differ', () => {
    const { other } = compare({ differs })
    expect(other).toMatchObject({ code: 'different-result' })
    expect(other!.message).toBe(
      "It does not answer what it does at main: in the answer to 'GET /a' line 1 is 'b', not 'a'",
    )
  })

  it('may differ where that is said', () => {
    expect(compare({ differs }, true)).toEqual({ also: [] })
  })

  it('are not known where one revision answers otherwise each time', () => {
    const { unknown } = compare({ unstable: 'GET /now' })
    expect(unknown).toMatchObject({ code: 'results-not-compared' })
    expect(unknown!.message).toBe(
      'Whether it answers the same as at main was not compared: GET /now is answered otherwise each time',
    )
  })

  it('differ by their status first', () => {
    const head = seen(500, 'b')
    expect(differenceOf({ ...differs, head })).toBe("the answer to 'GET /a' has status 500, not status 200")
    const failed = { ...seen(0, 'nobody listens'), status: 0 }
    expect(differenceOf({ ...differs, head: failed })).toBe(
      "the answer to 'GET /a' has failed ('nobody listens'), not status 200",
    )
  })
})
