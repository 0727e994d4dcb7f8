import { expect, it } from 'vitest'
import { formatForZeroX } from '../../../src/core/profile/for-0x.ts'
import { profileOf } from './given.ts'

it('a profile for 0x has TypeScript under a name that it takes for the user’s, and lines that count from 1', () => {
  const profile = profileOf(
    ['(root)', 'hash@src/hash.ts:7', 'view@src/view.mtsx:3', 'old@src/old.cjs:2', 'new@src/new.mjs:9'],
    ['hash'],
  )
  const places = formatForZeroX(profile).nodes.map(({ callFrame: { url, lineNumber } }) => [url, lineNumber])
  expect(places).toEqual([
    ['', 0],
    ['src/hash.ts.js', 7],
    ['src/view.mtsx.js', 3],
    ['src/old.cjs.js', 2],
    ['src/new.mjs', 9],
  ])
})
