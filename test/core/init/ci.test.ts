import { expect, it } from 'vitest'
import { nodeVersion } from '../../../src/core/init/ci.ts'

it.each([
  ['>=22.18', 22],
  ['^24.0.0', 24],
  ['22 || 24', 22],
  ['^20.19 || ^26.1', 26],
  ['>=18', 24],
  ['>=20 <25', 24],
  ['>=22.0.0 <23', 22],
  ['v25.1', 25],
  ['lts/*', 24],
  ['*', 24],
  ['', 24],
  [undefined, 24],
])('of engines %s, Node %i is measured on', (range, major) => {
  expect(nodeVersion(range)).toBe(major)
})
