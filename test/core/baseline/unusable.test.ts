import { expect, test } from 'vitest'
import { findUnusable } from '../../../src/core/baseline/unusable.ts'
import type { UnusableBaseline } from '../../../src/model/baseline.ts'

const path = 'baselines/c/a.bench.ts.json'

test.each<[UnusableBaseline, code: string, what: string]>([
  [{ path, state: 'no-file' }, 'unreadable-baseline', 'is no ordinary file'],
  [{ path, state: 'unreadable', error: 'EACCES' }, 'unreadable-baseline', 'cannot be read (EACCES)'],
  [{ path, state: 'no-json', error: 'end' }, 'broken-baseline', 'is not JSON (end): truncated'],
  [
    { path, state: 'newer', version: 'assay/baseline@9', reads: 'assay/baseline@2' },
    'newer-baseline',
    "has the schema 'assay/baseline@9'",
  ],
  [
    { path, state: 'invalid', at: 'class', error: 'is odd' },
    'broken-baseline',
    "is no baseline: 'class' is odd",
  ],
  [
    { path, state: 'of-other-class', here: 'c', class: 'd' },
    'misplaced-baseline',
    'belongs to class d, but lies',
  ],
  [
    { path, state: 'of-other-file', file: 'b.ts' },
    'misplaced-baseline',
    'belongs to b.ts, but lies elsewhere',
  ],
])('a baseline that cannot be used is an error that is about its path: %o', (one, code, what) => {
  const { message, advice, ...found } = findUnusable(one)
  expect(found).toEqual({ code, severity: 'error', subject: path })
  expect(message).toContain(`It ${what}`)
  expect(advice).not.toBe('')
})
