import { expect, test } from 'vitest'
import { governor, turbo } from '../../../src/host/environment/frequency.ts'
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
