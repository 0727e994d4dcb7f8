import { expect, test } from 'vitest'
import {
  otherCpus,
  ownCpus,
  parseCpuTimes,
  readCpuUse,
  readSteal,
  stealShare,
} from '../../../src/host/environment/cpu-time.ts'
import { fakeFiles } from './fake-files.ts'

test.each([
  ['a current kernel', 'cpu  6390 10 3162 202729 306 5 96 14 7 0\ncpu0 1 2 3', 212712, 14],
  ['a kernel without guest time', 'cpu  1 2 3 4 5 6 7 8\n', 36, 8],
  ['other lines first', 'intr 5\ncpu  1 2 3 4 5 6 7 8 9 9', 36, 8],
])('the first line of %s is read', (_, text, total, steal) => {
  expect(parseCpuTimes(text)).toEqual({ total, steal })
})

test.each([undefined, '', 'cpu', 'cpu  1 2 3 4', 'cpu0 1 2 3 4 5 6 7 8', 'cpu  a b c d e f g h'])(
  'no times are made up from %j',
  (text) => {
    expect(parseCpuTimes(text)).toBeUndefined()
  },
)

test.each([
  ['nothing stolen', { total: 40, steal: 0 }, 0],
  ['a single tick, which is below what the counter resolves', { total: 40, steal: 1 }, 0],
  ['a quarter', { total: 40, steal: 10 }, 0.25],
  ['more stolen than there was', { total: 10, steal: 20 }, 1],
  ['a counter that went back', { total: 40, steal: -5 }, 0],
  ['no time at all', { total: 0, steal: 0 }, undefined],
])('%s', (_, passed, share) => {
  const before = { total: 1000, steal: 100 }
  const after = { total: before.total + passed.total, steal: before.steal + passed.steal }
  expect(stealShare(before, after)).toBe(share)
})

test('a machine without /proc/stat is not waited for', async () => {
  await expect(readSteal(fakeFiles({}))).resolves.toBeUndefined()
})

const stat = 'cpu  100 10 40 800 20 5 15 10 3 1\ncpu0 1 2 3\ncpu1 1 2 3\nintr 5'
const self = '42 (node (a b)) S 1 42 42 0 -1 4194304 99 0 0 0 30 5 200 15 20 0 11 0 1813443'

test('CPU time is that of all, of this process with its children, and of one CPU', () => {
  const files = fakeFiles({ '/proc/stat': stat, '/proc/self/stat': self })
  expect(readCpuUse(files)).toEqual({ busy: 170, idle: 820, own: 250, perCpu: 500 })
})

test.each<[string, Record<string, string>]>([
  ['nothing', {}],
  ['no process', { '/proc/stat': stat }],
  ['no CPUs', { '/proc/stat': 'cpu  1 2 3 4 5 6 7 8', '/proc/self/stat': self }],
  ['half a line', { '/proc/stat': 'cpu  1 2 3', '/proc/self/stat': self }],
  ['no numbers', { '/proc/stat': stat, '/proc/self/stat': '42 (node) S a b c d e f g h i j k l m n o' }],
])('nothing is made up from %s', (_, texts) => {
  expect(readCpuUse(fakeFiles(texts))).toBeUndefined()
})

// Two CPUs: what nobody used before was 9000.
const before = { busy: 1000, idle: 9000, own: 100, perCpu: 5000 }

test.each([
  ['alone', { busy: 1400, idle: 9400, own: 500, perCpu: 5400 }, 0, 2],
  ['beside one and a half', { busy: 1800, idle: 9000, own: 300, perCpu: 5400 }, 1.5, 0.5],
  ['counters not read at the same moment', { busy: 1399, idle: 9400, own: 500, perCpu: 5400 }, 0, 2],
  ['beside a guest who takes a CPU', { busy: 1400, idle: 9000, own: 500, perCpu: 5400 }, 0, 1],
  ['no time at all', before, undefined, undefined],
])('others: %s', (_, after, others, own) => {
  expect(otherCpus(before, after)).toBe(others)
  expect(ownCpus(before, after)).toBe(own)
})

test('the time of children that have not ended is known', () => {
  const child = `43 (node) S ${Array.from({ length: 10 }, () => 0).join(' ')} 30 10 0 0 0 0`
  const files = fakeFiles({ '/proc/stat': stat, '/proc/self/stat': self, '/proc/43/stat': child })
  expect(readCpuUse(files, [43, 44])).toMatchObject({ own: 290 })
})
