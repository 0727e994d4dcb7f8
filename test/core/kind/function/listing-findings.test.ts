import { describe, expect, it } from 'vitest'
import { brokenFileFinding, duplicateFailure } from '../../../../src/core/kind/function/listing-findings.ts'
import { failureReasonSchema } from '../../../../src/model/failure.ts'

describe('a file that gives no benchmarks', () => {
  it.each(failureReasonSchema.options.filter((reason) => reason !== 'not-found'))(
    'breaks the run when its load ends in %s',
    (reason) => {
      const finding = brokenFileFinding('bench/x.bench.ts', { reason, message: 'so it is' })
      expect(finding).toMatchObject({
        code: 'load-failed',
        severity: 'error',
        subject: 'bench/x.bench.ts',
        message: 'so it is',
      })
      expect(finding.advice).not.toBe('')
    },
  )

  it('deserves a word when it only registers nothing', () => {
    expect(
      brokenFileFinding('bench/x.bench.ts', { reason: 'not-found', message: 'registers nothing' }),
    ).toMatchObject({
      code: 'registers-nothing',
      severity: 'warning',
    })
  })
})

describe('two benchmarks of one name', () => {
  it.each([
    [[3, 9], 'registers 2 benchmarks of this name (lines 3 and 9); give'],
    [[3, 3], 'registers 2 benchmarks of this name (lines 3); give'],
    [[3, 5, 9], 'registers 3 benchmarks of this name (lines 3 and 5 and 9); give'],
    [[0, 0], 'registers 2 benchmarks of this name; give'],
  ])('at lines %j cannot be told apart: %s', (lines, message) => {
    const failure = duplicateFailure(lines)
    expect(failure.reason).toBe('duplicate')
    expect(failure.message).toContain(message)
  })
})
