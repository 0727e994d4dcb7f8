import { describe, expect, it } from 'vitest'
import { memoryKills } from '../../../src/host/process/cgroup.ts'
import type { Ending } from '../../../src/host/process/child.ts'
import { explainCrash } from '../../../src/host/process/crash.ts'

const ending: Ending = {
  exitCode: null,
  signal: 'SIGKILL',
  stderr: '',
  printed: 0,
  byUs: false,
  closedChannel: false,
  leftBehind: 0,
}

describe('a sudden end', () => {
  it.each<[string, Partial<Ending>, string, string]>([
    [
      'a full heap',
      { signal: 'SIGABRT', stderr: 'JavaScript heap out of memory' },
      'out-of-memory',
      'heap memory',
    ],
    [
      'a full heap, where there are no signals',
      { signal: null, exitCode: 134, stderr: 'Allocation failed' },
      'out-of-memory',
      'heap memory',
    ],
    [
      'a full heap, as Windows tells a breakpoint',
      { signal: null, exitCode: 0x8000_0003, stderr: 'JavaScript heap out of memory' },
      'out-of-memory',
      'heap memory',
    ],
    ['a crash, as Windows tells it', { signal: null, exitCode: 0xc000_0005 }, 'crashed', '0xC0000005'],
    [
      'an exit after words as of a full heap',
      { signal: null, exitCode: 3, stderr: 'Allocation failed in the pool' },
      'exited',
      'code 3',
    ],
    [
      'somebody, after words as of a full heap',
      { starved: false, stderr: 'heap out of memory' },
      'crashed',
      'SIGKILL',
    ],
    ['the system, which counts it', { starved: true }, 'out-of-memory', 'because memory ran out'],
    ['somebody, as the system counts none', { starved: false }, 'crashed', 'counts no process killed'],
    ['whoever it was, where nothing is counted', {}, 'crashed', 'nobody can say whether memory ran out'],
    ['us', { byUs: true, starved: true }, 'crashed', 'Assay ended the process'],
    ['a closed channel', { byUs: true, closedChannel: true }, 'crashed', 'process.disconnect'],
    ['too much CPU time', { signal: 'SIGXCPU' }, 'crashed', 'ulimit -t'],
    ['too large a file', { signal: 'SIGXFSZ' }, 'crashed', 'ulimit -f'],
    ['a signal that says nothing', { signal: 'SIGUSR2' }, 'crashed', 'ended by SIGUSR2'],
    ['an exit', { signal: null, exitCode: 0 }, 'exited', 'code 0'],
  ])('by %s is reported as that', (_, how, reason, words) => {
    expect(explainCrash({ ...ending, ...how })).toEqual({ reason, message: expect.stringContaining(words) })
  })
})

describe('kills for want of memory', () => {
  const files = (texts: Readonly<Record<string, string>>) => ({
    read: (path: string) => texts[path],
    list: () => [],
  })
  const mount = (type: string, point: string, options: string) =>
    `30 24 0:26 / ${point} rw - ${type} ${type} ${options}`

  it.each<[string, Readonly<Record<string, string>>, number | undefined]>([
    [
      'of the control group',
      {
        '/proc/self/cgroup': '0::/job',
        '/proc/self/mountinfo': mount('cgroup2', '/sys/fs/cgroup', 'rw'),
        '/sys/fs/cgroup/job/memory.events': 'low 0\noom 3\noom_kill 2\noom_group_kill 0',
        '/proc/vmstat': 'oom_kill 9',
      },
      2,
    ],
    [
      'of one of version 1',
      {
        '/proc/self/cgroup': '4:memory:/job',
        '/proc/self/mountinfo': mount('cgroup', '/sys/fs/cgroup/memory', 'rw,memory'),
        '/sys/fs/cgroup/memory/job/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 1',
      },
      1,
    ],
    ['of the machine', { '/proc/vmstat': 'pgfault 12\noom_kill 4\n' }, 4],
    ['nobody counts', {}, undefined],
  ])('%s', (_, texts, expected) => {
    expect(memoryKills(files(texts))).toBe(expected)
  })
})
