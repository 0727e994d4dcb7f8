import { expect, test } from 'vitest'
import { describeFailure } from '../../../src/core/wording/failure-words.ts'

test('what throws in its first call is not said to throw in a verify that it may not have', () => {
  const told = (phase: 'calling' | 'verifying') =>
    describeFailure({ reason: 'threw', message: 'no', phase }).what
  expect(told('calling')).toBe('threw an error while being called for the first time')
  expect(told('verifying')).toBe('threw an error while verifying the result')
})
