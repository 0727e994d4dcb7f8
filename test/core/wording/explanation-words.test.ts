import { describe, expect, it } from 'vitest'
import {
  causesOf,
  describeBlamed,
  explanationAdvice,
  explanationSentence,
} from '../../../src/core/wording/explanation-words.ts'
import type { Blamed, Explanation } from '../../../src/model/explanation.ts'

const place = { name: 'parse', file: 'lib/x.js', line: 12 }
const blamed = (more: Partial<Blamed> = {}): Blamed => {
  return { ...place, cost: 500, collector: 0, builtins: 0, callees: [], ...more }
}
const explanation = (more: Partial<Explanation> = {}): Explanation => ({
  id: 'a',
  base: { ref: 'main' },
  replicates: 12,
  together: true,
  withoutInlining: false,
  operation: { base: 1000, head: 2000 },
  blamed: [blamed()],
  functions: [],
  artifacts: [],
  ...more,
})

describe('the share of the change', () => {
  const shown = (cost: number, head: number) =>
    explanationSentence(explanation({ operation: { base: 1000, head }, blamed: [blamed({ cost })] }))

  it('is told up to the whole of it', () => {
    expect(shown(500, 2000)).toContain(', 50 % of the change')
    expect(shown(1004, 2000)).toContain(', 100 % of the change')
  })

  it('is no number above: others cost less then', () => {
    for (const [cost, head] of [
      [1530, 2000],
      [1290, 1100],
      [1020, 2000],
    ] as const) {
      expect(shown(cost, head)).toContain(', more than the whole change: others cost less')
      expect(shown(cost, head)).not.toMatch(/\d %/u)
    }
  })

  it('is not told where the operation costs no more', () => {
    for (const head of [1000, 900]) expect(shown(500, head)).not.toContain('change')
  })
})

describe('in a few words', () => {
  const told = (cost: number, head: number, more: Partial<Blamed> = {}) =>
    describeBlamed(
      explanation({ operation: { base: 1000, head }, blamed: [blamed({ cost, ...more })] }),
      'time',
    )

  it('the share of the change is told, and no time of profiles', () => {
    expect(told(790, 2000)).toBe('79 % of the change')
    expect(told(1290, 2000)).toBe('more than the whole change')
    const callee = { ...place, name: 'score', cost: 700, calls: { base: 1, head: 2 } }
    expect(told(790, 2000, { callees: [callee], collector: 50 })).toBe(
      '79 % of the change; calls score 1 → 2 times per operation; more time of garbage collection',
    )
    expect(told(790, 2000, { builtins: 50 })).not.toMatch(/\d ns/u)
  })

  it('where profiles show no change as a whole, the time is told as theirs', () => {
    expect(told(500, 900)).toBe('+500 ns per operation in profiles')
  })
})

describe('the advice', () => {
  const advice = (more: Partial<Blamed>) => explanationAdvice(explanation({ blamed: [blamed(more)] }))
  const loop = (base: number, head: number) => ({ busiest: { line: 14, base, head } })
  const called = (base: number, head: number) => ({ calls: { base, head } })

  it('names a loop that goes round more often', () => {
    expect(advice({ ...called(1, 1), ...loop(301, 901) })).toBe('Look at the loop in parse (lib/x.js:14)')
    // Also where there was none before.
    expect(advice({ ...called(1, 1), ...loop(1, 60) })).toBe('Look at the loop in parse (lib/x.js:14)')
  })

  it('names none in a function that has none', () => {
    expect(advice({ ...called(1, 3), ...loop(1, 3) })).toBe('Find who calls parse (lib/x.js:12) more often')
    expect(advice({ ...called(0, 1), ...loop(0, 1) })).toBe('Find who calls parse (lib/x.js:12) more often')
    // A branch that is taken more often is no loop.
    expect(advice({ ...called(10, 10), ...loop(4, 10) })).toBe('Look at parse (lib/x.js:12)')
    expect(advice(loop(1, 3))).toBe('Look at parse (lib/x.js:12)')
  })

  it('does not take a line of the base for the same one: which one was the busiest there is not known', () => {
    const cause = (more: object) => causesOf(blamed(more))[0]
    const words = (times: string) => `its own busiest line runs ${times} times per operation (line 14 now)`
    expect(cause({ ...called(10, 10), ...loop(10, 48) })).toBe(words('10 → 48'))
    expect(cause({ ...called(10, 10), ...loop(100, 480) })).toBe(words('100 → 480'))
    expect(cause(loop(10, 48))).toBe(words('10 → 48'))
    expect(cause({ ...called(0, 1), ...loop(0, 48) })).toContain('called 0 → 1 times')
  })

  it('names none that goes round less often in each of more calls', () => {
    expect(advice({ ...called(1, 10), ...loop(100, 200) })).toBe(
      'Find who calls parse (lib/x.js:12) more often',
    )
    expect(advice({ ...called(1, 2), ...loop(100, 201) })).toBe(
      'Find who calls parse (lib/x.js:12) more often',
    )
    expect(advice({ ...called(1, 2), ...loop(100, 210) })).toBe('Look at the loop in parse (lib/x.js:14)')
    // It is new, and so is its loop.
    expect(advice({ ...called(0, 1), ...loop(0, 48) })).toBe('Look at the loop in parse (lib/x.js:14)')
  })

  it('names none where its loop goes round as often as before in each of more calls', () => {
    expect(advice({ ...called(1, 3), ...loop(300, 900) })).toBe(
      'Find who calls parse (lib/x.js:12) more often',
    )
  })
})

describe('what has regressed in bytes', () => {
  const allocated = (...functions: NonNullable<Explanation['allocated']>['functions']) => {
    return { base: 100, head: 190, functions }
  }
  const parse = { ...place, bytes: { base: 40, head: 120 } }
  const other = { name: '(anonymous in rank)', file: 'lib/y.js', line: 3, bytes: { base: 0, head: 10 } }
  const heavier = explanation({ blamed: [], allocated: allocated(parse, other) })

  it('is told by who allocates more: function, line, and how much', () => {
    expect(explanationSentence(heavier, 'allocated')).toBe(
      'parse allocates +80.0 B per operation (lib/x.js:12), 40.0 B → 120 B. Then anonymous function in rank +10.0 B (lib/y.js:3)',
    )
    expect(explanationAdvice(heavier, 'allocated')).toBe('Allocate less in parse (lib/x.js:12)')
  })

  it('is told by who calls it more often, where it allocates as much in each call', () => {
    const often = { ...parse, calls: { base: 1, head: 3 }, owner: 'the core team' }
    const told = explanation({ allocated: allocated(often) })
    expect(explanationSentence(told, 'allocated')).toContain(': called 1 → 3 times per operation')
    expect(explanationAdvice(told, 'allocated')).toBe(
      'Find who calls parse (lib/x.js:12) more often, of the core team',
    )
  })

  it('is told beside the time where it is much, and not where it is noise', () => {
    expect(explanationSentence(heavier)).toMatch(/^No function costs more .*\. parse allocates \+80.0 B/u)
    expect(explanationSentence(heavier, 'time')).toContain('parse allocates +80.0 B')
    const little = { ...heavier, allocated: { ...heavier.allocated!, base: 1000, head: 1020 } }
    expect(explanationSentence(little)).not.toContain('allocates')
    expect(explanationSentence(little, 'allocated')).toContain('allocates')
  })

  it('is told once of the function that is to blame for the time, too', () => {
    const both = { ...heavier, blamed: [blamed({ allocated: { base: 40, head: 120 } })] }
    expect(explanationSentence(both)).toContain(': allocates 40.0 B → 120 B per operation')
    expect(explanationSentence(both)).not.toContain('allocates +')
  })

  it('is not told of a function to blame where it is less than samples of the heap can tell', () => {
    for (const allocated of [
      { base: 0, head: 0.275 },
      { base: 16.05, head: 17.74 },
      { base: 1000, head: 1020 },
    ]) {
      const little = explanation({ blamed: [blamed({ allocated })] })
      expect(explanationSentence(little)).not.toContain('allocates')
      expect(explanationAdvice(little)).toBe('Look at parse (lib/x.js:12)')
    }
  })

  it('is told by time alone where nobody was seen to allocate more', () => {
    const nobody = explanation({ allocated: allocated() })
    expect(explanationSentence(nobody, 'allocated')).toContain('parse +500 ns of CPU time')
    expect(explanationAdvice(nobody, 'allocated')).toBe('Look at parse (lib/x.js:12)')
  })
})
