import { describe, expect, it } from 'vitest'
import { elsewhereFinding } from '../../src/core/elsewhere.ts'
import { difference } from '../../src/worker/elsewhere.ts'
import { timingOf } from './given.ts'

const none = { workers: 0, pool: 0, children: 0 }
const told = (elsewhere: Partial<typeof none>) =>
  elsewhereFinding(
    'x',
    [1, 2, 3].map(() => timingOf(100, { cpu: 90, elsewhere: { ...none, ...elsewhere } })),
  )

describe('work that is done elsewhere', () => {
  it('is told with its share and where it is', () => {
    expect(told({ workers: 90 })).toMatchObject({ code: 'work-elsewhere', severity: 'warning' })
    expect(told({ workers: 90 })?.message).toContain('50 % in other threads')
    expect(told({ children: 270 })?.message).toContain('75 % in child processes')
  })

  it('is no warning where it is the thread pool that does it', () => {
    expect(told({ pool: 90 })).toMatchObject({ severity: 'info' })
  })

  it('is not told of little, nor where nobody can tell', () => {
    expect(told({ workers: 9 })).toBeUndefined()
    expect(elsewhereFinding('x', [timingOf(100, { cpu: 90 })])).toBeUndefined()
  })

  it('is what the process spent and no thread of the engine did, also by threads that have ended', () => {
    const before = { process: 100, own: 60, pool: 10, children: 5 }
    const after = { process: 400, own: 160, pool: 60, children: 25 }
    expect(difference(before, after)).toEqual({ workers: 150, pool: 50, children: 20 })
    expect(difference(before, { ...before, own: 61 }).workers).toBe(0)
  })
})
