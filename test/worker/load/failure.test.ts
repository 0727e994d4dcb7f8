import { expect, it } from 'vitest'
import { toFailure, describe as told } from '../../../src/worker/load/failure.ts'

it.each<[string, unknown, string]>([
  ['a text', 'a\n', '"a\\n"'],
  ['a number', 1, '1'],
  ['nothing', undefined, 'undefined'],
  ['what refuses to be printed', Object.create(null), 'a value that cannot be printed'],
  ['what is long', 10n ** 300n, `1${'0'.repeat(199)}…`],
  ['what is just short enough', 10n ** 199n, `1${'0'.repeat(199)}`],
])('a value is told in a short text: %s', (_, value, text) => {
  expect(told(value)).toBe(text)
})

it('whatever is thrown has a reason and a message', () => {
  const named = Object.assign(new RangeError(''), { stack: '' })
  expect(toFailure(named, 'threw')).toEqual({ reason: 'threw', message: 'RangeError' })
  expect(toFailure(new TypeError('no'), 'threw')).toMatchObject({
    message: 'TypeError: no',
    stack: expect.stringContaining('no'),
  })
  expect(toFailure('no', 'threw')).toEqual({ reason: 'threw', message: 'threw "no"' })
})
