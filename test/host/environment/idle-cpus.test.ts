import { expect, test } from 'vitest'
import { watchIdleCpus } from '../../../src/host/environment/idle-cpus.ts'
import type { SystemFiles } from '../../../src/host/process/system-files.ts'

/** A machine of four CPUs on which time passes as it is told: ticks of 10 ms. */
function machine() {
  let [ticks, others, own] = [0, 0, 0]
  const files: Pick<SystemFiles, 'read'> = {
    read: (path) => {
      const idle = 4 * ticks - others - own
      if (path === '/proc/stat')
        return `cpu ${others + own} 0 0 ${idle} 0 0 0 0 0 0\ncpu0 1\ncpu1 1\ncpu2 1\ncpu3 1\n`
      return path === '/proc/self/stat' ? `1 (node) S ${'0 '.repeat(10)}${own} 0 0 0 0 0` : undefined
    },
  }
  return {
    files: files as SystemFiles,
    now: () => BigInt(ticks) * 10_000_000n,
    pass(seconds: number, busy: { others?: number; own?: number }) {
      ticks += seconds * 100
      others += seconds * 100 * (busy.others ?? 0)
      own += seconds * 100 * (busy.own ?? 0)
    },
  }
}

test('CPUs that others use are not idle, those that are used here are', () => {
  const { files, now, pass } = machine()
  const idle = watchIdleCpus(files, now, 4)
  expect(idle()).toBe(1)
  pass(1, { own: 2 })
  expect(idle()).toBe(4)
  pass(1, { own: 1, others: 2 })
  expect(idle()).toBe(2)
  pass(1, { own: 1, others: 2.2 })
  expect(idle()).toBe(2)
  pass(1, { own: 1, others: 3 })
  expect(idle()).toBe(1)
  pass(1, { own: 0, others: 4 })
  expect(idle()).toBe(1)
})

test('a moment says nothing; a process that may use two has no more', () => {
  const { files, now, pass } = machine()
  const idle = watchIdleCpus(files, now, 2)
  pass(0.5, {})
  expect(idle()).toBe(1)
  pass(0.5, {})
  expect(idle()).toBe(2)
})

test('where the system does not say, it is one', () => {
  let now = 0n
  const idle = watchIdleCpus(
    { read: () => undefined, list: () => [] } as unknown as SystemFiles,
    () => now,
    8,
  )
  now = 5_000_000_000n
  expect(idle()).toBe(1)
})
