import { describe, expect, it } from 'vitest'
import { profileFindings } from '../../../src/core/profile/result.ts'
import { policy } from '../../../src/model/config.ts'
import type { Failure } from '../../../src/model/failure.ts'

const { fewestSamples } = policy.profile
const failure: Failure = { reason: 'crashed', message: 'no room for a log' }
const codes = (samples: number, failures: readonly Failure[] = [], error?: Failure) =>
  profileFindings({ id: 'a' }, { samples, ...(error && { error }) }, [...failures]).map(
    ({ code, message }) => [code, message],
  )

describe('profileFindings', () => {
  it('says so where too few samples were taken to tell anything', () => {
    expect(codes(fewestSamples)).toEqual([])
    expect(codes(1)).toEqual([['few-samples', expect.stringMatching(/^1 sample was taken/u)]])
    expect(codes(0)).toEqual([['few-samples', expect.stringMatching(/^0 samples were taken/u)]])
  })

  it('says once why a fork did not tell what it was asked for', () => {
    expect(codes(fewestSamples, [failure, failure])).toEqual([
      ['profile-missing', expect.stringContaining('no room for a log')],
    ])
  })

  it('says where the work is done that no profile shows', () => {
    const spent = [{ cpu: 10, elsewhere: { workers: 30, pool: 0, children: 0 } }]
    expect(profileFindings({ id: 'a' }, { samples: fewestSamples }, [], spent)).toMatchObject([
      { code: 'work-elsewhere', message: expect.stringContaining('75 % in other threads') },
    ])
  })

  it('adds nothing to a benchmark that failed', () => {
    expect(codes(0, [failure], failure)).toEqual([])
  })
})
