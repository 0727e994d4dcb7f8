import { expect, test } from 'vitest'
import { uniteEnvironmentChanges } from '../../../src/core/compare/unite-environment-changes.ts'
import type { EnvironmentChange } from '../../../src/model/environment-record.ts'

const change = (session: string, day: number, now: string, more: Partial<EnvironmentChange> = {}) => ({
  sessions: [session],
  date: `2026-11-${day}T08:15:00.000Z`,
  differences: [{ fact: 'kernel', what: 'kernel', before: '1', now, why: 'It may matter.' }],
  ...more,
})

test('what differs in the same is told once, with all sessions, the newest first', () => {
  const elsewhere = change('s4', 10, '2', { class: 'other' })
  expect(
    uniteEnvironmentChanges([change('s1', 11, '2'), elsewhere, change('s3', 13, '3'), change('s2', 12, '2')]),
  ).toEqual([change('s3', 13, '3'), { ...change('s1', 12, '2'), sessions: ['s1', 's2'] }, elsewhere])
  expect(uniteEnvironmentChanges([])).toEqual([])
})
