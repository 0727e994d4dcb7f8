import { describe, expect, it } from 'vitest'
import { readObjectives, requireObjectives } from '../../../src/core/objective/read-objectives.ts'

describe('objectives', () => {
  it('are read from a text, and from a list of texts', () => {
    const p99 = { text: 'p99 < 200 ms', metric: 'latency', quantile: 0.99, comparator: '<', limit: 200e6 }
    expect(readObjectives('p99 < 200 ms')).toEqual({ objectives: [p99], problems: [] })
    expect(readObjectives(['p99 < 200 ms', 'errors < 1 %']).objectives.map(({ metric }) => metric)).toEqual([
      'latency',
      'errors',
    ])
    expect(readObjectives([])).toEqual({ objectives: [], problems: [] })
  })

  it('are read from thresholds of k6, which may end a load early', () => {
    const { objectives, problems } = readObjectives({
      http_req_duration: [
        'p(99)<200',
        { threshold: 'p(95)<100', abortOnFail: true, delayAbortEval: '1m10s' },
      ],
      http_req_failed: ['rate<0.01', { threshold: 'rate<0.5', abortOnFail: true }],
      http_reqs: ['rate>480', 'count>=1000'],
    })
    expect(problems).toEqual([])
    expect(objectives.map(({ text, metric, limit, abort }) => [text, metric, limit, abort?.after])).toEqual([
      ['p(99)<200', 'latency', 200e6, undefined],
      ['p(95)<100', 'latency', 100e6, 70e9],
      ['rate<0.01', 'errors', 0.01, undefined],
      ['rate<0.5', 'errors', 0.5, 0],
      ['rate>480', 'throughput', 480, undefined],
      ['count>=1000', 'requests', 1000, undefined],
    ])
  })

  it('may be thresholds in a list, whose delay is a number of milliseconds, too', () => {
    expect(
      readObjectives([{ threshold: 'p99 < 1 s', abortOnFail: true, delayAbortEval: 500 }]).objectives,
    ).toMatchObject([{ text: 'p99 < 1 s', abort: { after: 500e6 } }])
    expect(readObjectives({ threshold: 'p99 < 1 s', abortOnFail: false }).objectives[0]).not.toHaveProperty(
      'abort',
    )
  })

  it.each<[unknown, (string | number)[], string]>([
    [3, [], "expected a text such as 'p99 < 200 ms', or a threshold of k6"],
    [[null], [0], 'expected a text'],
    [['p99 < 1 ms', 'p99'], [1], "'p99', character 4"],
    [{ http_req_duration: ['p(99)<200', 'rate<0.1'] }, ['http_req_duration', 1], "there is no metric 'rate'"],
    [{ http_req_duration: ['p99<200'] }, ['http_req_duration', 0], "'200' has no unit"],
    [
      { http_req_failed: ['p(99)<200'] },
      ['http_req_failed', 0],
      "there is no metric 'p(99)'; there are rate",
    ],
    [{ http_reqs: 'count<0' }, ['http_reqs'], 'nothing can keep this'],
    [
      { http_req_duraton: [] },
      ['http_req_duraton'],
      "did you mean 'http_req_duration'?; there are http_req_duration, http_req_failed, http_reqs",
    ],
    [{ checks: ['rate>0.9'] }, ['checks'], "there is no metric 'checks' of k6 here; there are"],
    [{ constructor: ['rate>0.9'] }, ['constructor'], "there is no metric 'constructor' of k6 here"],
    [
      { 'http_req_duration{status:200}': ['p(99)<200'] },
      ['http_req_duration{status:200}'],
      "requests have no tags here, so '{status:200}' chooses none; write 'http_req_duration'",
    ],
    [[{ threshold: 'p99' }], [0, 'threshold'], "'p99', character 4"],
    [[{ threshold: 3 }], [0, 'threshold'], 'expected string'],
    [
      [{ threshold: 'p99 < 1 ms', abort: true }],
      [0],
      "'abort' is no field of a threshold; there are threshold, abortOnFail, delayAbortEval",
    ],
    [
      [{ threshold: 'p99 < 1 ms', abortOnFail: true, delayAbortEval: 'soon' }],
      [0, 'delayAbortEval'],
      "got 'soon'",
    ],
    [
      [{ threshold: 'p99 < 1 ms', delayAbortEval: '1s' }],
      [0, 'delayAbortEval'],
      'delays nothing without abortOnFail',
    ],
  ])('%j is refused, with its place', (given, path, message) => {
    const { objectives, problems } = readObjectives(given)
    expect(problems).toEqual([{ path, message: expect.stringContaining(message) }])
    expect(objectives.length).toBeLessThan(2)
  })

  it('are at most a hundred', () => {
    expect(readObjectives(Array.from({ length: 101 }, () => 'p99 < 1 ms'))).toEqual({
      objectives: [],
      problems: [{ path: [], message: 'there are at most 100 objectives' }],
    })
  })

  it('are required with all of their problems', () => {
    expect(requireObjectives(['p99 < 1 ms'], 'here')).toHaveLength(1)
    expect(() => requireObjectives(['p99', 'x < 1'], 'objectives of list users')).toThrow(
      /^objectives of list users: '0': 'p99', character 4: .*; '1': 'x < 1', character 1: /u,
    )
  })
})
