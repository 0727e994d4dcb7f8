import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import {
  hasGone,
  mayBeAlive,
  type Owner,
  ourSight,
  ourselves,
  ownerSchema,
  type Sight,
  spaceBy,
  writer,
} from '../../../src/host/files/owner.ts'
import { policy } from '../../../src/model/config.ts'

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

  it('has a place of its own where the system tells little: by the name of the machine and its start', () => {
    const here = spaceBy('mac.local', 1_795_871_100)
    expect(spaceBy('mac.local', 1_795_871_101.5)).toBe(here)
    expect(spaceBy('mac.home', 1_795_871_100)).not.toBe(here)
    // After a restart, and on another machine of that name.
    expect(spaceBy('mac.local', 1_795_872_100)).not.toBe(here)
  })

  it('is not somebody whose number no system gives away', () => {
    expect(ownerSchema.safeParse(ourselves()).success).toBe(true)
    expect(ownerSchema.safeParse({ ...ourselves(), pid: 2 ** 31 }).success).toBe(false)
  })
})

/** A process that was here and is no more. */
const [place] = writer.split('-')
const gone = `${place}-${spawnSync(process.execPath, ['-e', '']).pid}`
const elsewhere = `${place === '00000000' ? '11111111' : '00000000'}-1`

describe('the writer of a file', () => {
  it.each([
    [writer, false],
    [gone, true],
    // Numbers of another machine or container say nothing about processes here.
    [elsewhere, false],
    ['', false],
    ['x', false],
    [`${place}-`, false],
    [`${place}-0`, false],
    [`${place}--1`, false],
    [`${place}-1 `, false],
    [`${place}-99999999999`, false],
  ])('%j has gone: %j', (mark, expected) => {
    expect(hasGone(mark)).toBe(expected)
  })
})
