import { describe, expect, it } from 'vitest'
import { commandFindings } from '../../../../src/core/kind/command/findings.ts'
import { trialOf } from './given.ts'

const found = (...trials: Parameters<typeof trialOf>[0][]) => commandFindings('a › b', trials.map(trialOf))
const codes = (...trials: Parameters<typeof trialOf>[0][]) => found(...trials).map(({ code }) => code)

describe('what the runs of a command show', () => {
  it('is nothing where nothing is wrong', () => {
    expect(codes({}, {})).toEqual([])
    expect(commandFindings('a › b', [])).toEqual([])
  })

  it('is why runs were slow, by cause', () => {
    const [slow] = found(
      { detail: { slow: { waiting: 2 }, aside: { waiting: 3 } } },
      { detail: { slow: { waiting: 1, disk: 1 } } },
    )
    expect(slow).toMatchObject({ code: 'slow-runs' })
    expect(slow?.message).toBe(
      '4 of 20 runs took over 10 % longer than usual: 3 waited for a CPU, 1 read from a disk what others found in memory; 3 runs set aside',
    )
  })

  it('is that it had to wait in most trials', () => {
    expect(codes({ quality: { cleanOnly: false } }, { quality: { cleanOnly: false } }, {})).toEqual([
      'contaminated',
    ])
  })

  it('is that it sleeps, and what it leaves behind', () => {
    expect(codes({ quality: { asleep: 0.9 }, detail: { left: true } })).toEqual(['waiting', 'left-running'])
  })

  it('is what the system does not tell', () => {
    expect(found({ detail: { supervisor: { program: 'node' } } })[0]).toMatchObject({
      code: 'supervisor-limited',
      message: expect.stringContaining('CPU time, memory'),
    })
    expect(found({ values: { peakMemory: 1.7e6 } })[0]).toMatchObject({
      code: 'supervisor-limited',
      message: expect.stringContaining('below 1.600 MB'),
    })
    expect(codes({ values: { peakMemory: 1.9e6 } })).toEqual([])
  })

  it('is that the shell takes nearly all of its time', () => {
    expect(codes({ detail: { shell: 90e6 }, values: { time: 1e6 } })).toEqual(['too-short-for-the-shell'])
    expect(codes({ detail: { shell: 2e6 }, values: { time: 1e6 } })).toEqual([])
  })

  it('is that alternatives could not be compared', () => {
    expect(codes({ stage: 'check', detail: { unknownOutput: 'it prints the time' } })).toEqual([
      'alternatives-not-compared',
    ])
  })
})

it('is what was asked for beside the time, where that could not be had', () => {
  const walls = [1e8, 1e8]
  expect(codes({ detail: { unfollowed: 'only perl follows system calls' } })).toEqual(['calls-not-followed'])
  expect(codes({ detail: { uncached: { walls, fromDisk: false } } })).toEqual(['not-evicted'])
  expect(codes({ detail: { uncached: { walls, fromDisk: true } } })).toEqual([])
})
