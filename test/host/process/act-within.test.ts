import { expect, it } from 'vitest'
import { actWithin } from '../../../src/host/process/act-within.ts'

it('returns what is done in time, and ends what would go on', () => {
  expect(actWithin(10e9, () => 'done')).toBe('done')
  const text = `${'a'.repeat(48)}!`
  expect(actWithin(0.05e9, () => /^(?:a+)+$/u.test(text))).toBeUndefined()
  expect(() =>
    actWithin(10e9, () => {
      throw new RangeError('its own')
    }),
  ).toThrow(new RangeError('its own'))
  expect(actWithin(10e9, () => 'again')).toBe('again')
})
