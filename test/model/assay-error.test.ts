import { expect, it } from 'vitest'
import { AssayError } from '../../src/model/assay-error.ts'

it('an AssayError is an error with a code, advice, and what caused it', () => {
  const cause = new Error('no such file')
  const error = new AssayError('not-writable', 'reports cannot be written', 'Make it writable.', { cause })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({
    name: 'AssayError',
    code: 'not-writable',
    message: 'reports cannot be written',
    advice: 'Make it writable.',
    cause,
  })
})
