import { describe, expect, it } from 'vitest'
import { draftCertificate } from '../../../../src/core/certificate/draft.ts'
import { certificateText } from '../../../../src/core/report/markdown/certificate.ts'
import { verificationText } from '../../../../src/core/report/terminal/verification.ts'
import { displayWidth } from '../../../../src/core/wording/display-width.ts'
import type { Verification } from '../../../../src/model/verification.ts'
import { comparisonOf, file, resultOf, runOf } from '../../given.ts'
import { expectGolden } from '../golden.ts'

const found: Verification = {
  schema: 'assay/verification@1',
  verdict: 'unknown',
  certificate: {
    id: 'release_gate_my-lib_20261121_081800',
    kind: 'release_gate',
    status: 'GO',
    component: 'my-lib',
    commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
    created: '2026-11-21T08:18:00.123Z',
    validUntil: '2027-02-19T08:18:00.123Z',
    signer: 'ci',
  },
  checks: [
    { check: 'envelope', result: 'valid', message: 'a DSSE envelope with an in-toto statement' },
    { check: 'signature', result: 'absent', message: 'nobody has signed it: anybody may have written it' },
    { check: 'evidence', result: 'unknown', subject: 'reports/x/run.json', message: 'it is not here' },
    {
      check: 'recomputed',
      result: 'valid',
      message: 'GO follows from the values of 24 forks of 2 benchmarks',
    },
  ],
}
const narrow = { color: false, width: 60 }

/** Everything that a name could try. */
const hostile = `<script>alert(1)</script> | \`x\` [a](javascript:b) \u202eevil\u202c \u001b[31m ${'n'.repeat(300)}`

describe('what was found about a certificate', () => {
  it('stands line by line, the verdict last, within the width', () => {
    const text = verificationText(found, narrow)
    expectGolden('certificate/verified.txt', text)
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(60)
  })

  it.each<[string, Verification['checks'], RegExp]>([
    ['valid', [], /VALID: it says what follows/u],
    [
      'invalid',
      [{ check: 'evidence', result: 'invalid', message: 'other' }],
      /INVALID: do not rely on it\.\n$/u,
    ],
    [
      'invalid',
      [{ check: 'asked', result: 'invalid', message: 'NO_GO' }],
      /REFUSED: nothing in it is wrong/u,
    ],
  ])('ends with what it is worth: %s', (verdict, checks, end) => {
    expect(
      verificationText({ ...found, verdict: verdict as Verification['verdict'], checks }, narrow),
    ).toMatch(end)
  })

  it('lets no text of others act', () => {
    const checks = [{ check: 'evidence', result: 'invalid', subject: hostile, message: 'other' }] as const
    const text = verificationText({ ...found, checks: [...checks] }, narrow)
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u)
  })
})

describe('a certificate about a benchmark with any name', () => {
  it('is one table, and nothing of the name acts in it', () => {
    const id = `${file} › ${hostile}`
    const run = runOf({
      verdict: 'fail',
      benchmarks: [{ ...resultOf('x'), id, name: hostile }],
      comparisons: [{ ...comparisonOf('x', 'regressed'), id, change: { estimate: 1, low: 1, high: 1 } }],
    })
    const certificate = draftCertificate(run, {
      kind: 'release_gate',
      component: 'my-lib',
      created: '2026-11-21T08:18:00.123Z',
      validUntil: '2027-02-19T08:18:00.123Z',
      changed: [],
      registered: [],
      evidence: [{ path: 'reports/x/run.json', sha256: '0f'.repeat(32) }],
      distrust: [],
    })
    const [, , prose = ''] = certificateText(certificate, run, 'reports/certificates').split(/^---$/mu)
    expect(prose.replaceAll('\n', '')).not.toMatch(/<script|\p{Cc}|\p{Bidi_Control}|(?<!\\)\]\(javascript/u)
    const rows = prose.split('\n').filter((line) => line.startsWith('|'))
    expect(new Set(rows.slice(0, 3).map((row) => row.split(/(?<!\\)\|/u).length)).size).toBe(1)
  })
})
