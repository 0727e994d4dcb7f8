import { expect, it } from 'vitest'
import type { Console } from '../../src/cli/console.ts'
import { showProgress } from '../../src/cli/progress.ts'
import type { ProgressEvent } from '../../src/flow/ports/measurer.ts'
import type { Step } from '../../src/model/step.ts'
import { comparisonOf } from '../core/given.ts'

/** What is said on the way, to a terminal of so many columns. */
function said(moments: readonly ProgressEvent[], width: number): string[] {
  const lines: string[] = []
  const console: Console = {
    out: () => {},
    err: (text) => void lines.push(text.trimEnd()),
    ...{ live: false, color: false, width, messageWidth: width },
  }
  const show = showProgress(console, 'verbose')
  for (const moment of moments) show(moment)
  return lines
}

const step: Step = {
  ...{ kind: 'function', task: 'time', stage: 'screen', side: 'pair' },
  ...{ file: 'a', keys: ['b'], ids: ['a › b'], round: 1 },
}
const forecast = { done: 0, of: 3 }

it('rounds of controls are told as such, for the counter begins anew', () => {
  const rounds = [
    step,
    { ...step, isControl: true },
    { ...step, isControl: true, stage: 'confirm' },
  ] satisfies Step[]
  expect(
    said(
      rounds.map((one) => ({ type: 'fork', step: one, index: 0, of: 3, forecast })),
      80,
    ),
  ).toEqual([
    'round 1  1/3  0 of 3 decided  a › b',
    'controls, round 1  1/3  0 of 3 decided  a › b',
    'controls, confirming, round 1  1/3  0 of 3 decided  a › b',
  ])
})

it('a verdict keeps within the terminal: its name gives way, and its numbers stand whole', () => {
  const name = 'a group with a long name › a benchmark with a name that is longer still › flags {n: 1000}'
  const change = { estimate: 0.0671, low: 0.0394, high: 0.0962 }
  const one = comparisonOf(name, 'regressed', {
    ...{ change, pairs: { screen: [], confirmation: [] }, n: { head: 7, base: 7 } },
  })
  for (const width of [80, 120]) {
    const [line] = said([{ type: 'decided', comparisons: [one] }], width)
    expect(line).toMatch(/ags \{n: 1000\} {2}\+6\.71 % \[\+3\.94 %, \+9\.62 %\], 7 pairs$/u)
    expect(line).toHaveLength(width)
  }
  const [whole] = said([{ type: 'decided', comparisons: [one] }], Number.POSITIVE_INFINITY)
  expect(whole).toContain(one.id)
})

it('what each is compared with is told when it is known, and what was not known then when it is', () => {
  const some = { type: 'bases', changed: 1, identical: 2, open: 3, others: 0 } as const
  const settled = { type: 'settled', changed: 1, identical: 2 } as const
  expect(said([some, { ...some, open: 0, others: 4 }, settled], 80)).toEqual([
    '1 may have changed, 2 are identical, 3 are likely identical',
    '1 may have changed, 2 are identical, 4 without a base',
    'of the others: 1 may have changed, 2 are identical',
  ])
  const nothing = { type: 'bases', changed: 0, identical: 0, open: 0, others: 5 } as const
  expect(said([nothing, { ...nothing, changed: 1, open: 1, others: 0 }], 80)).toEqual([
    '1 may have changed, 1 is likely identical',
  ])
})

it('breaks at words what is wider than the terminal', () => {
  const some = { type: 'bases', changed: 1, identical: 0, open: 2, others: 0 } as const
  expect(said([some], 40)).toEqual(['1 may have changed, 2 are likely\nidentical'])
})

it('says of another result that it is one, in place of a change of bytes', () => {
  const one = comparisonOf('a › b', 'invalid', { reason: 'other-result', metric: 'allocated' })
  expect(said([{ type: 'decided', comparisons: [one] }], 80)[0]).toMatch(
    /invalid {2}.*a › b {2}another result$/u,
  )
})
