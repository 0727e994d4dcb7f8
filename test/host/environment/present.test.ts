import { expect, test } from 'vitest'
import { present } from '../../../src/host/environment/present.ts'

test('only undefined is left out', () => {
  const load1: number | undefined = undefined
  expect(Object.keys(present({ load1, steal: 0, turbo: false, ci: '' }))).toEqual(['steal', 'turbo', 'ci'])
})
