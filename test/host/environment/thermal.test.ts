import { expect, test } from 'vitest'
import { frequencies, throttleCounts } from '../../../src/host/environment/thermal.ts'
import { fakeFiles } from './fake-files.ts'

const cpu = '/sys/devices/system/cpu'

test('every CPU counts for its core and its package', () => {
  const files = fakeFiles({
    [`${cpu}/cpu0/thermal_throttle/core_throttle_count`]: '3',
    [`${cpu}/cpu0/thermal_throttle/package_throttle_count`]: '12',
    [`${cpu}/cpu0/thermal_throttle/core_throttle_max_time_ms`]: '99',
    [`${cpu}/cpu1/thermal_throttle/core_throttle_count`]: 'broken',
    [`${cpu}/cpufreq/thermal_throttle/core_throttle_count`]: '7',
  })
  expect([...throttleCounts(files)]).toEqual([
    [`${cpu}/cpu0/thermal_throttle/core_throttle_count`, 3],
    [`${cpu}/cpu0/thermal_throttle/package_throttle_count`, 12],
  ])
})

test('frequencies are given in kHz and kept in Hz', () => {
  const files = fakeFiles({
    [`${cpu}/cpu0/cpufreq/scaling_cur_freq`]: '2400000',
    [`${cpu}/cpu1/cpufreq/scaling_cur_freq`]: '800000',
    [`${cpu}/cpu2/cpufreq/scaling_cur_freq`]: '<unknown>',
    [`${cpu}/cpu3/online`]: '1',
  })
  expect(frequencies(files)).toEqual([2.4e9, 0.8e9])
})

test('a machine without such files has neither', () => {
  expect(throttleCounts(fakeFiles({})).size).toBe(0)
  expect(frequencies(fakeFiles({}))).toEqual([])
})
