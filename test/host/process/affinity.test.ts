import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cpusOf, shareCpu } from '../../../src/host/process/affinity.ts'

const hasTaskset = (() => {
  try {
    execFileSync('taskset', ['-p', String(process.pid)], { stdio: 'ignore' })
    return process.platform === 'linux'
  } catch {
    return false
  }
})()

describe('the CPUs of a process', () => {
  it.each([
    ['Name:\tnode\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\nMems_allowed:\t1', [0, 1]],
    ['Cpus_allowed_list:\t0-2,5,8-9', [0, 1, 2, 5, 8, 9]],
    ['Cpus_allowed_list:\t7', [7]],
    ['Cpus_allowed_list:\t', []],
    ['', []],
  ])('are read from its status', (status, cpus) => {
    expect(cpusOf(status)).toEqual(cpus)
  })

  it('are one after sharing it, the same for both and for the main thread alone', async () => {
    const cpus = process.platform === 'linux' ? cpusOf(readFileSync('/proc/self/status', 'utf8')) : []
    const children = [1, 2].map(() =>
      spawn(process.execPath, ['-e', 'console.log(1); process.stdin.resume()']),
    )
    const pids = children.map(({ pid }) => pid)
    await Promise.all(children.map(({ stdout }) => once(stdout, 'data')))
    try {
      const giveBack = await shareCpu(pids, 1)
      // Without the program, or with one CPU, nothing happens; and nothing is thrown.
      if (!hasTaskset || cpus.length < 2) return
      for (const pid of pids) {
        expect(cpusOf(readFileSync(`/proc/${pid}/status`, 'utf8'))).toEqual([cpus[1 % cpus.length]])
        const threads = execFileSync('ls', [`/proc/${pid}/task`], { encoding: 'utf8' })
          .trim()
          .split('\n')
        const other = threads.find((thread) => thread !== String(pid))!
        expect(cpusOf(readFileSync(`/proc/${pid}/task/${other}/status`, 'utf8'))).toEqual(cpus)
      }
      // Who draws the same one meanwhile gets another.
      const second = await shareCpu([pids[1]], 1)
      const moved = cpusOf(readFileSync(`/proc/${pids[1]}/status`, 'utf8'))
      expect(moved).not.toEqual([cpus[1 % cpus.length]])
      giveBack()
      second()
      const third = await shareCpu([pids[1]], 1)
      expect(cpusOf(readFileSync(`/proc/${pids[1]}/status`, 'utf8'))).toEqual([cpus[1 % cpus.length]])
      third()
    } finally {
      for (const child of children) child.kill('SIGKILL')
    }
  })

  it('stay what they are for one that is gone or was never started', async () => {
    const giveBack = await shareCpu([undefined, 2 ** 22 + 1], 0)
    expect(giveBack).not.toThrow()
  })
})
