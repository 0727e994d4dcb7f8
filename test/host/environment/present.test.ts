import { expect, test } from 'vitest'
import { omitUndefined } from '../../../src/host/environment/present.ts'

test('only undefined is left out', () => {
  const load1: number | undefined = undefined
  expect(Object.keys(omitUndefined({ load1, steal: 0, turbo: false, ci: '' }))).toEqual([
    'steal',
    'turbo',
    'ci',
  ])
})
