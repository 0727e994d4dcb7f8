import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { documentSize, readDocument } from '../../../bench/kernels/document.ts'

it('the document of the benchmarks stays as it is: recorded numbers are about it', () => {
  expect(documentSize()).toBe(68_155)
  expect(createHash('sha256').update(readDocument()).digest('hex')).toMatch(/^684a682cb5b2d30b/u)
})
