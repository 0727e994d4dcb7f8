import { expect, test } from 'vitest'
import { allowedCpus, cacheSizes, physicalCores } from '../../../src/host/environment/processors.ts'
import { fakeFiles } from './fake-files.ts'

const cpus = '/sys/devices/system/cpu'

test.each([
  ['0-1', 2],
  ['0-3,8,10-11', 7],
  ['5', 1],
  ['', undefined],
  ['x-y', undefined],
])('the CPUs allowed by the list "%s" are %s', (list, count) => {
  const status = `Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t${list}\nMems_allowed_list:\t0`
  expect(allowedCpus(fakeFiles({ '/proc/self/status': status }))).toBe(count)
})

test('two threads of one core are one physical core', () => {
  const files = fakeFiles({
    [`${cpus}/cpu0/topology/core_cpus_list`]: '0,2',
    [`${cpus}/cpu1/topology/core_cpus_list`]: '1,3',
    [`${cpus}/cpu2/topology/core_cpus_list`]: '0,2',
    [`${cpus}/cpu3/topology/thread_siblings_list`]: '1,3',
    [`${cpus}/cpufreq/boost`]: '1',
  })
  expect(physicalCores(files)).toBe(2)
})

test('caches are sized as one CPU sees them', () => {
  const index = (number: number, level: string, type: string, size: string) => ({
    [`${cpus}/cpu0/cache/index${number}/level`]: level,
    [`${cpus}/cpu0/cache/index${number}/type`]: type,
    [`${cpus}/cpu0/cache/index${number}/size`]: size,
  })
  const files = fakeFiles({
    ...index(0, '1', 'Data', '48K'),
    ...index(1, '1', 'Instruction', '32K'),
    ...index(2, '2', 'Unified', '1280K'),
    ...index(3, '3', 'Unified', '36M'),
    [`${cpus}/cpu0/cache/uevent`]: '',
  })
  expect(cacheSizes(files)).toEqual({ l1d: 49152, l1i: 32768, l2: 1310720, l3: 37748736 })
})

test('a machine that does not tell is not guessed at', () => {
  expect(allowedCpus(fakeFiles({}))).toBeUndefined()
  expect(physicalCores(fakeFiles({}))).toBeUndefined()
  expect(cacheSizes(fakeFiles({}))).toEqual({})
})
