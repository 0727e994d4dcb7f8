import { describe, expect, it } from 'vitest'
import { isOfMachine, type Objection, wordObjections } from '../../../src/core/baseline/objection.ts'
import { environment } from '../given.ts'

const quiet = { environment, drift: 0.1, benchmarks: 12 }
const busy = {
  ...quiet,
  environment: {
    ...environment,
    state: { ...environment.state, load1: environment.hardware.logicalCores + 4.04 },
  },
}
const about = (reason: Objection['reason'], ...names: string[]): Objection[] =>
  names.map((subject) => ({ reason, subject, detail: 'x', text: `${subject} is so` }))

describe('what speaks against a run', () => {
  it('is a sentence each, in its own words where there is one', () => {
    const all: Objection[] = [
      { reason: 'dirty', text: 'the tree is dirty' },
      ...about('failed', 'bench/a.ts › a'),
      { reason: 'file', text: 'bench/b.ts: no such module' },
      { reason: 'file', text: 'bench/c.ts: no such module' },
    ]
    expect(wordObjections(all, quiet)).toEqual([
      'The tree is dirty.',
      'bench/a.ts › a is so.',
      'bench/b.ts: no such module.',
      'bench/c.ts: no such module.',
    ])
  })

  it.each([
    [
      'unstable',
      '5 of 12 benchmarks are not stable, the middle half of their forks lies more than ± 10 % apart',
    ],
    [
      'disagrees',
      '5 of 12 benchmarks disagree with a session that measured the same code, by more than gate.drift (10 %) allows',
    ],
    ['failed', '5 of 12 benchmarks failed'],
  ] as const)('is one sentence for all that are %s, with the first of them', (reason, said) => {
    const [sentence] = wordObjections(about(reason, 'a', 'b', 'c', 'd', 'e'), quiet)
    expect(sentence).toContain(`${said}: a (x), b (x), c (x) and 2 more.`)
  })

  it('names the load first where the machine may be to blame, and only there', () => {
    expect(wordObjections(about('unstable', 'a'), busy)[0]).toMatch(
      /^The machine is busy: load 6 on 2 CPUs\.$/u,
    )
    expect(wordObjections(about('failed', 'a'), busy)).toEqual(['a is so.'])
    expect(wordObjections(about('unstable', 'a'), quiet)).toEqual(['a is so.'])
    expect(wordObjections([], busy)).toEqual([])
    expect(isOfMachine(about('disagrees', 'a'))).toBe(true)
    expect(isOfMachine(about('failed', 'a'))).toBe(false)
  })

  it('says once what to do about a machine that is another one', () => {
    const said = wordObjections(about('disagrees', 'a', 'b'), quiet)
    expect(said).toEqual([expect.stringMatching(/^2 of 12 .*\. If the machine .* delete its baseline\.$/u)])
  })
})
