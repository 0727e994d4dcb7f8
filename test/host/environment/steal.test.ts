import { expect, test } from 'vitest'
import { parseCpuTimes, readSteal, stealShare } from '../../../src/host/environment/steal.ts'
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
