import { expect, it } from 'vitest'
import { parseTarget } from '../../../src/core/log/target.ts'
import type { MetricName } from '../../../src/model/metric.ts'

it.each<[string, MetricName, object]>([
  ['50 ms', 'time', { limit: 50e6 }],
  ['0.5us', 'cpu', { limit: 500 }],
  ['100 kB', 'allocated', { limit: 100_000 }],
  ['0 B', 'retained', { limit: 0 }],
  ['3', 'collections', { limit: 3 }],
  ['-20 %', 'time', { change: -0.2 }],
  ['−20%', 'allocated', { change: -0.2 }],
  [' - 99.5 % ', 'time', { change: -0.995 }],
])('%j of %s is a target', (text, metric, target) => {
  expect(parseTarget(text, metric)).toEqual(target)
})

it.each<[string, MetricName, string]>([
  ['50 kB', 'time', "a duration such as '2 ms'"],
  ['50 ms', 'allocated', "a size such as '100 kB'"],
  ['50 ms', 'collections', "a count such as '3'"],
  ['fast', 'time', 'a duration'],
  ['', 'time', 'a duration'],
  ['20 %', 'time', "such as '-20 %'"],
  ['-5 ms', 'time', "such as '-20 %'"],
  ['+20 %', 'time', 'lower is better'],
  ['-0 %', 'time', 'lower is better'],
  ['-100 %', 'time', 'lower is better'],
])('%j of %s is none', (text, metric, said) => {
  expect(() => parseTarget(text, metric)).toThrow(
    expect.objectContaining({ code: 'usage', message: expect.stringContaining(said) }),
  )
})
