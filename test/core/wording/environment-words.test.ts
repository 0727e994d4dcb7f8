import { expect, test } from 'vitest'
import { tellDifference, tellEnvironment } from '../../../src/core/wording/environment-words.ts'
import type { EnvironmentChange, EnvironmentDifference } from '../../../src/model/environment-record.ts'

const difference = (what: string, before?: string, now?: string): EnvironmentDifference => ({
  ...{ fact: 'kernel', what, why: 'It may matter.' },
  ...(before !== undefined && { before }),
  ...(now !== undefined && { now }),
})

test.each<[EnvironmentDifference, string]>([
  [difference('kernel', '6.8', '6.11'), 'kernel 6.8 → 6.11'],
  [difference('package zod', undefined, '4.1.0'), 'package zod is new (4.1.0)'],
  [difference('package zod', '4.1.0'), 'package zod is gone (4.1.0)'],
  [difference('70 more packages'), '70 more packages'],
  [difference('kernel', '6', 'x'.repeat(99)), 'kernel (changed)'],
  [difference('kernel', '6', '\u001b[31m'), 'kernel 6 → ␛[31m'],
])('a difference is told in a few words: %j', (one, words) => {
  expect(tellDifference(one)).toBe(words)
})

const change = (differences: EnvironmentDifference[], more: Partial<EnvironmentChange> = {}) => ({
  ...{ sessions: ['s1'], date: '2026-11-12T08:15:00.000Z', differences },
  ...more,
})

test('the newest recorded environment is told, with its first differences', () => {
  expect(tellEnvironment(undefined)).toBeUndefined()
  expect(tellEnvironment([change([difference('kernel', '1', '2')])])).toBe(
    'kernel 1 → 2 since the baseline of 2026-11-12',
  )
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => difference(name, '1', '2'))
  expect(tellEnvironment([change(many), change(many), change(many)])).toBe(
    'a 1 → 2, b 1 → 2, c 1 → 2, d 1 → 2, 2 more differences since the baseline of 2026-11-12; 2 other recorded environments in the report',
  )
})

test('numbers of another class are not judged', () => {
  expect(tellEnvironment([change([difference('CPU', 'A', 'B')], { class: 'x64-a' })])).toBe(
    'CPU A → B from class x64-a, whose numbers are not judged',
  )
})
