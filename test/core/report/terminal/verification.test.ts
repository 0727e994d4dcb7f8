import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { draftCertificate } from '../../../../src/core/certificate/draft.ts'
import { certificateText } from '../../../../src/core/report/markdown/certificate.ts'
import { verificationText } from '../../../../src/core/report/terminal/verification.ts'
import { displayWidth } from '../../../../src/core/wording/display-width.ts'
import type { Check, Verification } from '../../../../src/model/verification.ts'
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

const path = 'reports/certificates/release_gate_my-lib_20261121_081800.md'
const show = (more: Partial<Verification>) => verificationText({ ...found, ...more }, narrow, path)

describe('what was found about a certificate', () => {
  it('is whether it is valid, three answers, what is wrong, and how to get it, within the width', () => {
    const text = verificationText(found, narrow, path)
    expectGolden('certificate/verified.txt', text)
    const lines = text.split('\n').filter((line) => !line.startsWith('  npx'))
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(60)
  })

  it('is four lines where all is well', () => {
    const checks = found.checks.map((check) => ({ ...check, result: 'valid' }) as const)
    expect(show({ verdict: 'valid', checks })).toBe(
      `${[
        'VALID: GO, release_gate of my-lib, commit 1a2b3c4, made',
        '2026-11-21, counts until 2027-02-19',
        '',
        'Intact: yes',
        'Verdict GO follows from the values: yes',
        'Who says so: ci, whose key is trusted',
      ].join('\n')}\n`,
    )
  })

  it('says of which day it is, where it was asked about one', () => {
    const checks = found.checks.map((check) => ({ ...check, result: 'valid' }) as const)
    const text = show({ verdict: 'valid', checks, at: '2026-11-30' })
    expect(text).toMatch(/^VALID as of 2026-11-30: GO, release_gate of my-lib/u)
    const late = [{ check: 'time', result: 'invalid', message: 'it counted until then' }] as const
    expect(show({ verdict: 'invalid', checks: [...late], at: '2027-11-30' })).toMatch(
      /^INVALID as of 2027-11-30: .*\nCounts as of 2027-11-30: no\n.*\nNext: ask about a day on which it counts\.\n {2}npx assay verify \S+\.md --at 2026-11-21\n$/su,
    )
  })

  const valid = (['envelope', 'signature', 'document', 'time', 'evidence', 'recomputed'] as const).map(
    (check): Check => ({ check, result: 'valid', message: '' }),
  )
  /** The certificate in which one thing is otherwise. */
  const but = (other: Check) => [...valid.filter(({ check }) => check !== other.check), other]

  it.each<[string, Verification['verdict'], Check, RegExp]>([
    [
      'whose evidence was changed',
      'invalid',
      { check: 'evidence', result: 'invalid', message: 'other' },
      /^INVALID: .*Intact: no\nVerdict GO follows from the values: yes\n.*✗ evidence.*Next: do not rely on it/su,
    ],
    [
      'whose verdict does not follow',
      'invalid',
      { check: 'recomputed', result: 'invalid', message: 'other' },
      /^INVALID: .*Intact: yes\nVerdict GO follows from the values: no\n/su,
    ],
    [
      'whose signature does not fit, which is not known to be whole',
      'invalid',
      { check: 'signature', result: 'invalid', message: 'other' },
      /Intact: not known\n.*Who says so: nobody whose signature counts/su,
    ],
    [
      'that nobody signed',
      'unknown',
      { check: 'signature', result: 'absent', message: 'nobody' },
      /^NOT PROVEN: .*Intact: yes\n.*Who says so: nobody signed\n.*Next: .*\n {2}npx assay certify keygen/su,
    ],
    [
      'whose trust file is not here',
      'unknown',
      { check: 'signature', result: 'unknown', message: 'no' },
      /Who says so: ci, whose key is not known here\n.*--trust FILE\n$/su,
    ],
    [
      'whose evidence is not here',
      'unknown',
      { check: 'evidence', result: 'unknown', message: 'not here' },
      /Intact: not known\n.* {2}npx assay verify reports\/certificates\/\S+\.md --evidence DIR\n$/su,
    ],
    [
      'that is past',
      'invalid',
      { check: 'time', result: 'invalid', message: 'it counted until yesterday' },
      /Intact: yes\n.*Still counts: no\n.*Next: gate again\.\n/su,
    ],
    [
      'that is not what was asked for',
      'invalid',
      { check: 'asked', result: 'invalid', message: 'NO_GO' },
      /^REFUSED: .*Intact: yes\n.*What was asked for: no\n/su,
    ],
  ])('of one %s says so', (_, verdict, check, said) => {
    expect(show({ verdict, checks: but(check) })).toMatch(said)
  })

  it('of one without its envelope says what is missing', () => {
    const { certificate: _, ...bare } = found
    const checks: Check[] = [{ check: 'envelope', result: 'unknown', message: 'not here' }]
    expect(verificationText({ ...bare, checks }, narrow, path)).toBe(
      `${[
        'NOT PROVEN',
        '',
        'Intact: not known',
        'Verdict follows from the values: not known',
        'Who says so: not known',
        '',
        '? envelope   not here',
        '',
        'Next: get its .intoto.json file, and put it beside this one.',
      ].join('\n')}\n`,
    )
  })

  it('names those who accepted it', () => {
    const checks: Check[] = [...valid, { check: 'acceptance', result: 'valid', subject: 'ada', message: '' }]
    expect(show({ verdict: 'valid', checks })).toContain('whose key is trusted, accepted by ada\n')
  })

  it('lets no text of others act', () => {
    const checks = [
      { check: 'evidence', result: 'invalid', subject: hostile, message: hostile },
      { check: 'acceptance', result: 'valid', subject: hostile, message: '' },
    ] as const
    const certificate = { ...found.certificate!, component: hostile, signer: hostile }
    const text = verificationText({ ...found, certificate, checks: [...checks] }, narrow, hostile)
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
    const [, , prose = ''] = certificateText(certificate, run, 'reports/certificates', (text) =>
      hash('sha256', text),
    ).split(/^---$/mu)
    expect(prose.replaceAll('\n', '')).not.toMatch(/<script|\p{Cc}|\p{Bidi_Control}|(?<!\\)\]\(javascript/u)
    const rows = prose.split('\n').filter((line) => line.startsWith('|'))
    expect(new Set(rows.slice(0, 3).map((row) => row.split(/(?<!\\)\|/u).length)).size).toBe(1)
  })
})
