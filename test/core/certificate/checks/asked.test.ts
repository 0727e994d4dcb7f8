import { expect, test } from 'vitest'
import { askedChecks } from '../../../../src/core/certificate/checks/asked.ts'
import { certificateOf, commit } from '../../given.ts'

const asked = { ref: 'v2', coverage: 'same', statuses: [] } as const

test.each([
  ['same', 'valid', 'it is about v2'],
  ['other', 'invalid', `it is about commit ${commit.slice(0, 12)}, and v2 has other files`],
  ['no-revision', 'invalid', 'is no revision of this repository'],
  ['no-commit', 'unknown', 'the certified commit is not here, so nobody knows whether it has the same files'],
  [undefined, 'invalid', `it is about commit ${commit.slice(0, 12)}, and v2 has other files`],
] as const)('a revision that is %s as the certified commit: %s', (coverage, result, message) => {
  expect(askedChecks(certificateOf(), { ...asked, coverage })).toEqual([
    { check: 'asked', result, subject: 'v2', message },
  ])
})

test('a certificate of no commit is about no revision', () => {
  const { commit: _, ...outside } = certificateOf()
  expect(askedChecks(outside, { ...asked, coverage: undefined })).toMatchObject([
    { result: 'invalid', message: 'it is about commit none, and v2 has other files' },
  ])
})

test('a status that is asked for is required', () => {
  const statuses = ['APPROVED', 'GO'] as const
  const none = { ref: undefined, coverage: undefined }
  expect(askedChecks(certificateOf(), { ...none, statuses })).toMatchObject([{ result: 'valid' }])
  expect(askedChecks(certificateOf({ status: 'NO_GO' }), { ...none, statuses })).toEqual([
    { check: 'asked', result: 'invalid', message: 'its status is NO_GO, where APPROVED or GO is required' },
  ])
  expect(askedChecks(certificateOf(), { ...none, statuses: [] })).toEqual([])
})
