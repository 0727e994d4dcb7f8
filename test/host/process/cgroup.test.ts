import { describe, expect, test } from 'vitest'
import { cgroupLimits, cgroupThrottling } from '../../../src/host/process/cgroup.ts'
import { fakeFiles } from '../environment/fake-files.ts'

const mount2 = '30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate'
const mounts1 = [
  '25 23 0:22 / /proc rw - proc proc rw',
  '32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct',
  '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory',
]

describe('version 2', () => {
  const machine = { '/proc/self/cgroup': '0::/build/job', '/proc/self/mountinfo': mount2 }

  test('a group and its parents are read, and the strictest limit counts', () => {
    const files = fakeFiles({
      ...machine,
      '/sys/fs/cgroup/build/cpu.max': '150000 100000',
      '/sys/fs/cgroup/build/job/cpu.max': '400000 100000',
      '/sys/fs/cgroup/build/job/memory.max': '2147483648',
      '/sys/fs/cgroup/build/memory.max': 'max',
    })
    expect(cgroupLimits(files)).toEqual({ cpus: 1.5, memory: 2147483648 })
  })

  test('max is no limit', () => {
    const files = fakeFiles({
      ...machine,
      '/sys/fs/cgroup/build/job/cpu.max': 'max 100000',
      '/sys/fs/cgroup/build/job/memory.max': 'max',
    })
    expect(cgroupLimits(files)).toEqual({})
  })

  test("in a container the group is the mount's own folder", () => {
    const files = fakeFiles({
      '/proc/self/cgroup': '0::/',
      '/proc/self/mountinfo': mount2,
      '/sys/fs/cgroup/cpu.max': '50000 100000',
    })
    expect(cgroupLimits(files)).toEqual({ cpus: 0.5 })
  })

  test('a group outside the namespace falls back to the mount', () => {
    const files = fakeFiles({
      '/proc/self/cgroup': '0::/../../other',
      '/proc/self/mountinfo': mount2,
      '/sys/fs/cgroup/cpu.max': '100000 100000',
    })
    expect(cgroupLimits(files)).toEqual({ cpus: 1 })
  })

  test('spaces in a mount point are escaped by the kernel', () => {
    const files = fakeFiles({
      '/proc/self/cgroup': '0::/',
      '/proc/self/mountinfo': mount2.replace('/sys/fs/cgroup', '/my\\040groups'),
      '/my groups/cpu.max': '200000 100000',
    })
    expect(cgroupLimits(files)).toEqual({ cpus: 2 })
  })
})

describe('version 1', () => {
  test('quota over period, and bytes of memory', () => {
    const files = fakeFiles({
      '/proc/self/cgroup': '4:memory:/jobs/a\n3:cpu,cpuacct:/jobs/a\n1:name=systemd:/',
      '/proc/self/mountinfo': mounts1.join('\n'),
      '/sys/fs/cgroup/cpu,cpuacct/jobs/a/cpu.cfs_quota_us': '250000',
      '/sys/fs/cgroup/cpu,cpuacct/jobs/a/cpu.cfs_period_us': '100000',
      '/sys/fs/cgroup/memory/jobs/a/memory.limit_in_bytes': '1073741824',
    })
    expect(cgroupLimits(files)).toEqual({ cpus: 2.5, memory: 1073741824 })
  })

  test('-1 is no limit', () => {
    const files = fakeFiles({
      '/proc/self/cgroup': '3:cpu,cpuacct:/',
      '/proc/self/mountinfo': mounts1.join('\n'),
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1',
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000',
    })
    expect(cgroupLimits(files)).toEqual({})
  })

  test("Docker without a namespace shows the host's path, of which the mount is a part", () => {
    const files = fakeFiles({
      '/proc/self/cgroup': '4:memory:/docker/1f2e/inner',
      '/proc/self/mountinfo':
        '35 31 0:32 /docker/1f2e /sys/fs/cgroup/memory ro - cgroup cgroup rw,seclabel,memory',
      '/sys/fs/cgroup/memory/inner/memory.limit_in_bytes': '536870912',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '805306368',
    })
    expect(cgroupLimits(files)).toEqual({ memory: 536870912 })
  })
})

test('without control groups nothing limits', () => {
  expect(cgroupLimits(fakeFiles({}))).toEqual({})
  expect(cgroupLimits(fakeFiles({ '/proc/self/cgroup': 'nonsense', '/proc/self/mountinfo': '-' }))).toEqual(
    {},
  )
})

describe('throttling', () => {
  test('is counted by a group and its parents, but for the root, which has no quota', () => {
    const files = fakeFiles({
      '/proc/self/cgroup': '0::/build/job',
      '/proc/self/mountinfo': mount2,
      '/sys/fs/cgroup/build/job/cpu.stat':
        'usage_usec 5\nuser_usec 4\nnr_periods 120\nnr_throttled 7\nthrottled_usec 350000\nnr_bursts 0',
      '/sys/fs/cgroup/build/cpu.stat': 'usage_usec 9\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0',
      '/sys/fs/cgroup/cpu.stat': 'usage_usec 9\nuser_usec 5',
    })
    expect([...cgroupThrottling(files)]).toEqual([
      ['/sys/fs/cgroup/build/job', { periods: 120, throttled: 7, time: 350e6 }],
      ['/sys/fs/cgroup/build', { periods: 0, throttled: 0, time: 0 }],
    ])
  })

  test('is in nanoseconds already in version 1', () => {
    const files = fakeFiles({
      '/proc/self/cgroup': '3:cpu,cpuacct:/jobs/a',
      '/proc/self/mountinfo': mounts1.join('\n'),
      '/sys/fs/cgroup/cpu,cpuacct/jobs/a/cpu.stat': 'nr_periods 9\nnr_throttled 2\nthrottled_time 123456789',
    })
    expect([...cgroupThrottling(files)]).toEqual([
      ['/sys/fs/cgroup/cpu,cpuacct/jobs/a', { periods: 9, throttled: 2, time: 123456789 }],
    ])
  })

  test.each(['', 'nr_periods 9', 'nr_periods x\nnr_throttled y\nthrottled_usec z'])(
    'is not made up from %j',
    (text) => {
      const files = fakeFiles({
        '/proc/self/cgroup': '0::/',
        '/proc/self/mountinfo': mount2,
        '/sys/fs/cgroup/cpu.stat': text,
      })
      expect(cgroupThrottling(files).size).toBe(0)
    },
  )
})
