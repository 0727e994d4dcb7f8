import { expect, test } from 'vitest'
import { linkTarget } from '../../../../src/core/report/blocks/link-target.ts'

test.each([
  ['profiles/sort-ñ-1a2b/v1.2/flame.svg', 'profiles/sort-ñ-1a2b/v1.2/flame.svg'],
  ['a b)(c', 'a%20b%29%28c'],
  ['javascript:alert(1)', 'javascript%3Aalert%281%29'],
  ['"><script>', '%22%3E%3Cscript%3E'],
  ['half \ud83d', 'half%20%EF%BF%BD'],
])('%j is linked as %j', (path, target) => {
  expect(linkTarget(path)).toBe(target)
})
