import { expect, test } from 'vitest'
import { baseFindings } from '../../../../src/core/compare/paired/base-findings.ts'
import type { BaseDifference } from '../../../../src/model/base-difference.ts'

test.each<[BaseDifference, code: string, words: string]>([
  [{ file: 'a.bench.ts', state: 'taken' }, 'benchmark-file-taken', 'differs from that of main'],
  [{ file: 'a.bench.ts', state: 'new' }, 'benchmark-file-new', 'is not in main'],
  [{ file: 'a.bench.ts', state: 'own' }, 'benchmark-file-own', 'does not load at main'],
  [{ file: 'perf.config.ts', state: 'configuration' }, 'configuration-differs', 'differs from that of main'],
  [
    { file: 'package.json', state: 'engine', range: '<20', node: '24.0.0' },
    'engine-excluded',
    'At main it asks for Node <20; both revisions were measured on 24.0.0',
  ],
])('what differs at a base is a finding about its file: %o', (one, code, words) => {
  const [found] = baseFindings([one], { ref: 'main' })
  expect(found).toMatchObject({ code, subject: one.file, message: expect.stringContaining(words) })
  // Where there is nothing to do, nothing is said.
  expect(found!.advice).not.toMatch(/^Nothing/u)
})
