import { expect, test } from 'vitest'
import {
  frequencies,
  frequencyLimit,
  governor,
  preference,
  throttleCounts,
  turbo,
} from '../../../src/host/environment/frequency.ts'
import { fakeFiles } from './fake-files.ts'

const cpus = '/sys/devices/system/cpu'

test('the governor is the one of the first CPU', () => {
  expect(governor(fakeFiles({ [`${cpus}/cpu0/cpufreq/scaling_governor`]: 'powersave\n' }))).toBe('powersave')
  expect(governor(fakeFiles({}))).toBeUndefined()
})

test.each([
  ['intel_pstate/no_turbo', '0', true],
  ['intel_pstate/no_turbo', '1', false],
  ['cpufreq/boost', '1', true],
  ['cpufreq/boost', '0', false],
  ['cpu0/cpufreq/boost', '1', true],
  ['cpufreq/boost', 'strange', undefined],
])('%s saying %s means turbo %s', (path, text, expected) => {
  expect(turbo(fakeFiles({ [`${cpus}/${path}`]: text }))).toBe(expected)
})

test('turbo is unknown where the kernel does not say', () => {
  expect(turbo(fakeFiles({}))).toBeUndefined()
})

test('every CPU counts for its core and its package', () => {
  const files = fakeFiles({
    [`${cpus}/cpu0/thermal_throttle/core_throttle_count`]: '3',
    [`${cpus}/cpu0/thermal_throttle/package_throttle_count`]: '12',
    [`${cpus}/cpu0/thermal_throttle/core_throttle_max_time_ms`]: '99',
    [`${cpus}/cpu1/thermal_throttle/core_throttle_count`]: 'broken',
    [`${cpus}/cpufreq/thermal_throttle/core_throttle_count`]: '7',
  })
  expect([...throttleCounts(files)]).toEqual([
    [`${cpus}/cpu0/thermal_throttle/core_throttle_count`, 3],
    [`${cpus}/cpu0/thermal_throttle/package_throttle_count`, 12],
  ])
})

test('frequencies are given in kHz and kept in Hz', () => {
  const files = fakeFiles({
    [`${cpus}/cpu0/cpufreq/scaling_cur_freq`]: '2400000',
    [`${cpus}/cpu1/cpufreq/scaling_cur_freq`]: '800000',
    [`${cpus}/cpu2/cpufreq/scaling_cur_freq`]: '<unknown>',
    [`${cpus}/cpu3/online`]: '1',
  })
  expect(frequencies(files)).toEqual([2.4e9, 0.8e9])
})

test('a machine without such files has neither', () => {
  expect(throttleCounts(fakeFiles({})).size).toBe(0)
  expect(frequencies(fakeFiles({}))).toEqual([])
})

test('what the CPU prefers, and how fast it may be, are those of the first one', () => {
  const folder = `${cpus}/cpu0/cpufreq`
  const files = fakeFiles({
    [`${folder}/energy_performance_preference`]: 'balance_performance\n',
    [`${folder}/scaling_max_freq`]: '3600000\n',
  })
  expect(preference(files)).toBe('balance_performance')
  expect(frequencyLimit(files)).toBe(3.6e9)
  const broken = fakeFiles({
    [`${folder}/energy_performance_preference`]: '<b>',
    [`${folder}/scaling_max_freq`]: 'much',
  })
  expect([preference(broken), frequencyLimit(broken)]).toEqual([undefined, undefined])
  expect([preference(fakeFiles({})), frequencyLimit(fakeFiles({}))]).toEqual([undefined, undefined])
})
