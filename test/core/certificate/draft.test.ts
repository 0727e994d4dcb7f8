import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type CertificateFacts, draftCertificate } from '../../../src/core/certificate/draft.ts'
import { frontMatter, frontMatterDifference } from '../../../src/core/certificate/front-matter.ts'
import { statementOf } from '../../../src/core/certificate/statement.ts'
import { certificateText } from '../../../src/core/report/markdown/certificate.ts'
import { type Certificate, certificateSchema } from '../../../src/model/certificate.ts'
import { statementSchema } from '../../../src/model/envelope.ts'
import { certificateOf, commit, comparisonOf, file, machine, resultOf, runOf } from '../given.ts'
import { expectGolden } from '../report/golden.ts'

const facts: CertificateFacts = {
  kind: 'release_gate',
  component: 'my-lib',
  version: '1.2.0',
  created: '2026-11-21T08:18:00.123Z',
  validUntil: '2027-02-19T08:18:00.123Z',
  changed: [],
  registered: [{ path: file, sha256: '0f'.repeat(32), blob: 'bb'.repeat(20) }],
  evidence: [{ path: 'reports/x/run.json', sha256: '0f'.repeat(32) }],
  signer: { keyid: 'c1'.repeat(32), name: 'ci' },
  distrust: [],
}
const sha256 = (text: string) => hash('sha256', text)
const well = runOf({ comparisons: [comparisonOf('a', 'equivalent')] })

describe('the certificate', () => {
  it('is named after what it decides on and when, and says what a signature covers', () => {
    const certificate = draftCertificate(well, facts)
    expect(certificate).toMatchObject({
      id: 'release_gate_my-lib_20261121_081800',
      status: 'GO',
      commit,
      dirty: false,
      run: '20261121_081500_1a2b3c4',
      class: machine,
      reasons: [expect.stringContaining('The benchmark is not slower')],
      shortcomings: [],
    })
    expect(certificateSchema.parse(certificate)).toEqual(certificate)
  })

  it.each<[string, Partial<CertificateFacts>, Parameters<typeof runOf>[0], string]>([
    ['nobody signs it', { signer: undefined }, {}, 'Nobody has signed it.'],
    [
      'its key is not known',
      { distrust: ['Its key is not in perf.trust.json.'] },
      {},
      'Its key is not in perf.trust.json.',
    ],
    ['its key may not say that', { statuses: ['NO_GO'] }, {}, 'Its key may not issue GO.'],
    [
      'it is about a part of the suite',
      {},
      { request: { command: 'gate', filters: ['sort', 'a/**'] } },
      "Only what fits 'sort' or 'a/**' was examined.",
    ],
    [
      'the tree was dirty',
      {},
      { source: { commit, dirty: true } },
      'The working tree had changes that are not committed.',
    ],
    ['it is outside git', {}, { source: { dirty: false } }, 'What was measured is in no commit.'],
    [
      'its criteria are not committed',
      { registered: [{ path: file, sha256: '0f'.repeat(32) }] },
      {},
      `What was used is not in the commit: ${file}.`,
    ],
  ])('is advice when %s, and says so', (_, more, run, said) => {
    const certificate = draftCertificate(
      { ...well, ...run } as typeof well,
      { ...facts, ...more } as CertificateFacts,
    )
    expect(certificate).toMatchObject({ status: 'ADVISORY_ONLY', shortcomings: [said] })
    expect(certificate.reasons[0]).toBe(said)
  })

  it.each<[string, Partial<CertificateFacts>]>([
    ['without evidence', { evidence: [] }],
    ['of a component that no file name can hold', { component: 'My_Lib/x' }],
    ['of no moment', { created: 'today' }],
  ])('is never issued %s', (_, wrong) => {
    expect(() => draftCertificate(well, { ...facts, ...wrong })).toThrow()
  })

  it('is a statement about its commit, its tree and its raw values', () => {
    const statement = statementOf(certificateOf(), {
      path: 'reports/certificates/x.md',
      sha256: 'ab'.repeat(32),
    })
    expect(statementSchema.parse(statement)).toEqual(statement)
    expect(statement.subject).toEqual([
      { name: 'git', digest: { gitCommit: commit, gitTree: 'ee'.repeat(20) } },
      { name: 'reports/20261121_081500_1a2b3c4/run.json', digest: { sha256: '0f'.repeat(32) } },
    ])
  })
})

describe('the front matter', () => {
  const nasty = certificateOf({ reasons: ['---\n# <script>alert(1)</script> | \u202e "quoted" \\ \u2028'] })

  it('is what was signed, line by line, whatever stands in it', () => {
    expect(
      frontMatter(nasty, sha256)
        .split('\n')
        .every((line) => !/[\p{Cc}\p{Cf}\p{Zl}]/u.test(line)),
    ).toBe(true)
    expect(frontMatterDifference(`${frontMatter(nasty, sha256)}\n\ntext`, nasty, sha256)).toBeUndefined()
    expect(frontMatterDifference(frontMatter(nasty, sha256).replace('GO', 'NO_GO'), nasty, sha256)).toEqual({
      stated: 'status: "NO_GO"',
      signed: 'status: "GO"',
    })
    expect(frontMatterDifference('', nasty, sha256)).toEqual({ stated: '', signed: '---' })
  })

  it('has at most ten lines, whatever is certified', () => {
    expect(
      frontMatter({ ...nasty, version: '1.2.0' }, sha256)
        .split('\n')
        .slice(1, -1),
    ).toHaveLength(10)
  })

  it.each(Object.keys(certificateSchema.shape) as (keyof Certificate)[])(
    'is another one where %s is another one',
    (key) => {
      const text = frontMatter(nasty, sha256)
      const { [key]: _, ...others } = nasty
      const changed = (nasty[key] === undefined ? { ...nasty, [key]: 'x' } : others) as Certificate
      expect(frontMatterDifference(text, changed, sha256)).toBeDefined()
    },
  )
})

describe('the text', () => {
  it('says the decision, why, on what, and how to check it', () => {
    const run = runOf({
      verdict: 'fail',
      benchmarks: [
        resultOf('slow', { line: 7 }),
        resultOf('heavy', {
          line: 9,
          budget: [{ metric: 'allocated', limit: 1000, observed: 2500, kept: false }],
        }),
        resultOf('<b>bold</b> | `tick`'),
      ],
      comparisons: [
        comparisonOf('slow', 'regressed', { change: { estimate: 0.12, low: 0.1, high: 0.14 } }),
        comparisonOf('heavy', 'equivalent'),
        comparisonOf('<b>bold</b> | `tick`', 'inconclusive'),
      ],
    })
    const certificate = draftCertificate(run, {
      ...facts,
      previous: { id: 'release_gate_my-lib_20261101_000000', sha256: 'ab'.repeat(32) },
    })
    const text = certificateText(certificate, run, 'reports/certificates', sha256)
    expectGolden('certificate/no-go.md', text)
    expect(text).toContain(certificate.previous!.sha256)
    expect(text).toContain(certificate.signer!.keyid)
  })

  it('of one that passes is short', () => {
    expectGolden(
      'certificate/go.md',
      certificateText(draftCertificate(well, facts), well, 'reports/certificates', sha256),
    )
  })
})
