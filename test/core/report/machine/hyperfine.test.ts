import { expect, it } from 'vitest'
import { hyperfineJson } from '../../../../src/core/report/machine/hyperfine.ts'
import type { BenchmarkResult, Run } from '../../../../src/model/run.ts'

const metric = (estimate: number) => ({
  unit: 'ns',
  better: 'lower',
  estimate,
  low: 0,
  high: 0,
  coverage: 1,
  values: [],
})
const trial = (walls: number[], more: object = {}) => ({
  ...{ stage: 'screen', task: 'time', values: {}, quality: {} },
  detail: { walls, ...more, supervisor: { program: 'perl' } },
})

it('has the form of hyperfine’s JSON: seconds, and every run', () => {
  const benchmark = {
    ...{ name: 'sleep 0.1', state: 'measured', params: { n: '1' } },
    metrics: { userTime: metric(2e6), systemTime: metric(1e6) },
    trials: [trial([100e6, 102e6], { peaks: [1e6, 2e6] }), trial([104e6], { peaks: [3e6], exits: [1] })],
  } as unknown as BenchmarkResult
  const failed = { ...benchmark, state: 'failed' } as BenchmarkResult
  const { results } = JSON.parse(hyperfineJson({ benchmarks: [benchmark, failed] } as unknown as Run))
  expect(results).toEqual([
    {
      ...{ command: 'sleep 0.1', median: 0.102, min: 0.1, max: 0.104, user: 0.002, system: 0.001 },
      mean: expect.closeTo(0.102, 12),
      stddev: expect.closeTo(0.002, 12),
      times: [0.1, 0.102, 0.104],
      memory_usage_byte: [1e6, 2e6, 3e6],
      exit_codes: [0, 0, 1],
      parameters: { n: '1' },
    },
  ])
})
