import { describe, expect, it } from 'vitest'
import { parseObjective } from '../../../src/core/objective/parse-objective.ts'
import { AssayError } from '../../../src/model/assay-error.ts'
import { type Objective, objectiveSchema } from '../../../src/model/objective.ts'

const latency = (quantile: number, comparator: Objective['comparator'], limit: number) => {
  return { metric: 'latency', quantile, comparator, limit } as const
}

describe('an objective', () => {
  it.each<[string, Omit<Objective, 'text'>]>([
    ['p99 < 200 ms', latency(0.99, '<', 200e6)],
    ['p99.95<=1.5s', latency(0.9995, '<=', 1.5e9)],
    ['p90 < 200 µs', latency(0.9, '<', 200e3)],
    ['p0.7 < 2 ms', latency(0.007, '<', 2e6)],
    ['median < 50 ms', latency(0.5, '<', 50e6)],
    ['max < 1 s', latency(1, '<', 1e9)],
    ['min < 1 ms', latency(0, '<', 1e6)],
    ['mean <= 20 ms', { metric: 'latency.mean', comparator: '<=', limit: 20e6 }],
    ['errors < 0.1 %', { metric: 'errors', comparator: '<', limit: 0.001 }],
    ['errors <= 0.7%', { metric: 'errors', comparator: '<=', limit: 0.007 }],
    ['errors <= 0 %', { metric: 'errors', comparator: '<=', limit: 0 }],
    ['availability >= 99.9 %', { metric: 'availability', comparator: '>=', limit: 0.999 }],
    ['throughput >= 480/s', { metric: 'throughput', comparator: '>=', limit: 480 }],
    ['throughput > 90 / min', { metric: 'throughput', comparator: '>', limit: 1.5 }],
    ['failures < 10', { metric: 'failures', comparator: '<', limit: 10 }],
    ['requests >= 1_000', { metric: 'requests', comparator: '>=', limit: 1000 }],
  ])('%j is read', (text, expected) => {
    expect(parseObjective(text)).toEqual({ text, ...expected })
    expect(objectiveSchema.parse(parseObjective(text))).toEqual({ text, ...expected })
  })

  it.each<[string, Omit<Objective, 'text'>]>([
    ['p(99)<200', latency(0.99, '<', 200e6)],
    ['p( 99.9 ) <= 200.5', latency(0.999, '<=', 200.5e6)],
    ['p(95) < 2 s', latency(0.95, '<', 2e9)],
    ['avg<100', { metric: 'latency.mean', comparator: '<', limit: 100e6 }],
    ['med<50', latency(0.5, '<', 50e6)],
    ['min<1', latency(0, '<', 1e6)],
    ['max<1000', latency(1, '<', 1e9)],
    ['rate<0.01', { metric: 'errors', comparator: '<', limit: 0.01 }],
    ['rate < 1 %', { metric: 'errors', comparator: '<', limit: 0.01 }],
  ])('%j of k6 is read', (text, expected) => {
    expect(parseObjective(text)).toEqual({ text, ...expected })
  })

  it('keeps its text in one line', () => {
    expect(parseObjective('  p99\n<  200 ms ').text).toBe('p99 < 200 ms')
  })

  it.each([
    ['', "'', character 1: a metric is missing; there are percentiles such as 'p99', median, mean, errors, "],
    ['latency < 1 ms', "character 1: there is no metric 'latency'; there are percentiles"],
    ['  eror < 1 %', "character 3: there is no metric 'eror'; did you mean 'errors'?; there are "],
    ['constructor < 1', "character 1: there is no metric 'constructor'"],
    ['latency.p99 < 1 ms', "did you mean 'p99'?"],
    ['latency.mean < 1 ms', "did you mean 'mean'?"],
    ['cpu < 1 ms', "there is no metric 'cpu'"],
    ['count<10', "'count' does not say of what; write 'failures < 10', or { http_reqs: ['count>1000'] }"],
    ['p101 < 1 ms', "'p101' is no percentile: they lie between p0 and p100, which are min and max"],
    ['p100 < 1 ms', "'p100' is no percentile"],
    ['p0 < 1 ms', "'p0' is no percentile"],
    ['p99.99999999999999999 < 1 ms', 'is no percentile'],
    ['p(200)<1', "'p(200)' is no percentile"],
    ['p999 < 1 ms', "'p999' is no percentile; did you mean 'p99.9'?"],
    ['p99', "'p99', character 4: expected '<' or '<=', got nothing"],
    ['p99 200 ms', "character 5: expected '<' or '<=', got '200'"],
    ['p99 << 200 ms', "character 5: expected '<' or '<=', got '<<'"],
    ['p99 ≤ 200 ms', "expected '<' or '<=', got '≤'"],
    ['p(95)==200', "character 6: expected '<' or '<=', got '=='"],
    ['requests = 3', "expected '<', '<=', '>', '>=', got '='"],
    ['p99 > 200 ms', "character 5: p99 is to stay below its limit: expected '<' or '<=', got '>'"],
    ['availability < 99 %', "availability is to stay above its limit: expected '>' or '>=', got '<'"],
    [
      'p99 <',
      "character 6: expected a duration such as '200 ms', more than nothing and at most '60 min', got nothing",
    ],
    ['p99 < 200', "character 7: '200' has no unit: expected a duration such as '200 ms'"],
    [
      'p99 < 200 m/s',
      "expected a duration such as '200 ms', more than nothing and at most '60 min', got '200 m/s'",
    ],
    ['p99 < 0 ms', 'more than nothing'],
    ['p99 < 61 min', "at most '60 min', got '61 min'"],
    ['p99 < -1 ms', "got '-1 ms'"],
    ['p99 < 1 ms and more', "got '1 ms and more'"],
    ['errors < 0.01', "'0.01' has no unit: expected a percentage such as '0.1 %'"],
    ['errors < 150 %', 'character 10: no share is larger than 100 %'],
    ['rate>480', "rate is to stay below its limit: expected '<' or '<=', got '>'"],
    ['rate<480', 'no share is larger than 100 %'],
    ['errors < 0 %', 'nothing can keep this'],
    ['errors <= 100 %', 'whatever happens, this is kept'],
    ['availability > 100 %', 'nothing can keep this'],
    ['availability >= 0 %', 'whatever happens, this is kept'],
    ['throughput >= 480', "'480' has no unit: expected a rate such as '480/s'"],
    ['throughput >= 480/h', "got '480/h'"],
    ['throughput >= 9_999_999_999/s', "expected a rate such as '480/s', got"],
    ['throughput >= 0/s', 'whatever happens, this is kept'],
    ['failures < 1.5', "expected a whole number such as '10', got '1.5'"],
    ['failures < 0', 'nothing can keep this'],
    [`p99 < ${'2'.repeat(200)} ms`, 'character 1: an objective has at most 100 characters'],
  ])('%j is refused, with its place and what would be right', (text, message) => {
    const error = refusalOf(text)
    expect(error).toBeInstanceOf(AssayError)
    expect(error).toMatchObject({ code: 'objective-invalid', message: expect.stringContaining(message) })
    expect(error?.message.startsWith(`'${text.slice(0, 100)}', character `)).toBe(true)
  })
})

function refusalOf(text: string): AssayError | undefined {
  try {
    parseObjective(text)
    return undefined
  } catch (error) {
    return error as AssayError
  }
}
