import { describe, expect, it } from 'vitest'
import { elsewhereFindings } from '../../../../src/core/kind/function/elsewhere.ts'
import { accountOf, difference } from '../../../../src/worker/measure/elsewhere.ts'
import { timingOf } from '../../given.ts'

const none = { workers: 0, pool: 0, children: 0 }
const told = (elsewhere: Partial<typeof none>) =>
  elsewhereFindings(
    'x',
    [1, 2, 3].map(() => timingOf(100, { cpu: 90, elsewhere: { ...none, ...elsewhere } })),
  )

describe('work that is done elsewhere', () => {
  it('is told with its share and where it is', () => {
    expect(told({ workers: 90 })).toMatchObject([{ code: 'work-elsewhere', severity: 'warning' }])
    expect(told({ workers: 90 })[0]?.message).toContain('50 % in other threads')
    expect(told({ children: 270 })[0]?.message).toContain('75 % in child processes')
  })

  it('is no warning where it is the thread pool that does it', () => {
    expect(told({ pool: 90 })).toMatchObject([{ severity: 'info' }])
  })

  it('is not told of little, nor where nobody can tell', () => {
    expect(told({ workers: 9 })).toEqual([])
    expect(elsewhereFindings('x', [timingOf(100, { cpu: 90 })])).toEqual([])
  })

  it('is what the process spent and no thread of the engine did, also by threads that have ended', () => {
    const before = { process: 100, own: 60, pool: 10, children: 5 }
    const after = { process: 400, own: 160, pool: 60, children: 25 }
    expect(difference(before, after)).toEqual({ workers: 150, pool: 50, children: 20 })
    expect(difference(before, { ...before, own: 61 }).workers).toBe(0)
  })
})

describe('what is running', () => {
  const threads = {
    '/proc/self/task/7/schedstat': '500 20 3',
    '/proc/self/task/7/comm': 'node\n',
    '/proc/self/task/7/children': '20 ',
    '/proc/self/task/8/schedstat': '100 0 1',
    '/proc/self/task/8/comm': 'V8Worker\n',
    '/proc/self/task/9/schedstat': '30 0 1',
    '/proc/self/task/9/comm': 'libuv-worker\n',
    '/proc/self/stat': `7 (a) b) R ${'0 '.repeat(10)}5 6 1 2 0`,
    // A child with two threads, of which a third has ended, and with a child of its own.
    '/proc/20/stat': `20 (sh) S ${'0 '.repeat(10)}3 1 0 0 0`,
    '/proc/20/task/20/schedstat': '4000 0 1',
    '/proc/20/task/20/children': '',
    '/proc/20/task/21/schedstat': '6000 0 1',
    '/proc/20/task/21/children': '30 ',
    '/proc/30/stat': `30 (sh) S ${'0 '.repeat(10)}0 0 0 0 0`,
    '/proc/30/task/30/schedstat': '9000 0 1',
  }
  const tell = (...missing: readonly string[]) => {
    const files = new Map(
      Object.entries(threads).filter(([name]) => !missing.some((one) => name.endsWith(one))),
    )
    const list = (folder: string) => {
      const below = [...files.keys()].filter((name) => name.startsWith(`${folder}/`))
      return [...new Set(below.map((name) => name.slice(folder.length + 1).split('/')[0]!))]
    }
    return accountOf(7, () => 1_000, { list, read: (file) => files.get(file) })
  }
  const withNames = (compiler: string, pool: string) => {
    const files: Readonly<Record<string, string>> = {
      ...threads,
      '/proc/self/task/8/comm': compiler,
      '/proc/self/task/9/comm': pool,
    }
    const list = (folder: string) => (folder === '/proc/self/task' ? ['7', '8', '9'] : [])
    return accountOf(7, () => 1_000, { list, read: (file) => files[file] })
  }

  it('is told of all threads and of all that was started, directly or not, alive or ended', () => {
    expect(tell()).toEqual({ process: 1_000, own: 600, pool: 30, children: 30e6 + 40e6 + 9_000 })
  })

  it.each([
    ['Node 24', 'V8Worker', 'libuv-worker'],
    ['Node 26', 'node-V8Worker', 'libuv-worker'],
    ['Deno', 'V8 DefaultWorke', 'tokio-runtime-w'],
  ])('knows the threads of %s by their names', (_, compiler, pool) => {
    expect(withNames(compiler, pool)).toMatchObject({ own: 600, pool: 30 })
  })

  it('is not told of Node 22, which calls the threads of its compiler like itself', () => {
    expect(withNames('node', 'libuv-worker')).toBeUndefined()
  })

  it.each([
    ['what its threads compute', 'schedstat'],
    ['whom it has started', 'children'],
    ['what its threads are', 'comm'],
  ])('is not told where the system does not tell %s', (_, missing) => {
    expect(tell(missing)).toBeUndefined()
  })
})
