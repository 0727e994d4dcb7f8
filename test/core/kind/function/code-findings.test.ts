import { describe, expect, it } from 'vitest'
import { codeFindings } from '../../../../src/core/kind/function/code-findings.ts'
import type { Timing } from '../../../../src/model/outcome.ts'
import { benchmarkOf, timingOf } from '../../given.ts'

const benchmark = benchmarkOf('a')
const gone = { none: 0.305, one: 0.4, two: 0.4, four: 0.4 }

/** What is found in so many forks that saw the one thing and so many that saw the other. */
function found(forks: readonly (Partial<Timing> & { value?: number })[], printed = 0) {
  const timings = forks.map((one) => timingOf(one.value ?? 1000, one))
  return codeFindings(benchmark.id, timings, printed)
}

function times<T>(count: number, one: T): T[] {
  return Array.from({ length: count }, () => one)
}

describe('what the forks tell about the code', () => {
  it.each<[string, string[], ReturnType<typeof found>]>([
    ['nothing, when all is well', [], found(times(5, {}))],
    ['nothing, when nothing was measured, whatever it printed', [], found([], 1e6)],
    ['work that was optimised away', ['optimized-away'], found(times(5, { calls: gone }))],
    [
      'state that only the first call changes',
      ['first-call-only'],
      found(times(5, { stateChange: 'first-call' })),
    ],
    ['state that every call changes', [], found(times(5, { stateChange: 'every-call' }))],
    [
      'a timer left running by one fork',
      ['left-running'],
      found([{ leftRunning: ['a timer'] }, ...times(4, {})]),
    ],
    ['promises in some calls of a fork', ['mixed-kinds'], found([{ mixed: true }, ...times(4, {})])],
    [
      'no steady state in most forks',
      ['never-steady'],
      found([...times(3, { steady: false }), ...times(2, {})]),
    ],
    ['no steady state in half of them', [], found([...times(3, { steady: false }), ...times(3, {})])],
    [
      'a crowded machine in most forks',
      ['contaminated'],
      found([...times(3, { cleanOnly: false }), ...times(2, {})]),
    ],
    ['a crowded machine in half of them', [], found([...times(3, { cleanOnly: false }), ...times(3, {})])],
    [
      'a built-in changed in one fork',
      ['changed-builtins'],
      found([{ changedBuiltins: ['Array.prototype.map'] }, ...times(4, {})]),
    ],
    ['a line of output', [], found(times(5, {}), 10_000)],
    ['a stream of output', ['prints'], found(times(5, {}), 10_001)],
    ['forks of both kinds', ['mixed-kinds'], found([{ asynchronous: true }, ...times(4, {})])],
    ['forks that are all asynchronous', [], found(times(5, { asynchronous: true }))],
    [
      'several things at once',
      ['optimized-away', 'never-steady', 'contaminated'],
      found(times(5, { calls: gone, steady: false, cleanOnly: false })),
    ],
  ])('%s: %j', (_, codes, findings) => {
    expect(findings.map(({ code }) => code)).toEqual(codes)
    for (const finding of findings) {
      expect(finding).toMatchObject({ severity: 'warning', subject: benchmark.id })
      expect(finding.advice).toMatch(/\.$/u)
    }
  })

  it.each([
    [found([...times(3, { steady: false }), ...times(2, {})]), '3 of 5 forks did not reach a steady state'],
    [found(times(3, { cleanOnly: false })), 'In 3 of 3 forks fewer than 25 % of the batches'],
    [found(times(2, { leftRunning: ['a timer', 'a worker'] })), 'It leaves a timer, a worker running'],
    [found(times(2, {}), 123_456), 'It printed 123.5 kB while it was measured'],
  ])('is said with its numbers', ([finding], message) => {
    expect(finding?.message).toContain(message)
  })

  it('names three changed built-ins and counts the others', () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `Array.prototype.${name}`)
    const message = (changedBuiltins: string[]) =>
      found([{ changedBuiltins }, { changedBuiltins }])[0]?.message
    expect(message(names.slice(0, 3))).toContain('Array.prototype.a, Array.prototype.b, Array.prototype.c;')
    expect(message(names)).toContain('Array.prototype.c and 2 more;')
  })
})
