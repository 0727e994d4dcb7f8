import { cpus, totalmem } from 'node:os'
import { expect, test } from 'vitest'
import { readHardware } from '../../../src/host/environment/hardware.ts'
import { fakeFiles } from './fake-files.ts'

const unlimited = {
  '/proc/self/status': 'Cpus_allowed_list:\t0-7',
  '/proc/self/cgroup': '0::/',
  '/proc/self/mountinfo': '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw',
}
const nothing = new Map<string, string[]>()

test('a quota below the affinity is what may be used', () => {
  const files = fakeFiles({ ...unlimited, '/sys/fs/cgroup/cpu.max': '150000 100000' })
  expect(readHardware(files, nothing).availableCpus).toBe(1.5)
})

test('a quota above the affinity changes nothing', () => {
  const files = fakeFiles({ ...unlimited, '/sys/fs/cgroup/cpu.max': '1600000 100000' })
  expect(readHardware(files, nothing).availableCpus).toBe(8)
})

test('a memory limit above the memory is none', () => {
  const limited = (bytes: number) =>
    readHardware(fakeFiles({ ...unlimited, '/sys/fs/cgroup/memory.max': String(bytes) }), nothing)
  expect(limited(2 ** 20).memoryLimit).toBe(2 ** 20)
  expect(limited(2 ** 63)).not.toHaveProperty('memoryLimit')
  expect(limited(2 ** 63).memory).toBe(totalmem())
})

test('a machine that tells nothing is described by Node alone', () => {
  const hardware = readHardware(fakeFiles({}), nothing)
  expect(hardware).toMatchObject({ physicalCores: 0, caches: {}, virtual: false, gpus: [] })
  expect(hardware.cpu).not.toBe('')
  expect(hardware.logicalCores).toBe(cpus().length)
  expect(hardware.availableCpus).toBeGreaterThan(0)
})

test('graphics cards come from systeminformation first', () => {
  const files = fakeFiles({ '/proc/driver/nvidia/gpus/0/information': 'Model: B' })
  expect(readHardware(files, new Map([['gpu', ['A']]])).gpus).toEqual(['A'])
  expect(readHardware(files, nothing).gpus).toEqual(['B'])
})
