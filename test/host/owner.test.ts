import { describe, expect, it } from 'vitest'
import { mayBeAlive, type Owner, ourSight, ourselves, type Sight } from '../../src/host/owner.ts'
import { policy } from '../../src/model/config.ts'

const { abandoned } = policy.processes
const owner: Owner = { pid: 12, space: 'here', started: '700' }
const seen = (started: string | undefined): Sight => ({
  space: 'here',
  isAlive: () => started !== 'gone',
  startOf: () => started,
})

describe('the owner of a checkout', () => {
  it.each<[string, Owner, number, Sight, boolean]>([
    ['is there when its number and its start are', owner, 2 * abandoned, seen('700'), true],
    ['is gone when nobody has its number', owner, 0, seen('gone'), false],
    ['is gone when its number was given away again', owner, 0, seen('800'), false],
    ['may be there where no start is told', owner, 0, seen(undefined), true],
    ['may be there when it wrote down no start', { pid: 12, space: 'here' }, 0, seen('800'), true],
    ['may be there in another container', { ...owner, space: 'there' }, abandoned - 1, seen('gone'), true],
    [
      'is gone from there after a day of silence',
      { ...owner, space: 'there' },
      abandoned,
      seen('700'),
      false,
    ],
  ])('%s', (_, whose, silence, sight, expected) => {
    expect(mayBeAlive(whose, silence, sight)).toBe(expected)
  })

  it('is this process, which is there', () => {
    expect(mayBeAlive(ourselves(), 2 * abandoned, ourSight())).toBe(true)
    expect(mayBeAlive({ ...ourselves(), started: '1' }, 0, ourSight())).toBe(process.platform !== 'linux')
  })
})
