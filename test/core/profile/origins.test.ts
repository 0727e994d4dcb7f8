import { describe, expect, it } from 'vitest'
import { addOrigins } from '../../../src/core/profile/origins.ts'
import type { Script } from '../../../src/model/profile.ts'
import { profileOf } from './given.ts'

const from = (line: number) => ({ url: 'file:///app/src/a.ts', line })
const made: Script = {
  url: 'file:///app/dist/a.js',
  by: 0,
  lines: 4,
  functions: [{ name: 'hash', line: 2, column: 0, end: 4, origin: from(20) }],
  origins: [null, from(20), from(22), { url: 'file:///app/src/other.ts', line: 5 }],
}

describe('a profile of a file that was made from another', () => {
  const profile = profileOf(
    ['(root)', 'hash@file:///app/dist/a.js:2', 'mine@file:///app/src/mine.ts:3'],
    ['hash', 'hash', 'mine'],
  )

  it('is told in the places of its source', () => {
    const [, hash, mine] = addOrigins(profile, [made]).nodes
    expect(hash).toMatchObject({
      callFrame: { functionName: 'hash', url: 'file:///app/src/a.ts', lineNumber: 19 },
      positionTicks: [{ line: 22, ticks: 2 }],
    })
    expect(mine).toEqual(profile.nodes[2])
  })

  it('leaves out lines that come from another source than the function', () => {
    const [root, hash] = profile.nodes
    const nodes = [root!, { ...hash!, positionTicks: [{ line: 4, ticks: 2 }] }]
    expect(addOrigins({ ...profile, nodes }, [made]).nodes[1]?.positionTicks).toEqual([])
  })

  it('stays as it is where there is no map', () => {
    const { origins: _, ...plain } = made
    expect(addOrigins(profile, [plain])).toBe(profile)
  })
})
