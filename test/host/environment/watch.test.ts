import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { startWatch, type Vitals } from '../../../src/host/environment/watch.ts'
import { holdGroup } from '../../../src/host/process/process-group.ts'
import { duringSchema } from '../../../src/model/environment.ts'
import { fakeFiles } from './fake-files.ts'

const cpu = '/sys/devices/system/cpu'
const battery = '/sys/class/power_supply/BAT0'
const groups = {
  '/proc/self/cgroup': '0::/build/job',
  '/proc/self/mountinfo': '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw',
}
const process = (ticks: number) => `42 (node) S 1 42 42 0 -1 4194304 99 0 0 0 ${ticks} 0 0 0 20 0 11 0 18`

const before = {
  ...groups,
  '/proc/stat': 'cpu  1000 0 0 1000 0 0 0 0 0 0\ncpu0 1\ncpu1 1',
  '/proc/self/stat': process(500),
  '/sys/fs/cgroup/build/job/cpu.stat': 'nr_periods 100\nnr_throttled 5\nthrottled_usec 1000',
  '/sys/fs/cgroup/build/cpu.stat': 'nr_periods 100\nnr_throttled 50\nthrottled_usec 2000',
  [`${cpu}/cpu0/thermal_throttle/core_throttle_count`]: '3',
  [`${cpu}/cpu1/thermal_throttle/core_throttle_count`]: '900',
  [`${cpu}/cpu0/cpufreq/scaling_cur_freq`]: '3000000',
  [`${battery}/type`]: 'Battery',
  [`${battery}/status`]: 'Full',
}
const after = {
  ...groups,
  '/proc/stat': 'cpu  1900 0 0 1900 0 0 0 200 0 0\ncpu0 1\ncpu1 1',
  '/proc/self/stat': process(1000),
  '/sys/fs/cgroup/build/job/cpu.stat': 'nr_periods 200\nnr_throttled 25\nthrottled_usec 9000',
  '/sys/fs/cgroup/build/cpu.stat': 'nr_periods 200\nnr_throttled 60\nthrottled_usec 2500',
  [`${cpu}/cpu0/thermal_throttle/core_throttle_count`]: '7',
  [`${cpu}/cpu1/thermal_throttle/core_throttle_count`]: '901',
  [`${cpu}/cpu0/cpufreq/scaling_cur_freq`]: '800000',
  [`${battery}/type`]: 'Battery',
  [`${battery}/status`]: 'Discharging',
}

/** A machine that has other files and clocks after a while. */
function watched(
  [first, second]: readonly [Record<string, string>, Record<string, string>],
  clocks: { monotonic: number; sinceBoot: number },
) {
  let texts = first
  let passed = false
  const files = {
    read: (path: string) => fakeFiles(texts).read(path),
    list: (path: string) => fakeFiles(texts).list(path),
  }
  const vitals: Vitals = {
    monotonic: () => (passed ? 5_000_000_000n + BigInt(clocks.monotonic) : 5_000_000_000n),
    sinceBoot: () => (passed ? 70 + clocks.sinceBoot : 70),
    load1: () => (passed ? 1.5 : 0.5),
  }
  const end = startWatch(files, vitals)
  texts = second
  passed = true
  return end()
}

test('what the counters grew by is what happened', () => {
  const during = watched([before, after], { monotonic: 10e9, sinceBoot: 3610.4 })
  expect(during).toEqual({
    duration: 10e9,
    load1: 1.5,
    // 900 ticks busy, 500 of them its own, of 1000 that each CPU had.
    otherCpus: 0.4,
    steal: 0.1,
    // Of the two groups, the one that was stopped more often meanwhile.
    quota: { periods: 100, throttled: 20, time: 8e6 },
    overheated: 4,
    frequency: { lowest: 0.8e9, highest: 3e9 },
    slept: expect.closeTo(3600.4e9, -3),
    onBattery: true,
  })
  expect(duringSchema.parse(during)).toEqual(during)
})

test('what cannot be read is left out', () => {
  const vitals: Vitals = { monotonic: () => 1n, sinceBoot: () => 7, load1: () => undefined }
  expect(startWatch(fakeFiles({}), vitals)()).toEqual({ duration: 0, slept: 0 })
})

test('clocks of different steps do not make a machine sleep', () => {
  for (const sinceBoot of [8.2, 11.9]) {
    expect(watched([{}, {}], { monotonic: 10e9, sinceBoot }).slept).toBe(0)
  }
})

test('a group without a quota, or that is new, was not throttled', () => {
  const idle = {
    ...groups,
    '/sys/fs/cgroup/build/cpu.stat': 'nr_periods 0\nnr_throttled 0\nthrottled_usec 0',
  }
  expect(watched([idle, idle], { monotonic: 1e9, sinceBoot: 1 })).not.toHaveProperty('quota')
  expect(watched([groups, after], { monotonic: 1e9, sinceBoot: 1 })).not.toHaveProperty('quota')
})

test('counters that went back, as after a CPU was taken away, count as none', () => {
  expect(watched([after, before], { monotonic: 1e9, sinceBoot: 1 })).toMatchObject({ overheated: 0 })
})

test('this machine fits the schema', () => {
  const during = startWatch()()
  expect(duringSchema.parse(during)).toEqual(during)
})

test('what our children use is not other work, though they go on', () => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
  const release = holdGroup(child.pid, 'child')
  try {
    const [first, second] = [before, after].map((files, place) => ({
      ...files,
      [`/proc/${child.pid}/stat`]: process(100 + 300 * place),
    }))
    const during = watched([first!, second!], { monotonic: 60e9, sinceBoot: 60 })
    expect(during.otherCpus).toBeCloseTo(0.1)
  } finally {
    child.kill('SIGKILL')
    release()
  }
})
