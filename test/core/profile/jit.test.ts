import { describe, expect, it } from 'vitest'
import { findFeedback, jitOf } from '../../../src/core/profile/jit.ts'
import { type ProfileData, readProfileData } from '../../../src/core/profile/profile-data.ts'
import type { Deoptimization, FunctionCalls, FunctionFeedback } from '../../../src/model/profile.ts'

const file = 'src/a.ts'
const called = (name: string, line: number, calls = 1, url = file): FunctionCalls => {
  return { name, url, line, end: line + 5, text: '', calls, busiest: { line, runs: 1 } }
}
const learnt = (
  name: string,
  line: number,
  polymorphic = 0,
  megamorphic = 0,
  url = file,
): FunctionFeedback => {
  return { name, url, line, tier: 'maglev', polymorphic, megamorphic }
}

const seen = (
  calls: readonly FunctionCalls[],
  feedback: readonly FunctionFeedback[],
  deoptimizations: Deoptimization[],
): ProfileData => ({
  ...readProfileData([]),
  calls: { base: [], head: calls },
  feedback: { base: [], head: feedback },
  deoptimizations: { base: [], head: [deoptimizations] },
})

describe('jitOf', () => {
  const told = (costs: Readonly<Record<string, number>>) => {
    const calls = [
      called('good', 1),
      called('mixed', 10),
      called('cheap', 20),
      called('hidden', 30, 5),
      called('thrown', 40, 9),
      called('now', 1, 9, 'assay:clock.ts'),
    ]
    const feedback = [
      learnt('good', 1),
      learnt('mixed', 10, 2),
      learnt('cheap', 20, 2),
      learnt('hidden', 30, 1, 3),
      learnt('never called', 50, 1, 3),
      learnt('now', 1, 1, 3, 'assay:clock.ts'),
    ]
    const deoptimizations = [
      { url: file, line: 42, column: 3, reason: 'wrong map' },
      { url: file, line: 42, column: 9, reason: 'wrong map' },
    ]
    return jitOf(seen(calls, feedback, deoptimizations), new Map(Object.entries(costs)))
  }

  it('tells functions whose code was thrown away or that see too many shapes, also those that profiles do not show', () => {
    expect(told({})).toEqual([
      {
        ...{ name: 'thrown', file, line: 40, polymorphic: 0, megamorphic: 0 },
        deoptimizations: { count: 2, places: [{ line: 42, reason: 'wrong map' }] },
      },
      { name: 'hidden', file, line: 30, polymorphic: 1, megamorphic: 3 },
    ])
  })

  it('tells several shapes only of those that cost something, the most expensive first', () => {
    const names = told({ 'mixed@src/a.ts': 30, 'thrown@src/a.ts': 5, 'good@src/a.ts': 50 }).map(
      ({ name }) => name,
    )
    expect(names).toEqual(['mixed', 'thrown', 'hidden'])
  })
})

it('jitOf tells functions without a name apart by their lines', () => {
  const calls = [called('(anonymous in read)', 10), called('(anonymous in read)', 20)]
  const deoptimizations = [{ url: file, line: 12, column: 3, reason: 'wrong map' }]
  expect(jitOf(seen(calls, [], deoptimizations), new Map()).map(({ line }) => line)).toEqual([10])
})

describe('learntAt', () => {
  const at = (name: string, line: number, feedback: readonly FunctionFeedback[]) =>
    findFeedback({ name, file, line }, feedback)?.line

  it('finds functions by name and line, those without a name by the line alone', () => {
    const feedback = [learnt('', 1), learnt('read', 1), learnt('', 7), learnt('', 9)]
    expect(at('read', 1, feedback)).toBe(1)
    expect(at('(anonymous)', 7, feedback)).toBe(7)
    expect(at('(anonymous in read)', 9, feedback)).toBe(9)
    expect(at('read', 7, feedback)).toBeUndefined()
    // As V8 calls `exports.find = function () {}`, whose own name is none.
    expect(at('exports.find', 7, feedback)).toBe(7)
  })

  it('tells nothing where two could be meant, or nothing is known', () => {
    expect(at('(anonymous)', 7, [learnt('', 7), learnt('', 7)])).toBeUndefined()
    expect(at('read', 7, [])).toBeUndefined()
  })
})
